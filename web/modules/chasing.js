// Chasing: copy the text for the chat group, count what is picked on the button.
import { toast } from "./toasts.js";

function select(place) {
  const range = document.createRange();
  range.selectNodeContents(place);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

// Without https there is no clipboard: the old command, and if that fails too the text stays selected.
async function copy(place) {
  if (navigator.clipboard && globalThis.isSecureContext) {
    try {
      await navigator.clipboard.writeText(place.textContent);
      return true;
    } catch {
      // refused: the old way
    }
  }
  select(place);
  return document.execCommand("copy");
}

export function start() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const done = await copy(document.querySelector(button.dataset.copy));
    toast(done ? button.dataset.copied : button.dataset.notCopied, done ? "ok" : "warn");
  });
  // what came of a call is noted: the next call begins with an empty form
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("form[data-noted]");
    if (form && event.detail.successful) form.reset();
  });
  document.addEventListener("change", (event) => {
    if (!event.target.closest("[data-pick], [data-pick-all]")) return;
    for (const count of document.querySelectorAll("[data-picked-count]")) {
      const picked = document.querySelectorAll(`${count.dataset.pickedCount} [data-pick]:checked`);
      count.textContent = String(picked.length);
    }
  });
}
