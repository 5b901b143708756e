// form[data-behalf]: one grid for many institutions. Each row is a draft of its own and saves itself;
// blanks are filled only when somebody asks for it, and never over a number that stands there.
import { ask, csrf } from "./server.js";
import { mark } from "./grid.js";
import { plain } from "./numbers.js";

const WAIT = 1500;
const RETRY = 8000;
const inputs = (row) => [...row.querySelectorAll(".cell input")];
const isBlank = (input) => plain(input.value) === "";
const field = (row, name) => row.querySelector(`[name="${row.dataset.prefix}${name}"]`);

function put(input, value) {
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Whether something was typed that was not carried over. */
function isBegun(row) {
  return field(row, "is_zero").checked || inputs(row).some((i) => !isBlank(i) && plain(i.value) !== i.dataset.base);
}

// 空格同昨日: what carries takes yesterday's number, what happens day by day is stated as 0.
function fill(row) {
  for (const input of inputs(row)) {
    if (!isBlank(input)) continue;
    if (input.dataset.carries === undefined) put(input, "0");
    else if (input.dataset.base !== "") put(input, input.dataset.base);
  }
}

function zero(row) {
  if (!field(row, "is_zero").checked) return;
  for (const input of inputs(row)) if (input.dataset.quiet !== undefined && isBlank(input)) put(input, "0");
}

/** Say how all rows stand: one that is kept does not speak for one that is not. */
function say() {
  const place = document.querySelector("[data-behalf-state]");
  const isAny = (state) => document.querySelector(`form[data-behalf] [data-row]${state}`);
  const trouble = ["other", "failed"].find((name) => isAny(`[data-trouble="${name}"]`));
  const name = trouble || (isAny("[data-busy]") || isAny("[data-dirty]") ? "saving" : "saved");
  if (place) place.textContent = { saved: "✓ ", failed: "▲ ", other: "▲ " }[name]?.concat(place.dataset[name]) || place.dataset[name];
}

function body(row) {
  const data = new FormData();
  const { prefix } = row.dataset;
  for (const input of row.querySelectorAll(`[name^="${prefix}"]`)) {
    if (input.type === "checkbox" && !input.checked) continue;
    data.append(input.name.slice(prefix.length), input.value);
  }
  data.append("csrfmiddlewaretoken", csrf());
  return data;
}

function talk(row, said) {
  for (const input of inputs(row)) {
    const error = said.errors?.[input.name.slice(row.dataset.prefix.length)];
    if (error && !isBlank(input)) mark(input, "invalid", error);
    else mark(input, input.value === input.defaultValue ? "" : "saved");
  }
  const place = row.querySelector("[data-asks]");
  place.replaceChildren(
    ...Object.values(said.asks || {}).map((words) => {
      const line = document.createElement("div");
      line.textContent = words;
      return line;
    }),
  );
}

// once the grid is handed in no draft may come after it
let leaving = false;

async function save(row) {
  if (leaving) return;
  if (row.dataset.busy) return later(row);
  row.dataset.busy = "1";
  delete row.dataset.dirty;
  delete row.dataset.trouble;
  say();
  const answer = await ask(row.dataset.draftUrl, { method: "POST", body: body(row), json: true });
  delete row.dataset.busy;
  if (answer.ok) {
    const said = answer.json();
    field(row, "revision").value = said.revision;
    talk(row, said);
  } else if (answer.status === 409) {
    row.dataset.trouble = "other";
  } else {
    row.dataset.dirty = "1";
    row.dataset.trouble = "failed";
    if (answer.status === 0) later(row, RETRY);
  }
  say();
}

const timers = new WeakMap();
function later(row, wait = WAIT) {
  row.dataset.dirty = "1";
  clearTimeout(timers.get(row));
  timers.set(row, setTimeout(() => save(row), wait));
}

export function start() {
  const form = document.querySelector("form[data-behalf]");
  if (!form) return;
  form.addEventListener("input", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row) return;
    const cell = event.target.closest(".cell");
    if (cell) {
      const same = plain(event.target.value) !== "" && plain(event.target.value) === event.target.dataset.base;
      cell.classList.toggle("is-carried", same && event.target.dataset.carries !== undefined);
    }
    later(row);
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-zero]")) zero(event.target.closest("[data-row]"));
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-fill]")) fill(event.target.closest("[data-row]"));
    if (event.target.closest("[data-fill-all]"))
      for (const row of form.querySelectorAll("[data-row]")) if (isBegun(row)) fill(row);
  });
  form.addEventListener("submit", async (event) => {
    leaving = true;
    if (!form.querySelector("[data-row][data-busy]")) return;
    event.preventDefault();
    event.stopPropagation();
    while (form.querySelector("[data-row][data-busy]")) await new Promise((go) => setTimeout(go, 50));
    if (form.requestSubmit) form.requestSubmit(event.submitter || undefined);
    else form.submit();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false;
  });
  for (const row of form.querySelectorAll("[data-row][data-pasted]")) later(row, 300);
  addEventListener("beforeunload", (event) => {
    if (leaving || !form.querySelector("[data-row][data-dirty]")) return;
    event.preventDefault();
    event.returnValue = "";
  });
}
