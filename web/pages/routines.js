// /m/routines: tap the places, tap done. What is due comes by pack, what was done goes by outbox.
import { outbox } from "../outbox/index.js";
import { toast } from "../modules/toasts.js";

const $ = (id) => document.getElementById(id);
const unit = Number(document.querySelector('meta[name="shouwang"]')?.dataset.unit || 0);
const KEY = "routines.done";

let pack = null;
let kind = "disinfection";
let picked = new Set();
// what waits on this phone: entry id to {kind, places}
let waiting = new Map();

function say(code, told = {}) {
  const text = $("rt-words").content.querySelector(`[data-code="${code}"]`)?.textContent || "";
  return text.replace(/\{(\w+)\}/g, (all, name) => (name in told ? told[name] : all));
}

function node(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hour12: false });
const hm = (iso) => clock.format(new Date(iso));

const waits = (place) => [...waiting.values()].some((one) => one.kind === kind && one.places.includes(place.id));

/** How a place stands, with what this phone has not sent yet taken for done. */
function stateOf(place) {
  const is = place.is[kind];
  if (!waits(place)) return { ...is, pending: false };
  const missed = Math.max(0, is.missed - 1);
  return { ...is, done: is.done + 1, missed, state: missed ? "missed" : "done", pending: true };
}

const SHAPES = { done: "✓", due: "○", missed: "▲", none: "●" };

function wordsOf(is) {
  if (is.pending) return say("pending");
  if (is.state === "missed") return say("missed", { n: is.missed });
  if (is.state === "due" && is.by) return say("by", { time: hm(is.by) });
  if (is.state === "done") return is.last ? `${say("done")} ${hm(is.last)}` : say("done");
  return say("none");
}

function button(place) {
  const is = stateOf(place);
  const made = node("button", `rt-place ${is.state}`);
  made.type = "button";
  made.dataset.place = place.id;
  made.setAttribute("aria-pressed", String(picked.has(place.id)));
  const shape = node("span", "rt-shape", SHAPES[is.state]);
  shape.setAttribute("aria-hidden", "true");
  const name = node("span", "rt-name", place.name);
  const state = node("small", "", is.due > 1 ? `${wordsOf(is)} · ${Math.min(is.done, is.due)}/${is.due}` : wordsOf(is));
  made.append(shape, name, state);
  return made;
}

function floors() {
  const found = new Map();
  for (const place of pack.places) {
    if (!place.is[kind].here) continue;
    if (!found.has(place.floor)) found.set(place.floor, []);
    found.get(place.floor).push(place);
  }
  return found;
}

function floorCard(name, places, isOnly) {
  const card = node("section", "card rt-floor");
  const head = node("div", "card-head");
  const title = node("h2", "", name || (isOnly ? "" : say("no-floor")));
  title.append(node("span", "muted small", ` ${say("count", { n: places.length })}`));
  const whole = node("button", "btn small", say(name ? "whole" : "whole-none"));
  whole.type = "button";
  whole.dataset.whole = places.map((place) => place.id).join(" ");
  head.append(title, whole);
  const grid = node("div", "rt-grid");
  grid.append(...places.map(button));
  card.append(head, grid);
  return card;
}

function draw() {
  const found = floors();
  const cards = [...found].map(([name, places]) => floorCard(name, places, found.size === 1));
  if (!cards.length) cards.push(emptyCard());
  $("rt-floors").replaceChildren(...cards);
  const all = [...found.values()].flat().map((place) => stateOf(place).state);
  const count = (state) => all.filter((one) => one === state).length;
  const [done, due, missed] = [count("done"), count("due"), count("missed")];
  $("rt-sum").textContent = say(missed ? "sum-missed" : "sum", { done, due, missed });
  for (const one of document.querySelectorAll("[data-kind]"))
    if (one.matches("button")) one.setAttribute("aria-pressed", String(one.dataset.kind === kind));
  foot();
}

function emptyCard() {
  const card = node("section", "card");
  const body = node("div", "empty");
  body.append(node("h2", "", say("empty-title")), node("p", "", say("empty")));
  card.append(body);
  return card;
}

