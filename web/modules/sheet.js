// The rail: the line of this page is in sight; on small screens it is a sheet, <button data-sheet="#rail">.
import { closeLayer, openLayer } from "./layer.js";

// A menu is longer than a small desk screen: the line one is at would stand below its edge.
function show(inner) {
  const here = inner?.querySelector("[aria-current]");
  if (!here) return;
  const below = here.getBoundingClientRect().bottom - inner.getBoundingClientRect().bottom;
  if (below > 0) inner.scrollTop += below + inner.clientHeight / 3;
}

export function start() {
  show(document.querySelector(".rail-inner"));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-sheet]");
    if (!button) return;
    const sheet = document.querySelector(button.dataset.sheet);
    button.setAttribute("aria-expanded", "true");
    show(sheet.querySelector(".rail-inner"));
    openLayer(sheet, { onClose: () => button.setAttribute("aria-expanded", "false") });
    sheet.querySelector("a")?.focus();
  });
  addEventListener("resize", () => {
    if (document.documentElement.dataset.rail !== "sheet" && document.querySelector(".rail.is-open")) closeLayer();
  });
}
