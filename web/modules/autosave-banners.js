// What the form says when its draft could not simply be saved: another's changes, a session over.
// The words come from <template> elements in kit/autosave.html, so that they are translated.
import { mark } from "./grid.js";

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

/** Show whose values differ from mine, and let the person choose for each; never overwrite silently. */
export function showConflict(form, said, onResolved) {
  const differing = Object.entries(said.values || {}).filter(([name, theirs]) => {
    const input = form.elements.namedItem(name);
    return input instanceof Element && String(input.value) !== String(theirs ?? "");
  });
  if (differing.length === 0) {
    onResolved(said.revision);
    return;
  }
  const box = banner(form, "autosave-conflict");
  box.querySelector("[data-by]").textContent = `${said.by || ""} ${said.at || ""}`.trim();
  const body = box.querySelector("tbody");
  const row = body.querySelector("tr");
  row.remove();
  differing.forEach(([name, theirs], i) => {
    const line = row.cloneNode(true);
    const input = form.elements.namedItem(name);
    line.querySelector("[data-what]").textContent = labelOf(form, name);
    line.querySelector("[data-mine]").textContent = input.value === "" ? "—" : input.value;
    line.querySelector("[data-theirs]").textContent = theirs === "" || theirs === null ? "—" : theirs;
    for (const radio of line.querySelectorAll("input")) {
      radio.name = `conflict-${i}`;
      radio.setAttribute("form", "autosave-none");
    }
    line.dataset.name = name;
    line.dataset.value = theirs ?? "";
    body.append(line);
  });
  box.querySelector("[data-settle]").addEventListener("click", () => {
    for (const line of body.children) {
      if (line.querySelector("input:checked").value !== "theirs") continue;
      const input = form.elements.namedItem(line.dataset.name);
      input.value = line.dataset.value;
      mark(input, "changed");
    }
    box.remove();
    onResolved(said.revision);
  });
}

export function showSignedOut(form) {
  if (!form.querySelector("[data-signed-out]")) banner(form, "autosave-signed-out");
}
