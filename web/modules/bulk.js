// Ticked rows: [data-pick] boxes, [data-pick-all] in the head, [data-bulk] bar above the table.
function refresh(scope) {
  const boxes = [...scope.querySelectorAll("[data-pick]")];
  const picked = boxes.filter((b) => b.checked);
  for (const box of boxes) box.closest("tr")?.classList.toggle("is-picked", box.checked);
  const all = scope.querySelector("[data-pick-all]");
  if (all) {
    all.checked = boxes.length > 0 && picked.length === boxes.length;
    all.indeterminate = picked.length > 0 && picked.length < boxes.length;
  }
  const bar = scope.querySelector("[data-bulk]");
  if (!bar) return;
  bar.hidden = picked.length === 0;
  bar.querySelector("[data-bulk-count]").textContent = String(picked.length);
}

export function start() {
  document.addEventListener("change", (event) => {
    const box = event.target.closest("[data-pick], [data-pick-all]");
    if (!box) return;
    const scope = box.closest("form") || box.closest("section") || document;
    if (box.matches("[data-pick-all]"))
      for (const other of scope.querySelectorAll("[data-pick]")) if (!other.disabled) other.checked = box.checked;
    refresh(scope);
  });
}
