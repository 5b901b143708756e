// /m/movements: ask for an outing, a return, an admission, a transfer or a discharge, record a death;
// enter who left, came back, moved in or left for good. Works from the pack, sends by the outbox.
import * as ask from "../modules/movements/ask.js";
import { $, button, node, say, tag, unit, when } from "../modules/movements/dom.js";
import { toast } from "../modules/toasts.js";
import { outbox } from "../outbox/index.js";

const KINDS = ["request", "admission", "out", "back", "done", "death"].map((code) => `movements.${code}`);

let pack = null;
// what waits on this phone, by movement or person
let waiting = new Set();
// the lines of requests and deaths that the server does not know yet
let unsent = [];

function card(title, rows, empty) {
  const body = rows.length ? rows : [node("p", "muted mv-none", empty)];
  return node("section", "card", node("div", "card-head", node("h2", "", title)), ...body);
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
  if (one.isolated) tags.append(tag("warn", say("isolated-row", { day: one.isolated })));
  if (waiting.has(one.id)) tags.append(tag("warn", say("pending")));
  const text = node("div", "", node("strong", "", one.name), ` ${one.place} `, node("span", "", one.kind_zh), node("p", "muted small", `${one.reason} · ${when(one.at)}`));
  const row = node("div", "card-item mv-item", text, tags);
  if (pack.may_pass && !waiting.has(one.id) && one.state === "approved" && !one.isolated) {
    const isOuting = one.kind === "medical" || one.kind === "leave";
    if (isOuting) row.append(button(say("out"), one.name, (it) => pass("out", one, it)));
    else if (one.kind === "return") row.append(button(say("back"), one.name, (it) => pass("back", one, it)));
    else if (one.kind !== "admission" || pack.may_admit) row.append(button(say(one.kind === "admission" ? "done-admission" : "done"), one.name, (it) => pass("done", one, it)));
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
  $("mv-kinds").replaceChildren(...ask.kinds(pack, put));
  const lines = unsent.map((words) => node("div", "card-item mv-item", node("div", "", words), node("div", "mv-tags", tag("warn", say("pending")))));
  $("mv-lists").replaceChildren(
    ...(lines.length ? [card(say("unsent"), lines)] : []),
    card(say("outside"), outside.map(outsideRow), say("outside-none")),
    card(say("open"), pack.open.filter((one) => one.state !== "out").map(movementRow), say("open-none")),
  );
}

async function pass(way, one, pressed) {
  pressed.disabled = true;
  waiting.add(one.id);
  await put(`movements.${way}`, { movement: one.id }, say(`text-${way}`, { kind: one.kind_zh, name: one.name }));
}

/** Keep an entry and tell what became of it: the paper that refuses it stands in its line. Answers its state. */
async function put(kind, body, text) {
  const entry = await outbox.put({ kind, unit, body, text });
  const answer = await outbox.settled(entry.id);
  const said = answer?.answer || {};
  if (answer?.state === "delivered") toast(said.text || text, "ok");
  else if (answer?.state === "refused" || answer?.state === "held")
    toast(Object.values(said.findings || {}).join("；") || said.why || text, "bad");
  else toast(say("sent"), "warn");
  await load();
  return answer?.state;
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
  const entries = (await outbox.entries()).filter((one) => KINDS.includes(one.kind) && one.unit === unit && one.body && !["delivered", "refused"].includes(one.state));
  waiting = new Set(entries.map((one) => one.body.movement || one.body.person));
  unsent = entries.filter((one) => !one.body.movement).map((one) => one.text);
  $("mv-kept").hidden = !pack.isKept;
  if (pack.isKept) $("mv-kept").textContent = say("kept", { time: when(pack.at) });
  draw();
}

ask.start();
outbox.on((_summary, entry) => {
  if (entry && KINDS.includes(entry.kind) && entry.state === "delivered" && waiting.size) load();
});
load();
