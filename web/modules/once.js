// A form goes once, however often the button is pressed; back from the history it is fresh again.
// The token is read from the cookie at that moment: signing in again elsewhere changed it.
import { csrf } from "./server.js";

function free(form) {
  delete form.dataset.gone;
  for (const button of form.querySelectorAll(".is-busy")) {
    button.classList.remove("is-busy");
    button.removeAttribute("aria-disabled");
  }
}

export function start() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.gone) {
      event.preventDefault();
      return;
    }
    const hidden = form.querySelector('input[name="csrfmiddlewaretoken"]');
    if (hidden && csrf()) hidden.value = csrf();
    form.dataset.gone = "1";
    const button = event.submitter;
    if (button && !form.hasAttribute("data-download")) {
      button.classList.add("is-busy");
      button.setAttribute("aria-disabled", "true");
    }
    // A download leaves the page where it is.
    setTimeout(() => free(form), form.hasAttribute("data-download") ? 3000 : 15000);
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-gone]").forEach(free);
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-submit-on-change]");
    if (form && event.target.value) form.requestSubmit ? form.requestSubmit() : form.submit();
  });
}
