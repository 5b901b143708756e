// Text size and colours, kept in this browser: [data-set-size], [data-set-theme].
function keep(key, value) {
  try {
    if (value) localStorage.setItem(key, value);
    else localStorage.removeItem(key);
  } catch {
    /* a browser that keeps nothing still shows the choice until the page is left */
  }
}

function press() {
  let size = "";
  let theme = "light";
  try {
    size = localStorage.getItem("size") || "";
    theme = localStorage.getItem("theme") || "light";
  } catch {
    /* as above */
  }
  for (const button of document.querySelectorAll("[data-set-size]"))
    button.setAttribute("aria-pressed", String(button.dataset.setSize === size));
  for (const button of document.querySelectorAll("[data-set-theme]"))
    button.setAttribute("aria-pressed", String(button.dataset.setTheme === theme));
}

export function start() {
  press();
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-set-size], [data-set-theme]");
    if (!button) return;
    if ("setSize" in button.dataset) keep("size", button.dataset.setSize);
    else keep("theme", button.dataset.setTheme);
    dispatchEvent(new Event("shouwang:display"));
    press();
  });
}
