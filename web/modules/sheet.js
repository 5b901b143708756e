// The rail as a sheet on small screens: <button data-sheet="#rail">.
import { closeLayer, openLayer } from "./layer.js";

export function start() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-sheet]");
    if (!button) return;
    const sheet = document.querySelector(button.dataset.sheet);
    button.setAttribute("aria-expanded", "true");
    openLayer(sheet, { onClose: () => button.setAttribute("aria-expanded", "false") });
    sheet.querySelector("a")?.focus();
  });
  addEventListener("resize", () => {
    if (document.documentElement.dataset.rail !== "sheet" && document.querySelector(".rail.is-open")) closeLayer();
  });
}
