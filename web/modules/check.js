// The page of a checked text: filters, moving from mark to mark by button or key, copying, printing.
let root = null;

const shown = () => [...root.querySelectorAll(".check-mark")].filter((mark) => !mark.classList.contains("is-off"));
const statusOf = (element) => [...element.classList].find((name) => name.startsWith("is-") && name !== "is-off" && name !== "is-here").slice(3);

function filter(button) {
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(on));
  for (const entry of root.querySelectorAll(`[data-check-entry="${button.dataset.checkFilter}"]`)) entry.hidden = !on;
  for (const mark of root.querySelectorAll(".check-mark"))
    if (statusOf(mark) === button.dataset.checkFilter) mark.classList.toggle("is-off", !on);
}

function step(by) {
  const marks = shown().filter((mark) => statusOf(mark) !== "equal");
  const all = marks.length ? marks : shown();
  if (!all.length) return;
  const here = all.findIndex((mark) => mark.classList.contains("is-here"));
  const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : (here + by + all.length) % all.length;
  go(all[next]);
}

function go(mark) {
  for (const other of root.querySelectorAll(".is-here")) other.classList.remove("is-here");
  mark.classList.add("is-here");
  mark.focus({ preventScroll: true });
  mark.scrollIntoView({ block: "center" });
  const entry = document.getElementById(`${mark.dataset.checkAt}-why`);
  if (entry) {
    entry.classList.add("is-here");
    const list = entry.closest(".check-entries");
    list.scrollTop = entry.offsetTop - list.offsetTop - list.clientHeight / 3;
  }
}

async function copy(button) {
  const words = root.querySelector("[data-check-summary]");
  try {
    await navigator.clipboard.writeText(words.value);
  } catch {
    words.select();
    document.execCommand("copy"); // where the page is not served over https
  }
  const label = button.textContent;
  button.textContent = button.dataset.copied;
  setTimeout(() => (button.textContent = label), 2000);
}

function press(event) {
  const button = event.target.closest("button, a");
  if (!button) return;
  if (button.dataset.checkFilter) filter(button);
  else if (button.dataset.checkStep) step(Number(button.dataset.checkStep));
  else if ("checkCopy" in button.dataset) copy(button);
  else if ("checkPrint" in button.dataset) print();
  else if (button.dataset.checkAt) {
    if (!("drawer" in button.dataset)) event.preventDefault();
    go(button);
  } else if (button.dataset.checkTo) {
    event.preventDefault();
    go(document.getElementById(button.dataset.checkTo));
  }
}

function key(event) {
  if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "n" || event.key === "j") step(1);
  else if (event.key === "p" || event.key === "k") step(-1);
}

export function start() {
  root = document.querySelector("[data-check]");
  if (!root) return;
  root.addEventListener("click", press);
  document.addEventListener("keydown", key);
}
