// /m/emergency: the open cases of the house and the steps of their chain, done with one press,
// with or without a network. The reports are written on the case's own page.
import { temperature } from "../modules/gate/dom.js";
import { toast } from "../modules/toasts.js";
import { outbox } from "../outbox/index.js";

const $ = (id) => document.getElementById(id);
const unit = Number(document.querySelector('meta[name="shouwang"]')?.dataset.unit || 0);
const KIND = "epidemic.step";
const SHAPES = { ok: "✓", warn: "▲", bad: "✕" };
const LONGEST = { who: 60, phone: 30, people: 3, temperature: 5, details: 500 };
const PADS = { phone: "tel", people: "numeric", temperature: "decimal" };

// steps on their way, by case
let waiting = new Map();
let made = 0;

function say(code, told = {}) {
  const text = $("case-words").content.querySelector(`[data-code="${code}"]`)?.textContent || "";
  return text.replace(/\{(\w+)\}/g, (all, name) => (name in told ? told[name] : all));
}

function node(tag, className, ...inside) {
  const one = document.createElement(tag);
  if (className) one.className = className;
  one.append(...inside.filter((part) => part !== "" && part !== null && part !== undefined));
  return one;
}

function tag(tone, words) {
  const shape = node("span", "", SHAPES[tone]);
  shape.setAttribute("aria-hidden", "true");
  return node("span", `tag ${tone}`, shape, words);
}

const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hour12: false });
const when = (iso) => clock.format(new Date(iso)).replace("/", "-");

function limit(one, now) {
  if (one.done) return tag(Date.parse(one.done) > Date.parse(one.due) ? "bad" : "ok", `${one.zh} ${say("on-time", { time: when(one.done) })}`);
  const isLate = Date.parse(one.due) < now;
  return tag(isLate ? "bad" : "warn", `${one.zh} ${say(isLate ? "late" : "due", { time: when(one.due) })}`);
}

function press(words, name, className, deed) {
  const one = node("button", className, words, node("span", "visually-hidden", ` ${name}`));
  one.type = "button";
  one.addEventListener("click", () => deed(one));
  return one;
}

function fieldOf(step, name) {
  const input = node("input", "");
  input.id = `case-field-${++made}`;
  input.name = name;
  input.maxLength = LONGEST[name];
  input.autocomplete = "off";
  if (PADS[name]) input.inputMode = PADS[name];
  if (name === "who") input.value = step.who;
  const label = node("label", "", say(name === "who" && step.code === "sent" ? "f-hospital" : `f-${name}`));
  label.htmlFor = input.id;
  return node("div", "field", label, input);
}

/** What more can be said of a step; of a re-check it is the temperature, and that alone. */
function more(one, step) {
  const form = node("form", "case-form", ...step.fields.map((name) => fieldOf(step, name)));
  form.noValidate = true;
  const send = node("button", "btn primary", say("note"), node("span", "visually-hidden", ` ${step.zh}`));
  send.type = "submit";
  form.append(send);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const told = Object.fromEntries(new FormData(form));
    if ("temperature" in told) {
      const read = temperature(told.temperature);
      if (read.wrong) return toast(say("need-temperature"), "bad");
      told.temperature = (read.tenths / 10).toFixed(1);
    }
    send.disabled = true;
    return note(one, step, told);
  });
  return node("details", "case-more", node("summary", "", say(step.code === "recheck" ? "temperature-more" : "more")), form);
}

function stepRow(one, step) {
  const isWaiting = waiting.get(one.id)?.has(step.code);
  const isDone = step.done.length > 0;
  const last = step.done[step.done.length - 1];
  const shape = node("span", "case-link-shape", isDone ? "✓" : "○");
  shape.setAttribute("aria-hidden", "true");
  const head = node("div", "case-step-head", shape, node("strong", "", step.zh));
  const row = node("li", `case-step${isDone ? " is-done" : ""}`, head);
  if (last) row.append(node("p", "muted small", [when(last.at), last.by, last.who].filter(Boolean).join(" · ")));
  if (isWaiting) head.append(tag("warn", say("pending")));
  if ((isDone && !step.again) || (isWaiting && !step.again)) return row;
  if (step.code !== "recheck") head.append(press(say(isDone ? "again" : "done"), step.zh, step.pressing ? "btn primary" : "btn", (it) => ((it.disabled = true), note(one, step, step.who ? { who: step.who } : {}))));
  if (step.offer) {
    const link = node("a", "btn", step.offer.zh);
    link.href = step.offer.url;
    row.append(link);
  }
  row.append(more(one, step));
  return row;
}

function card(one, now) {
  const title = [one.name, one.place].filter(Boolean).join(" ");
  const said = [one.cause, one.temperature && `${one.temperature}\u00a0℃`, say("first", { time: when(one.at) })].filter(Boolean).join(" · ");
  const page = node("a", "btn block", say("page"), node("span", "visually-hidden", ` ${one.name}`));
  page.href = one.url;
  return node(
    "section",
    "card",
    node("div", "card-head", node("h2", "", title)),
    node("div", "card-body", node("p", "", said), node("div", "case-limits", ...one.clocks.map((each) => limit(each, now)))),
    node("ol", "case-steps", ...one.steps.map((step) => stepRow(one, step))),
    node("div", "card-body", page),
  );
}

async function note(one, step, told) {
  const text = say("text", { step: step.zh, name: one.name });
  const entry = await outbox.put({ kind: KIND, unit, body: { case: one.id, step: step.code, ...told }, text });
  const answer = await outbox.settled(entry.id);
  const said = answer?.answer || {};
  if (answer?.state === "delivered") toast(said.text || text, "ok");
  else if (answer?.state === "refused" || answer?.state === "held") toast(Object.values(said.findings || {}).join("；") || said.why || text, "bad");
  else toast(say("sent"), "ok");
  await load();
}

async function load() {
  let pack;
  try {
    pack = await outbox.pack("epidemic.cases", unit);
  } catch {
    // what to do first stands above, with or without a list
    return;
  }
  waiting = new Map();
  for (const entry of await outbox.entries())
    if (entry.kind === KIND && entry.unit === unit && entry.body && !["delivered", "refused"].includes(entry.state))
      waiting.set(entry.body.case, (waiting.get(entry.body.case) || new Set()).add(entry.body.step));
  $("case-kept").hidden = !pack.isKept;
  if (pack.isKept) $("case-kept").textContent = say("kept", { time: when(pack.at) });
  const now = pack.isKept ? Date.now() : Date.parse(pack.at);
  $("case-list").replaceChildren(...pack.cases.map((one) => card(one, now)));
}

outbox.on((_summary, entry) => {
  if (entry && entry.kind === KIND && entry.state === "delivered" && waiting.size) load();
});
load();
