// What the form says when its draft could not simply be saved: another's changes, a session over.
// The words come from <template> elements in kit/autosave.html, so that they are translated.
import { mark } from "./grid.js";
import { signInAgain } from "./sign-in.js";

function banner(form, templateId) {
  const template = document.getElementById(templateId);
  const box = template.content.firstElementChild.cloneNode(true);
  form.prepend(box);
  box.focus?.();
  return box;
}

function labelOf(form, name) {
  const input = form.elements.namedItem(name);
  if (!(input instanceof Element)) return name;
  return input.getAttribute("aria-label") || input.labels?.[0]?.firstChild?.textContent.trim() || name;
}

const isTick = (input) => input.type === "checkbox";
const valueOf = (input) => (isTick(input) && !input.checked ? "" : String(input.value));
const shownOf = (input, value) => (value === "" ? "—" : isTick(input) ? "✓" : value);

function fill(form, name, value) {
  const input = form.elements.namedItem(name);
  if (isTick(input)) input.checked = Boolean(value);
  else input.value = value ?? "";
  input.dispatchEvent(new Event("filled", { bubbles: true }));
  mark(input, "changed");
}

function lineFor(row, form, name, theirs, number) {
  const line = row.cloneNode(true);
  const input = form.elements.namedItem(name);
  line.querySelector("[data-what]").textContent = labelOf(form, name);
  line.querySelector("[data-mine]").textContent = shownOf(input, valueOf(input));
  line.querySelector("[data-theirs]").textContent = shownOf(input, theirs ?? "");
  for (const radio of line.querySelectorAll("input")) {
    radio.name = `conflict-${number}`;
    // No part of the report: it belongs to a form of its own.
    radio.setAttribute("form", "autosave-none");
  }
  line.dataset.name = name;
  line.dataset.value = theirs ?? "";
  return line;
}

/**
 * Another saved first. What I have not touched takes the other's value, shown as changed; where
 * both wrote, the person chooses for each, and nothing is chosen beforehand.
 */
export function showConflict(form, said, taken, onResolved) {
  const differing = Object.entries(said.values || {}).filter(([name, theirs]) => {
    const input = form.elements.namedItem(name);
    return input instanceof Element && valueOf(input) !== String(theirs ?? "");
  });
  const isMine = ([name]) => valueOf(form.elements.namedItem(name)) !== (taken.get(name) ?? "");
  const asked = differing.filter(isMine);
  for (const [name, theirs] of differing) if (!asked.some(([other]) => other === name)) fill(form, name, theirs);
  if (asked.length === 0) {
    onResolved(said.revision);
    return;
  }
  const box = banner(form, "autosave-conflict");
  box.querySelector("[data-by]").textContent = `${said.by || ""} ${said.at || ""}`.trim();
  const body = box.querySelector("tbody");
  const row = body.querySelector("tr");
  body.replaceChildren(...asked.map(([name, theirs], i) => lineFor(row, form, name, theirs, i)));
  const settle = box.querySelector("[data-settle]");
  const chosen = (line) => line.querySelector("input:checked")?.value;
  box.addEventListener("change", (event) => {
    event.stopPropagation();
    settle.disabled = ![...body.children].every(chosen);
  });
  settle.addEventListener("click", () => {
    for (const line of body.children) if (chosen(line) === "theirs") fill(form, line.dataset.name, line.dataset.value);
    box.remove();
    onResolved(said.revision);
  });
}

const wishes = new WeakMap();

/**
 * Say that the session is over, with a button that signs in again in place and then goes on with
 * what was wanted last: saving, or handing in.
 */
export function showSignedOut(form, onDone) {
  wishes.set(form, onDone);
  if (form.querySelector("[data-signed-out]")) return;
  const box = banner(form, "autosave-signed-out");
  box.querySelector("[data-sign-in-again]").addEventListener("click", () => signInAgain(() => wishes.get(form)()));
}
