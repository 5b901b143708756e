// /m/round: from room to room, three digits and on to the next. Names come by pack, what was
// measured is kept sealed on the phone and goes by outbox: a fever at once, the rest as it comes.
import { canKeep, outbox } from "../outbox/index.js";
import { uuid7 } from "../outbox/uuid.js";
import { List, standing } from "../modules/round-list.js";
import { halfway, shown, typed } from "../modules/round-pad.js";
import { askAbsent, askFever, askFinish, askSymptoms } from "../modules/round-questions.js";
import { isOpen } from "../modules/round-sheet.js";
import { clock, emptyCard, roundKey, say, sumOf } from "../modules/round-words.js";
import { toast } from "../modules/toasts.js";

const $ = (id) => document.getElementById(id);
const unit = Number(document.querySelector('meta[name="shouwang"]')?.dataset.unit || 0);
const CODE = "health.round";
// so many readings wait on this page at most before they go into the outbox
const BATCH = 20;

let pack = null;
let number = 1;
let absent = new Map();
// by round: person id to {id, t, absent, symptoms, at, sent, replaces}
let kept = { day: "", site: "", rounds: {}, started: {} };
let current = null;
let digits = "";
let ticked = [];
let recheck = false;
let isOnly = false;
let last = [];

const list = new List($("tr-list"), say);
const marks = () => (kept.rounds[number] ||= {});
const round = () => pack.rounds.find((one) => one.number === number);
const isReached = (one) => round().reached.includes(one.id);
const placeOf = (one) => [one.room, one.bed].filter(Boolean).join("-");
const isDue = (one) => !one.out;
const isLeft = (one) => isDue(one) && !marks()[one.id] && !isReached(one);
const left = () => pack.people.filter(isLeft);

function show(one) {
  const told = { fever: pack.fever, absent, isReached: isReached(one), say };
  list.show(one.id, standing(one, marks()[one.id], told), one === current);
}

function sums() {
  const due = pack.people.filter(isDue);
  const found = Object.values(marks());
  const [gone, fevers] = [found.filter((m) => m.absent).length, found.filter((m) => m.t >= pack.fever).length];
  const waits = left().length;
  const [all, done] = [due.length, due.length - waits - gone];
  $("tr-sum").textContent = sumOf({ all, done, left: waits, gone, fevers });
  $("tr-progress").max = Math.max(due.length, 1);
  $("tr-progress").value = due.length - waits;
  $("tr-only").textContent = isOnly ? say("all") : say("only", { n: waits });
  $("tr-only").setAttribute("aria-pressed", String(isOnly));
}

function pad(words = "", tone = "") {
  $("tr-pad").hidden = !current;
  document.documentElement.classList.toggle("has-pad", Boolean(current));
  if (!current) return;
  const mark = marks()[current.id];
  $("tr-place").textContent = placeOf(current);
  $("tr-name").textContent = current.name + (recheck ? ` · ${say("recheck")}` : "");
  $("tr-value").textContent = !digits && mark?.t && !recheck ? shown(mark.t) : halfway(digits);
  $("tr-value").classList.toggle("is-old", !digits);
  if (words !== null) $("tr-say").textContent = words;
  $("tr-say").dataset.tone = tone;
}

function choose(one, words = null) {
  const before = current;
  current = one;
  digits = "";
  recheck = false;
  ticked = marks()[one?.id]?.symptoms || [];
  if (before) show(before);
  if (one) {
    show(one);
    list.reveal(one.id);
  }
  if (isOnly) narrow();
  pad(words);
}

function next(words = null) {
  const from = pack.people.indexOf(current);
  const order = [...pack.people.slice(from + 1), ...pack.people.slice(0, from + 1)];
  const one = order.find(isLeft);
  choose(one || null, words);
  if (!one) finish();
}

/** Put down what was found of a person; what was handed in before is corrected, not doubled. */
function record(one, value) {
  const old = marks()[one.id];
  kept.started[number] ||= new Date().toISOString();
  const replaces = old ? (old.sent ? old.id : old.replaces) : undefined;
  const mark = { id: uuid7(), t: null, absent: "", symptoms: ticked, at: new Date().toISOString(), sent: false, replaces, ...value };
  marks()[one.id] = mark;
  last = [...last.filter((id) => id !== one.id), one.id];
  show(one);
  sums();
  keep();
  if (Object.values(marks()).filter((m) => !m.sent).length >= BATCH) flush(false).catch(() => {});
  return mark;
}

function keep() {
  outbox.keepDraft(CODE, unit, kept).catch(() => {});
}

const row = (person, { id, t, absent: why, symptoms, at, replaces }) => ({ id, person, t, absent: why, symptoms, at, replaces });

function put(entry) {
  return outbox.put({ unit, ...entry }).catch((problem) => {
    toast(String(problem.message || problem), "bad");
    throw problem;
  });
}

/** Hand in the readings that were not yet; with `finished` the round is done. */
async function flush(finished) {
  const waiting = Object.entries(marks()).filter(([, mark]) => !mark.sent);
  if (!waiting.length && !finished) return null;
  const body = { number, started: kept.started[number] || new Date().toISOString(), finished, site: kept.site };
  body.rows = waiting.map(([person, mark]) => row(person, mark));
  for (const [, mark] of waiting) mark.sent = true;
  try {
    return await put({ kind: CODE, body, text: say("text", { n: number, count: waiting.length }) });
  } catch (problem) {
    for (const [, mark] of waiting) mark.sent = false;
    throw problem;
  } finally {
    keep();
  }
}

async function single(one, { id, t, at, symptoms, replaces }, context) {
  const body = { person: one.id, t, symptoms, number, context, site: kept.site, replaces };
  await put({ id, kind: "health.temperature", body, text: say("text-one", { name: one.name, value: shown(t) }), at: new Date(at) });
  return outbox.settled(id);
}

