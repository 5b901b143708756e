// /m/selfcheck: pick a list, answer each question 是, 否 or 不适用. Lists come by pack, sheets go by outbox.
import { outbox } from "../outbox/index.js";
import { toast } from "../modules/toasts.js";

const $ = (id) => document.getElementById(id);
const unit = Number(document.querySelector('meta[name="shouwang"]')?.dataset.unit || 0);
const KEY = "guides.selfcheck";
const VALUES = ["yes", "no", "na"];
const TONES = { done: "ok", due: "none", overdue: "warn", coming: "none" };
const SHAPES = { done: "✓", due: "○", overdue: "▲", coming: "○" };

let pack = null;
let list = null;
let answers = {};
// lists of which a sheet waits on this phone
let waiting = new Set();

function say(code, told = {}) {
  const text = $("sc-words").content.querySelector(`[data-code="${code}"]`)?.textContent || "";
  return text.replace(/\{(\w+)\}/g, (all, name) => (name in told ? told[name] : all));
}

function node(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });
const when = (iso) => clock.format(new Date(iso));

function stateOf(one) {
  const state = waiting.has(one.id) ? "done" : one.state;
  const word = waiting.has(one.id) ? say("waits") : state ? say(state) : say("any");
  const made = node("span", `sc-state ${TONES[state] || "none"}`);
  const shape = node("span", "", SHAPES[state] || "○");
  shape.setAttribute("aria-hidden", "true");
  made.append(shape, ` ${word}`);
  return made;
}

function listCard(one) {
  const card = node("button", "card sc-list");
  card.type = "button";
  card.dataset.list = one.id;
  const told = [one.cadence, say("items", { n: one.items.length })];
  if (one.due && one.state !== "done") told.push(say("by", { time: when(one.due) }));
  if (one.last && one.state === "done") told.push(say("last", { time: when(one.last) }));
  if (one.missed) told.push(say("missed", { n: one.missed }));
  card.append(node("strong", "", one.title), stateOf(one), node("small", "muted", told.join(" · ")));
  return card;
}

function emptyCard(title, text) {
  const card = node("section", "card");
  const body = node("div", "empty");
  if (title) body.append(node("h2", "", title));
  body.append(node("p", "", text));
  card.append(body);
  return card;
}

function drawLists() {
  list = null;
  $("sc-form").hidden = true;
  document.querySelector(".phone").classList.remove("has-foot");
  const lists = pack.lists.filter((one) => one.items.length);
  const cards = lists.length ? lists.map(listCard) : [emptyCard(say("empty-title"), say("empty"))];
  // as the first card of every phone page, over the head's lower edge
  cards[0].classList.add("lift");
  if (pack.isKept) cards.push(node("p", "muted small", say("kept", { time: when(pack.at) })));
  $("sc-lists").hidden = false;
  $("sc-lists").replaceChildren(...cards);
}

function choice(item, value) {
  const label = node("label", `sc-value ${value}`);
  const input = node("input");
  Object.assign(input, { type: "radio", name: `value-${item.id}`, value, checked: answers[item.id]?.value === value });
  label.append(input, node("span", "", say(value)));
  return label;
}

function question(item) {
  const box = node("fieldset", "sc-item");
  box.dataset.item = item.id;
  const values = node("div", "sc-values");
  values.append(...VALUES.map((value) => choice(item, value)));
  const more = node("div", "sc-more");
  more.hidden = answers[item.id]?.value !== "no";
  const note = node("label", "field", say("note"));
  const text = node("input");
  Object.assign(text, { type: "text", name: `note-${item.id}`, maxLength: 200, autocomplete: "off", value: answers[item.id]?.note || "" });
  note.append(text);
  const photo = node("label", "field", say("photo"));
  const file = node("input");
  Object.assign(file, { type: "file", name: `photo-${item.id}`, accept: "image/*" });
  file.setAttribute("capture", "environment");
  photo.append(file);
  more.append(note, photo);
  const error = node("p", "field-error");
  error.hidden = true;
  box.append(node("legend", "", item.text), error, values, more);
  return box;
}

