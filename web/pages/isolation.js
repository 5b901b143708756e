// /m/isolation: who is observed, today's checks, a reading by three digits.
import { outbox } from "../outbox/index.js";
import { toast } from "../modules/toasts.js";

const $ = (id) => document.getElementById(id);
const unit = Number(document.querySelector('meta[name="shouwang"]')?.dataset.unit || 0);
const KEY = "movements.check";
const SHAPES = { ok: "✓", warn: "▲", bad: "✕", none: "○", info: "●" };
const [LOWEST, HIGHEST, LOWEST_F, HIGHEST_F] = [340, 425, 932, 1085];

let pack = null;
// checks of today that wait on this phone, by isolation
let waiting = new Map();
let open = "";

function say(code, told = {}) {
  const text = $("iso-words").content.querySelector(`[data-code="${code}"]`)?.textContent || "";
  return text.replace(/\{(\w+)\}/g, (all, name) => (name in told ? told[name] : all));
}

function node(tag, className, ...inside) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...inside.filter((one) => one !== "" && one !== null && one !== undefined));
  return made;
}

const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hour12: false });

function tag(tone, words) {
  const shape = node("span", "", SHAPES[tone]);
  shape.setAttribute("aria-hidden", "true");
  return node("span", `tag ${tone}`, shape, words);
}

/** Tenths of a degree from what was typed: 365, 36.5, ３６．５; a word of `iso-words` for what is not. */
function read(text) {
  const plain = text.normalize("NFKC").trim().replace(/[。，,]/g, ".");
  if (!/^\d{2,4}(\.\d)?$/.test(plain)) return "wrong";
  const tenths = plain.includes(".") ? Math.round(Number(plain) * 10) : plain.length === 2 ? Number(plain) * 10 : Number(plain);
  if (tenths >= LOWEST_F && tenths <= HIGHEST_F) return "fahrenheit";
  return tenths >= LOWEST && tenths <= HIGHEST ? tenths : "wrong";
}

const shown = (tenths) => (tenths / 10).toFixed(1);
const madeOf = (one) => one.made + (waiting.get(one.id) || 0);

function stateTags(one) {
  const made = madeOf(one);
  const tags = node("div", "mv-tags");
  if (one.standing !== "running") tags.append(tag(one.tone, one.word));
  if (!one.due) tags.append(tag("none", say("none")));
  else if (made < one.due) tags.append(tag("warn", say("lacking", { n: one.due - made })));
  else tags.append(tag("ok", say("done", { made, due: one.due })));
  if (one.gaps.length) tags.append(tag("bad", say("gaps", { days: one.gaps.map((gap) => gap.day).join("、") })));
  if (one.needs_room) tags.append(tag("warn", say("no-room")));
  if (waiting.get(one.id)) tags.append(tag("warn", say("pending")));
  return tags;
}

function person(one) {
  const item = node("details", "card iso-person");
  item.open = open === one.id;
  item.addEventListener("toggle", () => (open = item.open ? one.id : open === one.id ? "" : open));
  const title = node("span", "iso-name", node("strong", "", one.name), ` ${one.needs_room ? "" : one.where}`);
  const day = node("span", "muted", `${one.day_words} · ${one.cause}`);
  item.append(node("summary", "", title, day, stateTags(one)));
  if (pack.may_check) item.append(checkForm(one), ...one.gaps.map((gap) => missedForm(one, gap)));
  return item;
}

function checkForm(one) {
  const form = node("form", "iso-form");
  form.noValidate = true;
  const input = node("input");
  Object.assign(input, { id: `t-${one.id}`, inputMode: "decimal", autocomplete: "off", maxLength: 6 });
  const label = node("label", "", say("temperature"), node("small", "muted", ` ${say("hint")}`));
  label.htmlFor = input.id;
  const error = node("p", "field-error");
  error.hidden = true;
  error.setAttribute("role", "alert");
  const ticks = node("div", "iso-symptoms");
  for (const { code, zh } of pack.symptoms) {
    const box = node("input");
    Object.assign(box, { type: "checkbox", name: "symptom", value: code });
    ticks.append(node("label", "", box, ` ${zh}`));
  }
  const more = node("details", "iso-more", node("summary", "", say("symptoms")), ticks);
  const send = node("button", "btn primary", say("send"), node("span", "visually-hidden", one.name));
  form.append(label, node("div", "iso-line", input, send), error, more);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const tenths = read(input.value);
    error.hidden = typeof tenths === "number";
    if (!error.hidden) {
      error.textContent = say(tenths);
      input.focus();
      return;
    }
    const symptoms = [...ticks.querySelectorAll("input:checked")].map((box) => box.value);
    const t = shown(tenths);
    const isFever = tenths >= Math.ceil(Number(pack.fever_at) * 10 - 1e-9);
    put({ isolation: one.id, tenths, symptoms }, say("text", { name: one.name, t }), say(isFever ? "fever" : "taken", { t }), isFever ? "bad" : "ok");
  });
  return form;
}

function missedForm(one, gap) {
  const form = node("form", "iso-form");
  form.noValidate = true;
  const input = node("input");
  Object.assign(input, { id: `m-${one.id}-${gap.day}`, maxLength: 100, autocomplete: "off" });
  const label = node("label", "", say("missed-label", { day: gap.day }));
  label.htmlFor = input.id;
  const send = node("button", "btn", say("missed-send"));
  form.append(label, node("div", "iso-line", input, send));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!input.value.trim()) return input.focus();
    return put({ isolation: one.id, number: gap.day, missed: input.value }, say("text-missed", { name: one.name, day: gap.day }), say("explained"), "ok");
  });
  return form;
}

async function put(body, text, said, tone) {
  const entry = await outbox.put({ kind: KEY, unit, body, text });
  const answer = await outbox.settled(entry.id);
  const told = answer?.answer || {};
  if (answer?.state === "refused" || answer?.state === "held")
    toast(Object.values(told.findings || {}).join("；") || told.why || text, "bad");
  else toast(said, tone);
  await load();
}

function draw() {
  const lacking = pack.people.filter((one) => madeOf(one) < one.due).length;
  $("iso-sum").textContent = say("sum", { n: pack.people.length, lacking, free: pack.free, rooms: pack.rooms });
  const empty = () => node("section", "card", node("div", "empty", node("h2", "", say("empty")), node("p", "", say("empty-more"))));
  $("iso-list").replaceChildren(...(pack.people.length ? pack.people.map(person) : [empty()]));
}

async function load() {
  try {
    pack = await outbox.pack("movements.isolation", unit);
  } catch (error) {
    const why = error.message === "refused" ? "refused-pack" : "no-pack";
    const words = document.getElementById("outbox-words")?.content.querySelector(`[data-code="${why}"]`)?.textContent;
    $("iso-list").replaceChildren(node("section", "card", node("div", "card-body", words || "")));
    return;
  }
  waiting = new Map();
  for (const one of await outbox.entries())
    if (one.kind === KEY && one.unit === unit && one.body?.tenths && !["delivered", "refused"].includes(one.state))
      waiting.set(one.body.isolation, (waiting.get(one.body.isolation) || 0) + 1);
  $("iso-kept").hidden = !pack.isKept;
  if (pack.isKept) $("iso-kept").textContent = say("kept", { time: clock.format(new Date(pack.at)) });
  draw();
}

outbox.on((_summary, entry) => {
  if (entry?.kind === KEY && entry.state === "delivered" && waiting.size) load();
});
load();