async function fever(one, tenths) {
  const deed = await askFever({ place: placeOf(one), name: one.name }, tenths);
  if (deed === "no") {
    digits = "";
    pad("");
    return;
  }
  const mark = record(one, { t: tenths });
  mark.sent = true;
  keep();
  single(one, mark, "round").then((entry) => toast(say(entry?.state === "delivered" ? "case-open" : "case")));
  if (deed === "later") return next();
  digits = "";
  recheck = true;
  pad(say("recheck"), "warn");
}

function taken(tenths) {
  const one = current;
  if (recheck) {
    single(one, { id: uuid7(), t: tenths, at: new Date().toISOString(), symptoms: ticked }, "recheck");
    return next(say("recheck-normal", { value: shown(tenths) }));
  }
  if (tenths >= pack.fever) return fever(one, tenths);
  record(one, { t: tenths });
  return next(say("took", { name: one.name, value: shown(tenths) }));
}

function press(key) {
  if (!current || isOpen()) return;
  digits += key;
  const { state, tenths } = typed(digits);
  if (state === "more") return pad(null);
  if (state === "ok") return taken(tenths);
  digits = "";
  pad(say(state, { value: shown(tenths) }), "bad");
}

const deeds = {
  back() {
    digits = digits.slice(0, -1);
    pad(null);
  },
  skip: () => next(""),
  last() {
    const one = pack.people.find(({ id }) => id === last[last.length - 1]);
    if (one) choose(one, "");
  },
  async absent() {
    const one = current;
    const why = await askAbsent(one.name, absent);
    if (!why) return;
    record(one, { absent: why });
    next("");
  },
  async symptoms() {
    const one = current;
    const chosen = await askSymptoms(one.name, pack.symptoms, ticked);
    if (!chosen) return;
    ticked = chosen;
    const mark = marks()[one.id];
    if (mark) record(one, { t: mark.t, absent: mark.absent });
    pad(pack.symptoms.filter(({ code }) => ticked.includes(code)).map(({ zh }) => zh).join("、"));
  },
  finish: () => finish(),
};

async function finish() {
  const waits = left();
  if ((await askFinish(number, waits)) === "no") {
    if (!current && waits.length) choose(waits[0], "");
    return;
  }
  const entry = await flush(true);
  round().done = true;
  choose(null);
  rounds();
  const settled = await outbox.settled(entry.id);
  const refused = ["refused", "held"].includes(settled?.state);
  const text = refused ? say("done-refused", { why: settled.answer?.why || "" }) : say(settled?.state === "delivered" ? "done-sent" : "done-waiting");
  toast(`${say("done-title", { n: number })} · ${text}`, refused ? "bad" : "ok");
}

function narrow() {
  list.filter((id) => !isOnly || id === current?.id || isLeft(pack.people.find((one) => one.id === id)));
}

function rounds() {
  $("tr-rounds").replaceChildren(...pack.rounds.map((one) => roundKey(one, one.number === number)));
}

function begin(chosen) {
  number = chosen;
  last = Object.keys(marks()).sort((a, b) => (marks()[a].at < marks()[b].at ? -1 : 1));
  rounds();
  current = null;
  pack.people.forEach(show);
  sums();
  choose(round().done ? null : left()[0] || null, "");
}

function options(place, choices) {
  place.replaceChildren(...choices.map(({ code, zh }) => new Option(zh, code)));
}

function empty(title, text) {
  list.place.replaceChildren(emptyCard(title, text));
  $("tr-top").hidden = true;
}

async function load() {
  if (!canKeep()) return empty(say("empty-title"), say("empty"));
  try {
    pack = await outbox.pack(CODE, unit);
  } catch (problem) {
    return empty(say("empty-title"), say(problem.message === "refused" ? "refused" : "empty"));
  }
  if (!pack.people.length) return empty(say("empty-title"), say("empty"));
  const draft = await outbox.draft(CODE, unit).catch(() => null);
  kept = draft?.day === pack.day ? draft : { day: pack.day, site: pack.sites[0].code, rounds: {}, started: {} };
  absent = new Map(pack.absent.map(({ code, zh }) => [code, zh]));
  options($("tr-site"), pack.sites);
  $("tr-site").value = kept.site;
  $("tr-kept").hidden = !pack.isKept;
  $("tr-kept").textContent = pack.isKept ? say("kept", { time: clock.format(new Date(pack.at)) }) : "";
  list.draw(pack.people);
  begin(pack.rounds.some((one) => one.number === pack.now) ? pack.now : 1);
  document.documentElement.dataset.roundReady = "true";
}

$("tr-keys").addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (button?.dataset.key) press(button.dataset.key);
  else if (button?.dataset.do && current) deeds[button.dataset.do]();
});
$("tr-list").addEventListener("click", ({ target }) => {
  const key = target.closest("[data-person]");
  if (key) choose(pack.people.find((one) => one.id === key.dataset.person), "");
});
$("tr-rounds").addEventListener("click", ({ target }) => {
  const button = target.closest("[data-round]");
  if (button) begin(Number(button.dataset.round));
});
$("tr-only").addEventListener("click", () => {
  isOnly = !isOnly;
  sums();
  narrow();
});
$("tr-site").addEventListener("change", ({ target }) => {
  kept.site = target.value;
  keep();
});
addEventListener("keydown", (event) => {
  if (!current || isOpen() || event.target.closest?.("select, input") || event.ctrlKey || event.metaKey) return;
  if (/^[0-9]$/.test(event.key)) press(event.key);
  else if (event.key === "Backspace") deeds.back();
});
load();