function drawForm() {
  $("sc-title").textContent = list.title;
  const groups = new Map();
  for (const item of list.items) groups.set(item.group, [...(groups.get(item.group) || []), item]);
  const cards = [...groups].map(([name, items]) => {
    const card = node("section", "card sc-group");
    if (name) card.append(node("h2", "", name));
    card.append(...items.map(question));
    return card;
  });
  $("sc-items").replaceChildren(...cards);
  $("sc-lists").hidden = true;
  $("sc-form").hidden = false;
  document.querySelector(".phone").classList.add("has-foot");
  sum();
  globalThis.scrollTo(0, 0);
}

function sum() {
  const left = list.items.filter((item) => !answers[item.id]?.value).length;
  $("sc-sum").textContent = left ? say("left", { n: left }) : say("all");
}

/** Mark what is missing; the first of them gets the focus. */
function wrong() {
  let first = null;
  for (const item of list.items) {
    const box = document.querySelector(`[data-item="${item.id}"]`);
    const one = answers[item.id] || {};
    const why = !one.value ? "answer" : one.value === "no" && !one.note?.trim() ? "why" : "";
    const error = box.querySelector(".field-error");
    error.hidden = !why;
    error.textContent = why ? say(why) : "";
    box.classList.toggle("has-error", Boolean(why));
    if (why) first ||= box.querySelector(why === "why" ? "input[type=text]" : "input");
  }
  first?.focus();
  first?.closest(".sc-item").scrollIntoView({ block: "center" });
  return Boolean(first);
}

async function submit() {
  if (wrong()) return;
  const files = {};
  const said = {};
  for (const item of list.items) {
    const { value, note = "", photo } = answers[item.id];
    said[item.id] = { value, note: note.trim() };
    if (photo) files[`photo-${item.id}`] = photo;
  }
  const count = (value) => Object.values(said).filter((one) => one.value === value).length;
  const text = say("entry", { list: list.title, yes: count("yes"), no: count("no") });
  await outbox.put({ kind: KEY, unit, body: { list: list.id, answers: said }, files, text });
  waiting.add(list.id);
  await outbox.keepDraft("guides.selfcheck", unit, null);
  answers = {};
  drawLists();
  toast(say("taken"));
}

async function load() {
  try {
    pack = await outbox.pack("guides.lists", unit);
  } catch (error) {
    const why = error.message === "refused" ? "refused-pack" : "no-pack";
    const words = document.getElementById("outbox-words")?.content.querySelector(`[data-code="${why}"]`)?.textContent;
    $("sc-lists").replaceChildren(emptyCard("", words || ""));
    return;
  }
  waiting = new Set();
  for (const one of await outbox.entries())
    if (one.kind === KEY && one.unit === unit && one.body && !["delivered", "refused"].includes(one.state)) waiting.add(one.body.list);
  const draft = await outbox.draft("guides.selfcheck", unit);
  const same = draft && pack.lists.find((one) => one.id === draft.list);
  if (list) return;
  if (!same) return drawLists();
  list = same;
  answers = draft.answers;
  drawForm();
}

function keep() {
  const plain = Object.fromEntries(Object.entries(answers).map(([id, one]) => [id, { value: one.value, note: one.note }]));
  outbox.keepDraft("guides.selfcheck", unit, { list: list.id, answers: plain });
}

$("sc-lists").addEventListener("click", (event) => {
  const card = event.target.closest("[data-list]");
  if (!card) return;
  list = pack.lists.find((one) => one.id === Number(card.dataset.list));
  answers = {};
  drawForm();
});
$("sc-back").addEventListener("click", () => {
  outbox.keepDraft("guides.selfcheck", unit, null);
  drawLists();
});
$("sc-items").addEventListener("input", (event) => {
  const { name, value, files } = event.target;
  const [field, id] = name.split("-");
  answers[id] = { ...answers[id], [field]: field === "photo" ? files[0] : value };
  const box = event.target.closest("[data-item]");
  if (field === "value") box.querySelector(".sc-more").hidden = value !== "no";
  if (field === "value") box.querySelector(".field-error").hidden = true;
  keep();
  sum();
});
$("sc-form").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
outbox.on((_summary, entry) => {
  if (entry?.kind === KEY && entry.state === "delivered" && !list) load();
});
load();
