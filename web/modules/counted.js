// a[data-counted]: what the ledger counts, beside the field it fills. A number typed otherwise turns
// its mark from ✓ to ▲; the reason is asked for by the server's answer to the draft.
import { plain } from "./numbers.js";

function judge(mark) {
  const input = document.getElementById(mark.dataset.counted);
  if (!input || input.type === "hidden") return;
  const typed = plain(input.value);
  const otherwise = typed !== "" && Number(typed) !== Number(mark.dataset.value);
  mark.classList.toggle("warn", otherwise);
  mark.classList.toggle("ok", !otherwise);
  mark.querySelector("[data-shape]").textContent = otherwise ? "▲" : "✓";
}

export function start() {
  const marks = [...document.querySelectorAll("a[data-counted]")];
  if (marks.length === 0) return;
  document.addEventListener("input", (event) => {
    for (const mark of marks) if (mark.dataset.counted === event.target.id) judge(mark);
  });
}
