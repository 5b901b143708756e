// /m/movements: ask for an outing or a return, enter who left and who came back.
import { outbox } from "../outbox/index.js";
import { toast } from "../modules/toasts.js";

const $ = (id) => document.getElementById(id);
const unit = Number(document.querySelector('meta[name="shouwang"]')?.dataset.unit || 0);
const KINDS = ["movements.request", "movements.out", "movements.back"];
const SHAPES = { ok: "✓", warn: "▲", bad: "✕", none: "○", info: "●" };

let pack = null;
let asked = null;
// what waits on this phone, by movement or person
let waiting = new Set();

function say(code, told = {}) {
  const text = $("mv-words").content.querySelector(`[data-code="${code}"]`)?.textContent || "";
  return text.replace(/\{(\w+)\}/g, (all, name) => (name in told ? told[name] : all));
}

function node(tag, className, ...inside) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...inside.filter((one) => one !== "" && one !== null && one !== undefined));
  return made;
}

const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hour12: false });
const when = (iso) => clock.format(new Date(iso)).replace("/", "-");

function tag(tone, words) {
  const shape = node("span", "", SHAPES[tone]);
  shape.setAttribute("aria-hidden", "true");
  return node("span", `tag ${tone}`, shape, words);
}

function card(title, rows, empty) {
  const body = rows.length ? rows : [node("p", "muted mv-none", empty)];
  return node("section", "card", node("div", "card-head", node("h2", "", title)), ...body);
}

function button(words, name, deed) {
  const made = node("button", "btn", words, node("span", "visually-hidden", name));
  made.type = "button";
  made.addEventListener("click", () => deed(made));
  return made;
}

// the page of a movement: its course, withdrawing and deciding; it needs the network
function link(one) {
  const decides = pack.may_decide && (one.state === "waiting" || one.is_undecided);
  const made = node("a", decides ? "btn primary" : "btn", say(decides ? "decide" : "look"), node("span", "visually-hidden", one.name));
  made.href = say("address").replace("00000000-0000-0000-0000-000000000000", one.id);
  return made;
}

function movementRow(one) {
  const tags = node("div", "mv-tags", tag(one.tone, one.state_zh));
  if (one.is_undecided) tags.append(tag(one.is_late ? "bad" : "warn", say(one.is_late ? "late" : "undecided")));
  if (one.special) tags.append(tag("warn", say("special-state", { state: one.special })));
  if (waiting.has(one.id)) tags.append(tag("warn", say("pending")));
  const text = node("div", "", node("strong", "", one.name), ` ${one.place} `, node("span", "", one.kind_zh), node("p", "muted small", `${one.reason} · ${when(one.at)}`));
  const row = node("div", "card-item mv-item", text, tags);
  if (pack.may_pass && !waiting.has(one.id) && one.state === "approved") {
    const isOuting = one.kind === "medical" || one.kind === "leave";
    if (isOuting) row.append(button(say("out"), one.name, (it) => pass("out", one, it)));
    if (one.kind === "return") row.append(button(say("back"), one.name, (it) => pass("back", one, it)));
  }
  // one that the server does not know yet has no page
  if (!waiting.has(one.id)) row.append(link(one));
  return row;
}

function outsideRow(one) {
  const outing = pack.open.find((movement) => movement.person === one.id && movement.state === "out");
  const text = node("div", "", node("strong", "", one.name), ` ${one.place}`);
  if (outing) text.append(node("p", "muted small", `${outing.reason} · ${when(outing.at)}`));
  if (one.told) text.append(node("p", "muted small", say("told", { by: one.told.by, time: when(one.told.at) })));
  const tags = node("div", "mv-tags", tag("info", say(one.out)));
  if (outing?.is_undecided) tags.append(tag(outing.is_late ? "bad" : "warn", say(outing.is_late ? "late" : "undecided")));
  if (outing && waiting.has(outing.id)) tags.append(tag("warn", say("pending")));
  const row = node("div", "card-item mv-item", text, tags);
  if (outing && pack.may_pass && !waiting.has(outing.id)) row.append(button(say("back"), one.name, (it) => pass("back", outing, it)));
  return row;
}

