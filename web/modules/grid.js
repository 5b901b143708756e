// Editable grid (table[data-grid]): arrows, Enter, Tab, Esc, paste from a spreadsheet, undo.
import { isNumber, plain } from "./numbers.js";
import { openDrawer } from "./drawer.js";

const history = new WeakMap();

function past(grid) {
  if (!history.has(grid)) history.set(grid, { done: [], undone: [], before: new Map() });
  return history.get(grid);
}

function cells(row) {
  return [...row.querySelectorAll(".cell input:not([type='hidden'])")];
}

function rowsOf(grid) {
  return [...grid.querySelectorAll("tbody tr")].map(cells).filter((row) => row.length > 0);
}

function place(grid, input) {
  const rows = rowsOf(grid);
  const y = rows.findIndex((row) => row.includes(input));
  return { rows, y, x: y < 0 ? -1 : rows[y].indexOf(input) };
}

function go(input) {
  if (!input) return false;
  input.focus();
  input.select?.();
  return true;
}

/** Mark a cell: "" | changed | waiting | saved | invalid; the words of an error stand below it. */
export function mark(input, state, error = "") {
  const cell = input.closest(".cell");
  if (!cell) return;
  if (state) cell.dataset.state = state;
  else delete cell.dataset.state;
  const id = `${input.id || input.name}-cell-error`;
  cell.querySelector(".cell-error")?.remove();
  if (state !== "invalid") {
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
    return;
  }
  input.setAttribute("aria-invalid", "true");
  if (!error) return;
  const words = document.createElement("div");
  words.className = "cell-error";
  words.id = id;
  words.textContent = error;
  cell.append(words);
  input.setAttribute("aria-describedby", id);
}

function write(input, value) {
  if (input.readOnly || input.disabled) return;
  input.value = value;
  settle(input);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function settle(input) {
  const good = !input.hasAttribute("data-number") || isNumber(input.value, input.inputMode);
  mark(input, good ? (input.value === input.defaultValue ? "" : "changed") : "invalid");
}

function remember(grid, changes) {
  const real = changes.filter((c) => c.old !== c.new);
  if (real.length === 0) return;
  const { done, undone } = past(grid);
  done.push(real);
  undone.length = 0;
}

function replay(grid, from, to, side) {
  const changes = from.pop();
  if (!changes) return;
  to.push(changes);
  for (const change of changes) write(change.input, change[side]);
  go(changes[0].input);
}

function say(grid, text) {
  const status = grid.closest("[data-table]")?.querySelector("[data-grid-status]");
  if (status) status.textContent = text;
}

function paste(event, grid, input) {
  const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
  if (!/[\t\n]/.test(text)) return;
  event.preventDefault();
  const { rows, y, x } = place(grid, input);
  const changes = [];
  text.split("\n").forEach((line, dy) =>
    line.split("\t").forEach((value, dx) => {
      const target = rows[y + dy]?.[x + dx];
      if (!target || target.readOnly || target.disabled) return;
      const clean = target.hasAttribute("data-number") ? plain(value) : value.trim();
      changes.push({ input: target, old: target.value, new: clean });
      write(target, clean);
      past(grid).before.set(target, clean);
    }),
  );
  remember(grid, changes);
  say(grid, String(changes.length));
}

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function leavesText(input, key) {
  const [start, end, length] = [input.selectionStart, input.selectionEnd, input.value.length];
  if (start === null || (start === 0 && end === length)) return true;
  return key === "ArrowLeft" ? end === 0 : start === length;
}

function keys(event, grid, input) {
  const { key } = event;
  const state = past(grid);
  if ((event.ctrlKey || event.metaKey) && !event.altKey) {
    const letter = key.toLowerCase();
    if (letter === "z" && !event.shiftKey) replay(grid, commit(grid, input).done, state.undone, "old");
    else if (letter === "y" || (letter === "z" && event.shiftKey)) replay(grid, state.undone, state.done, "new");
    else if (key === "Enter" && input.dataset.history) openDrawer(input.dataset.history, input.getAttribute("aria-label") || "");
    else return;
    event.preventDefault();
    return;
  }
  if (key === "Escape") {
    write(input, state.before.get(input) ?? input.defaultValue);
    input.select();
    event.preventDefault();
    return;
  }
  if (event.altKey || event.isComposing) return;
  const step = key === "Enter" ? [event.shiftKey ? -1 : 1, 0] : STEPS[key];
  if (!step || (step[1] !== 0 && !leavesText(input, key))) return;
  const { rows, y, x } = place(grid, input);
  event.preventDefault();
  if (step[1] === 0) go(rows[y + step[0]]?.[Math.min(x, (rows[y + step[0]]?.length || 1) - 1)]);
  else go(rows[y][x + step[1]]);
}

function commit(grid, input) {
  const state = past(grid);
  const old = state.before.get(input);
  if (old !== undefined && old !== input.value) {
    remember(grid, [{ input, old, new: input.value }]);
    state.before.set(input, input.value);
  }
  return state;
}

function within(event) {
  const input = event.target.closest?.("[data-grid] .cell input:not([type='hidden'])");
  return input ? [input.closest("[data-grid]"), input] : [null, null];
}

export function start() {
  document.addEventListener("focusin", (event) => {
    const [grid, input] = within(event);
    if (grid) past(grid).before.set(input, input.value);
  });
  document.addEventListener("focusout", (event) => {
    const [grid, input] = within(event);
    if (!grid) return;
    if (input.hasAttribute("data-number")) {
      const value = plain(input.value);
      if (value !== input.value) write(input, value);
    }
    commit(grid, input);
  });
  document.addEventListener("input", (event) => {
    const [grid, input] = within(event);
    if (grid) settle(input);
  });
  document.addEventListener("keydown", (event) => {
    const [grid, input] = within(event);
    if (grid) keys(event, grid, input);
  });
  document.addEventListener("paste", (event) => {
    const [grid, input] = within(event);
    if (grid) paste(event, grid, input);
  });
}
