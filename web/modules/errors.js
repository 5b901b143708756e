// The error summary takes the focus; its links focus fields; the title says 错误.
import { whenShown } from "./enhance.js";

export function start() {
  whenShown((root) => {
    const summary = root.querySelector("[data-error-summary]");
    if (summary) requestAnimationFrame(() => summary.focus());
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-error-summary] a[href^='#']");
    if (!link) return;
    const id = decodeURIComponent(link.getAttribute("href").slice(1));
    const target = document.getElementById(id);
    const field = target?.matches("input, select, textarea") ? target : target?.querySelector("input, select, textarea");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.scrollIntoView({ block: "center" });
  });
}
