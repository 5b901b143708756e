// Words typed into a form that does not save itself are not lost by a slip: leaving the page asks.
// Nothing is asked for what was sent, was put back as it stood, or saves itself.
const NO_WORDS = ["hidden", "checkbox", "radio", "file", "password"];
const SAVES_ITSELF = "[data-autosave-url], [data-behalf], [data-save]";

const typed = new Set();

function holdsWords(field) {
  return field.matches("textarea") || (field.matches("input") && !NO_WORDS.includes(field.type));
}

function isHalfTyped(field) {
  if (field.value === field.defaultValue || field.getClientRects().length === 0) return false;
  // once.js has sent this form
  return !field.form?.dataset.gone;
}

export function start() {
  document.addEventListener("input", ({ target }) => {
    if (target.form?.method !== "post" || target.closest(SAVES_ITSELF)) return;
    if (holdsWords(target)) typed.add(target);
  });
  addEventListener("beforeunload", (event) => {
    if (![...typed].some(isHalfTyped)) return;
    event.preventDefault();
    // the word that older browsers (Chromium before 119) ask by
    event.returnValue = "";
  });
}
