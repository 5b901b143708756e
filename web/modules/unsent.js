// form[data-keep]: what the server has not taken yet stays on this phone until it has, and a report
// that could not be handed in goes out as soon as the page is open with a network.
const PREFIX = "unsent:";

function stored(key) {
  try {
    return JSON.parse(localStorage.getItem(key) || "null");
  } catch {
    return null;
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    /* storage is off: nothing was kept */
  }
}

function fieldsOf(form) {
  const fields = Object.fromEntries(new FormData(form).entries());
  delete fields.csrfmiddlewaretoken;
  return fields;
}

/** Keep the form's fields on the phone; `waiting` when they were to be handed in. */
export function keep(form, waiting = false) {
  if (!form.dataset.keep) return;
  const key = PREFIX + form.dataset.keep;
  const value = { fields: fieldsOf(form), waiting: waiting || Boolean(stored(key)?.waiting) };
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    /* storage is off or full: the words are still in the form */
  }
}

/** Drop what was kept, unless it waits to be handed in. */
export function taken(form) {
  const key = PREFIX + (form.dataset.keep || "");
  if (!stored(key)?.waiting) forget(key);
}

/** Put back what was kept; returns whether it waits to be handed in. */
export function restore(form) {
  const key = PREFIX + (form.dataset.keep || "");
  const kept = stored(key);
  if (!kept) return false;
  if (document.querySelector("[data-error-summary]") || form.dataset.answered) {
    forget(key);
    return false;
  }
  for (const [name, value] of Object.entries(kept.fields)) {
    const input = form.elements.namedItem(name);
    if (!(input instanceof Element)) continue;
    if (input.type === "checkbox") input.checked = true;
    else input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return kept.waiting;
}

/** What was filed, or whose phone it no longer is, is not kept. */
export function tidy() {
  for (const mark of document.querySelectorAll("[data-filed]")) forget(PREFIX + mark.dataset.filed);
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[action$='/sign-out/']")) return;
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) forget(key);
    globalThis.caches?.delete("m-pages");
  });
}

export function register() {
  const worker = document.querySelector('meta[name="shouwang-worker"]')?.content;
  if (!worker || !("serviceWorker" in navigator)) return;
  const first = !navigator.serviceWorker.controller;
  navigator.serviceWorker.register(worker).catch(() => {});
  // The worker did not see the page that brought it: this visit is kept by hand.
  if (first)
    navigator.serviceWorker.ready
      .then(() => caches.open("m-pages"))
      .then((pages) => pages.add(location.href))
      .catch(() => {});
}
