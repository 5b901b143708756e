// Rows that are added, moved and dropped: <tbody data-rows="item">, <template data-row-of="item">
// with KEY in its names, buttons data-row-add, data-row-up, data-row-down, data-row-drop.
let made = 0;

function add(kind) {
  const body = document.querySelector(`[data-rows="${kind}"]`);
  const html = document.querySelector(`template[data-row-of="${kind}"]`).innerHTML;
  const holder = document.createElement("template");
  made += 1;
  holder.innerHTML = html.replaceAll("KEY", `n${made}${kind[0]}`);
  const row = holder.content.querySelector("tr");
  const heads = body.closest("table").querySelectorAll("thead th");
  [...row.cells].forEach((cell, i) => (cell.dataset.label = heads[i]?.textContent.trim() || ""));
  body.append(row);
  row.querySelector("input:not([type='hidden'])").focus();
}

function changed(row) {
  row.dispatchEvent(new Event("change", { bubbles: true }));
}

export function start() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-row-add], [data-row-up], [data-row-down], [data-row-drop]");
    if (!button) return;
    if (button.dataset.rowAdd) {
      add(button.dataset.rowAdd);
      return;
    }
    const row = button.closest("tr");
    const [before, after] = [row.previousElementSibling, row.nextElementSibling];
    if (button.hasAttribute("data-row-up")) before?.before(row);
    else if (button.hasAttribute("data-row-down")) after?.after(row);
    else {
      changed(row);
      row.remove();
      (after || before)?.querySelector("[data-row-drop]")?.focus();
      return;
    }
    changed(row);
    button.focus();
  });
}
