// The two statements of a day, each on its own: 数据与昨日一致 (input[data-same]) and
// 今日无异常情况 (input[data-zero]).
//
// The first confirms every value that carries and states 0 for what happens day by day; the first
// changed number takes it back. The second states 0 for what a quiet day has none of; a number that
// says otherwise bars it and says why. Neither ever writes over a number that somebody typed.
import { plain } from "./numbers.js";

const isBlank = (input) => plain(input.value) === "";
const isZero = (input) => Number(plain(input.value)) === 0;

function put(input, value) {
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Whether a field holds what the unchanged day says of it. */
function agrees(input) {
  if (isBlank(input)) return true;
  return input.dataset.carries === undefined ? isZero(input) : plain(input.value) === input.dataset.base;
}

function confirmSame(form) {
  for (const input of form.querySelectorAll("input[data-carries]"))
    if (input.dataset.base !== "") put(input, input.dataset.base);
  for (const input of form.querySelectorAll("input[data-event]")) if (isBlank(input)) put(input, "0");
}

function nameOf(input) {
  return input.getAttribute("aria-label") || input.labels?.[0]?.firstChild?.textContent.trim() || "";
}

// A number that says the day was not quiet bars the zero report, in words beside it.
function bar(form, zero) {
  const loud = [...form.querySelectorAll("input[data-quiet]")].filter((input) => !isBlank(input) && !isZero(input));
  const why = form.querySelector("[data-zero-why]");
  if (loud.length > 0) zero.checked = false;
  zero.disabled = loud.length > 0;
  zero.closest("label")?.classList.toggle("is-barred", zero.disabled);
  if (!why) return;
  why.hidden = loud.length === 0;
  const told = loud.map((input) => `${nameOf(input)} ${input.value.trim()}`).join(why.dataset.comma);
  why.textContent = loud.length ? why.dataset.words.replace("{}", told) : "";
}

function tally(form, same) {
  let [confirmed, open] = [0, 0];
  for (const input of form.querySelectorAll("input[data-carries]")) {
    if (isBlank(input) || plain(input.value) !== input.dataset.base) continue;
    if (same?.checked) confirmed += 1;
    else open += 1;
  }
  for (const note of document.querySelectorAll("[data-carried-note]")) {
    const words = open ? note.dataset.open : note.dataset.confirmed;
    note.textContent = open + confirmed ? words.replace("{}", open || confirmed) : "";
    note.hidden = open + confirmed === 0;
  }
  for (const mark of form.querySelectorAll("[data-carried]")) {
    mark.querySelector("[data-todo]").hidden = Boolean(same?.checked);
    mark.querySelector("[data-done]").hidden = !same?.checked;
    mark.closest(".entry, tr")?.classList.toggle("is-confirmed", Boolean(same?.checked) && !mark.hidden);
  }
}

// The first statement was made on the phone's home: taken over once, while nobody typed otherwise.
function arrive(form, same) {
  history.replaceState(history.state, "", location.pathname + location.search);
  if (!same || same.checked || ![...form.querySelectorAll("input[data-carries]")].every(agrees)) return;
  same.checked = true;
  same.dispatchEvent(new Event("change", { bubbles: true }));
}

export function start() {
  const form = document.querySelector("form[data-report]");
  if (!form) return;
  const same = form.querySelector("input[data-same]");
  const zero = form.querySelector("input[data-zero]");
  let busy = false;
  const look = () => {
    if (busy) return;
    if (zero) bar(form, zero);
    for (const choice of [same, zero]) choice?.closest("label").classList.toggle("is-on", choice.checked);
    tally(form, same);
  };
  form.addEventListener("change", (event) => {
    if (event.target === same && same.checked) {
      busy = true;
      confirmSame(form);
      busy = false;
    }
    if (event.target === zero && zero.checked)
      for (const input of form.querySelectorAll("input[data-quiet]")) if (isBlank(input)) put(input, "0");
    look();
  });
  for (const kind of ["input", "filled"])
    form.addEventListener(kind, (event) => {
      const input = event.target;
      const speaks = input.dataset.carries !== undefined || input.dataset.event !== undefined;
      if (!busy && same?.checked && speaks && !agrees(input)) same.checked = false;
      look();
    });
  look();
  if (location.hash === "#same") arrive(form, same);
}