function draw() {
  const outside = pack.people.filter((one) => one.out);
  const waits = pack.open.filter((one) => one.state === "waiting").length;
  $("mv-sum").textContent = say("sum", { out: outside.length, waiting: waits });
  $("mv-kinds").replaceChildren(...(pack.may_request ? pack.kinds.map(kindButton) : []));
  $("mv-lists").replaceChildren(
    card(say("outside"), outside.map(outsideRow), say("outside-none")),
    card(say("open"), pack.open.filter((one) => one.state !== "out").map(movementRow), say("open-none")),
  );
}

function kindButton(kind) {
  const made = node("button", "btn mv-kind", node("span", "", kind.zh));
  made.type = "button";
  if (kind.refusal) made.append(node("small", "", `▲ ${say(kind.is_absolute ? "suspended" : "special")}`));
  made.addEventListener("click", () => begin(kind));
  return made;
}

function option(value, words) {
  const made = node("option", "", words);
  made.value = value;
  return made;
}

function begin(kind) {
  asked = kind;
  const form = $("mv-ask");
  form.reset();
  const fitting = pack.people.filter((one) => (kind.code === "return" ? one.out : !one.out));
  $("mv-person").replaceChildren(option("", say("choose")), ...fitting.map((one) => option(one.id, `${one.place} ${one.name}`)));
  $("mv-how").replaceChildren(option("", "—"), ...pack.hows.map((how) => option(how.code, how.zh)));
  $("mv-ask-title").textContent = kind.zh;
  $("mv-refusal").hidden = !kind.refusal;
  $("mv-refusal").textContent = kind.refusal ? `${kind.refusal}。${say(kind.is_absolute ? "more-absolute" : "more-special")}` : "";
  $("mv-fields").hidden = kind.is_absolute;
  $("mv-send").disabled = kind.is_absolute;
  $("mv-where-field").hidden = $("mv-companion-field").hidden = !kind.is_outing;
  $("mv-emergency-field").hidden = !kind.may_go_first;
  $("mv-wrong").hidden = true;
  form.hidden = false;
  $("mv-ask-title").focus();
}

function wrong(code, field) {
  $("mv-wrong").textContent = say(code);
  $("mv-wrong").hidden = false;
  $(field).focus();
}

async function send(event) {
  event.preventDefault();
  const told = Object.fromEntries(new FormData($("mv-ask")));
  if (!told.person) return wrong("need-person", "mv-person");
  if (!told.reason.trim()) return wrong("need-reason", "mv-reason");
  const person = pack.people.find((one) => one.id === told.person);
  const body = { ...told, kind: asked.code, is_emergency: $("mv-emergency").checked };
  $("mv-send").disabled = true;
  await put("movements.request", body, say("text", { kind: asked.zh, name: person.name }));
  $("mv-ask").hidden = true;
}

async function pass(way, one, pressed) {
  pressed.disabled = true;
  waiting.add(one.id);
  await put(`movements.${way}`, { movement: one.id }, say(`text-${way}`, { name: one.name }));
}

/** Keep an entry and tell what became of it: the paper that refuses it stands in its line. */
async function put(kind, body, text) {
  const entry = await outbox.put({ kind, unit, body, text });
  const answer = await outbox.settled(entry.id);
  const said = answer?.answer || {};
  if (answer?.state === "delivered") toast(said.text || text, "ok");
  else if (answer?.state === "refused" || answer?.state === "held")
    toast(Object.values(said.findings || {}).join("；") || said.why || text, "bad");
  else toast(say("sent"), "warn");
  await load();
}

async function load() {
  try {
    pack = await outbox.pack("movements.house", unit);
  } catch (error) {
    const why = error.message === "refused" ? "refused-pack" : "no-pack";
    const words = document.getElementById("outbox-words")?.content.querySelector(`[data-code="${why}"]`)?.textContent;
    $("mv-lists").replaceChildren(node("section", "card", node("div", "card-body", words || "")));
    return;
  }
  waiting = new Set();
  for (const one of await outbox.entries())
    if (KINDS.includes(one.kind) && one.unit === unit && one.body && !["delivered", "refused"].includes(one.state))
      waiting.add(one.body.movement || one.body.person);
  $("mv-kept").hidden = !pack.isKept;
  if (pack.isKept) $("mv-kept").textContent = say("kept", { time: when(pack.at) });
  draw();
}

$("mv-ask").addEventListener("submit", send);
$("mv-close").addEventListener("click", () => ($("mv-ask").hidden = true));
outbox.on((_summary, entry) => {
  if (entry && KINDS.includes(entry.kind) && entry.state === "delivered" && waiting.size) load();
});
load();
