// form[data-keep]: what the server has not taken yet stays on this phone until it has, and a report
// that could not be handed in goes out as soon as the page is open with a network.
import { plain } from "./numbers.js";
import { csrf } from "./server.js";

const PREFIX = "unsent:";
const settings = () => document.querySelector('meta[name="shouwang"]')?.dataset || {};
// another user's report on the same phone is not put into mine
const keyOf = (form) => `${PREFIX}${settings().user || ""}:${form.dataset.keep || ""}`;

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
  const key = keyOf(form);
  const value = { fields: fieldsOf(form), waiting: waiting || Boolean(stored(key)?.waiting) };
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    /* storage is off or full: the words are still in the form */
  }
  if (waiting) document.dispatchEvent(new CustomEvent("unsent"));
}

/** Drop what was kept, unless it waits to be handed in. */
export function taken(form) {
  const key = keyOf(form);
  if (!stored(key)?.waiting) forget(key);
}

/** Put back what was kept; returns whether it waits to be handed in. */
export function restore(form) {
  const key = keyOf(form);
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

/** The reports of this user that were to be handed in and are not: their keys and addresses. */
export function waitingReports() {
  const mine = `${PREFIX}${settings().user || ""}:`;
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(mine) && stored(key)?.waiting);
  return keys.map((key) => ({ key, url: key.slice(mine.length), value: localStorage.getItem(key) }));
}

/** Forget what this browser kept of reports and pages: nobody is signed in any more. */
export async function wipeReports() {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) forget(key);
  await globalThis.caches?.delete("m-pages");
}

function isSame(one, other) {
  const [mine, theirs] = [plain(one || ""), plain(other || "")];
  return mine === theirs || (mine !== "" && theirs !== "" && Number(mine) === Number(theirs));
}

function differs(fields, stands) {
  const names = Object.keys({ ...stands, ...fields }).filter((name) => name.startsWith("item-"));
  return names.some((name) => !isSame(fields[name], stands[name]));
}

// Another filed other numbers while mine waited here: the server shows both beside each other.
function compare(address, fields) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  for (const [name, value] of Object.entries({ ...fields, csrfmiddlewaretoken: csrf() })) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}

function offer(mark, key, fields) {
  const box = document.getElementById("unsent-other").content.firstElementChild.cloneNode(true);
  box.querySelector("[data-compare]").addEventListener("click", () => compare(mark.dataset.filed, fields));
  box.querySelector("[data-forget]").addEventListener("click", () => {
    forget(key);
    box.remove();
    document.dispatchEvent(new CustomEvent("unsent"));
  });
  mark.after(box);
}

/** What was filed is not kept, unless something else was to be handed in from here. */
export function tidy() {
  for (const mark of document.querySelectorAll("[data-filed]")) {
    const key = `${PREFIX}${settings().user || ""}:${mark.dataset.filed}`;
    const kept = stored(key);
    if (kept?.waiting && differs(kept.fields, JSON.parse(mark.dataset.stands))) offer(mark, key, kept.fields);
    else forget(key);
  }
  document.dispatchEvent(new CustomEvent("unsent"));
}
