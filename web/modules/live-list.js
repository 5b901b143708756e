// A list that is redrawn by itself keeps what is ticked and where the keyboard stands. What is marked
// [data-leave-open] is not redrawn while a form in it is open: its reader decides by what it said.
const kept = new Map();

export function start() {
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const old = event.detail.target;
    if (old.matches("[data-leave-open]") && old.querySelector("details[open]")) {
      event.detail.shouldSwap = false;
      return;
    }
    const ticked = [...old.querySelectorAll("[data-pick]:checked")].map((box) => box.value);
    const at = old.contains(document.activeElement) ? document.activeElement : null;
    kept.set(old.id, { ticked, href: at?.getAttribute("href"), pick: at?.matches("[data-pick]") ? at.value : null });
  });
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    const was = kept.get(event.detail.target.id);
    const now = document.getElementById(event.detail.target.id);
    if (!was || !now) return;
    kept.delete(now.id);
    const boxes = [...now.querySelectorAll("[data-pick]")];
    for (const box of boxes) box.checked = was.ticked.includes(box.value);
    if (boxes.length) boxes[0].dispatchEvent(new Event("change", { bubbles: true }));
    const links = [...now.querySelectorAll("a[href]")];
    const back = boxes.find((box) => box.value === was.pick) || links.find((a) => a.getAttribute("href") === was.href);
    if (was.href || was.pick) back?.focus({ preventScroll: true });
  });
}