function foot() {
  const form = $("rt-foot");
  form.hidden = picked.size === 0;
  document.querySelector(".phone").classList.toggle("has-foot", picked.size > 0);
  $("rt-done").textContent = say(`do-${kind}`, { n: picked.size });
  $("rt-agent").hidden = kind !== "disinfection";
  const { agent, concentration } = form.elements;
  $("rt-with").textContent = [agent.value, concentration.value].filter(Boolean).join(" ") || say("agent-none");
}

function told(ids) {
  const names = pack.places.filter((place) => ids.includes(place.id)).map((place) => place.name);
  const places = names.slice(0, 3).join("、");
  return names.length > 3 ? say("and-more", { places, n: names.length }) : places;
}

async function enter(ids) {
  const { agent, concentration } = $("rt-foot").elements;
  const body = { kind, places: ids };
  if (kind === "disinfection") Object.assign(body, { agent: agent.value.trim(), concentration: concentration.value.trim() });
  const done = kind;
  const entry = await outbox.put({ kind: KEY, unit, body, text: say(`text-${done}`, { places: told(ids) }) });
  waiting.set(entry.id, { kind: done, places: ids });
  picked = new Set();
  draw();
  offerUndo(entry.id, say(`taken-${done}`, { n: ids.length }));
}

/** One tap takes a slip of the thumb back, sent or not. */
function offerUndo(id, text) {
  toast(text);
  const box = $("toasts").lastElementChild;
  const back = node("button", "rt-undo", say("undo"));
  back.type = "button";
  back.addEventListener("click", async () => {
    box.remove();
    const entry = (await outbox.entries()).find((one) => one.id === id);
    if (entry?.state === "waiting") await outbox.remove(id);
    else await outbox.put({ kind: "routines.undo", unit, body: { routine: id }, text: say("undo-text") });
    waiting.delete(id);
    draw();
    toast(say("undone"));
  });
  box.insertBefore(back, box.lastElementChild);
}

async function load() {
  try {
    pack = await outbox.pack("routines.places", unit);
  } catch (error) {
    const why = error.message === "refused" ? "refused-pack" : "no-pack";
    const words = document.getElementById("outbox-words")?.content.querySelector(`[data-code="${why}"]`)?.textContent;
    const card = node("section", "card");
    card.append(node("div", "card-body", words || ""));
    $("rt-floors").replaceChildren(card);
    return;
  }
  const { agent, concentration } = $("rt-foot").elements;
  agent.value ||= pack.agent;
  concentration.value ||= pack.concentration;
  waiting = new Map();
  for (const one of await outbox.entries())
    if (one.kind === KEY && one.unit === unit && one.body && !["delivered", "refused"].includes(one.state))
      waiting.set(one.id, { kind: one.body.kind, places: one.body.places });
  $("rt-kept").hidden = !pack.isKept;
  if (pack.isKept) $("rt-kept").textContent = say("kept", { time: hm(pack.at) });
  draw();
}

function pick(id) {
  if (!picked.delete(id)) picked.add(id);
  const made = document.querySelector(`[data-place="${id}"]`);
  made.setAttribute("aria-pressed", String(picked.has(id)));
  foot();
}

document.addEventListener("click", (event) => {
  const place = event.target.closest("[data-place]");
  const whole = event.target.closest("[data-whole]");
  const other = event.target.closest("button[data-kind]");
  if (place) pick(Number(place.dataset.place));
  else if (whole) enter(whole.dataset.whole.split(" ").map(Number));
  else if (other && pack) {
    kind = other.dataset.kind;
    picked = new Set();
    draw();
  }
});
$("rt-foot").addEventListener("submit", (event) => {
  event.preventDefault();
  if (picked.size) enter([...picked]);
});
$("rt-foot").addEventListener("input", foot);
outbox.on((_summary, entry) => {
  if (!entry || entry.kind !== KEY || entry.state !== "delivered" || !waiting.has(entry.id)) return;
  load();
});
load();
