// Table boxes: tell when they scroll, let the keyboard scroll them, label cells for cards.
import { all, whenShown } from "./enhance.js";

const WIDE = ".guide table, .tr-paper";

// What is wider than the screen and has no box of its own: the keyboard scrolls it too.
function reach(wide) {
  if (wide.scrollWidth > wide.clientWidth + 1) wide.tabIndex = 0;
  else wide.removeAttribute("tabindex");
}

function measure(box) {
  const area = box.querySelector(".table-scroll");
  const scrolls = area.scrollWidth > area.clientWidth + 1;
  const tall = area.scrollHeight > area.clientHeight + 1;
  // what takes the focus does not come to lie under the pinned column
  const pinned = area.querySelector(".table.pin th:first-child");
  area.style.scrollPaddingLeft = pinned && scrolls ? `${pinned.offsetWidth}px` : "";
  box.classList.toggle("scrolls", scrolls);
  box.classList.toggle("at-end", area.scrollLeft + area.clientWidth >= area.scrollWidth - 2);
  if (scrolls || tall) {
    area.tabIndex = 0;
    area.setAttribute("role", "region");
    if (area.dataset.label) area.setAttribute("aria-label", area.dataset.label);
  } else {
    area.removeAttribute("tabindex");
    area.removeAttribute("role");
    area.removeAttribute("aria-label");
  }
}

// Cards are drawn with display:block, which takes a table's meaning away; roles give it back.
function label(table) {
  const heads = [...table.querySelectorAll("thead tr:last-child th")].map((th) => th.textContent.trim());
  table.setAttribute("role", "table");
  for (const row of table.querySelectorAll("tr")) {
    row.setAttribute("role", "row");
    [...row.cells].forEach((cell, i) => {
      const head = cell.tagName === "TH";
      cell.setAttribute("role", head ? (cell.closest("thead") ? "columnheader" : "rowheader") : "cell");
      if (!head && !cell.dataset.label && cell.colSpan === 1) cell.dataset.label = heads[i] || "";
    });
  }
  for (const group of table.querySelectorAll("thead, tbody, tfoot")) group.setAttribute("role", "rowgroup");
}

export function start() {
  whenShown((root) => {
    for (const table of all(root, "table.cards")) label(table);
    for (const wide of all(root, WIDE)) reach(wide);
    for (const box of all(root, "[data-table]")) {
      measure(box);
      box.querySelector(".table-scroll").addEventListener("scroll", () => measure(box), { passive: true });
      box.closest("details")?.addEventListener("toggle", () => measure(box));
    }
  });
  const again = () => {
    document.querySelectorAll("[data-table]").forEach(measure);
    document.querySelectorAll(WIDE).forEach(reach);
  };
  addEventListener("resize", again);
  addEventListener("shouwang:display", again);
}
