// The gate's first screen: purposes, who is inside, who waits, ambulances to be written down.
import { outbox } from "../../outbox/index.js";
import { $, button, hm, hmNow, node, ours, say, unit } from "./dom.js";
import { enter, gate, home, personName, purpose, show, undo, whenKnown } from "./state.js";

let last = null;

function tone(isBad) {
  const tag = $("gt-done").querySelector(".tag");
  tag.className = isBad ? "tag bad" : "tag ok";
  tag.firstElementChild.textContent = isBad ? "✕" : "✓";
}

/**
 * Say what was just done, with a way back; `video` offers to note the wish for a video visit,
 * `isBad` is for what did not go well: not taken, a fever.
 */
export function done(entry, text, { video = false, more = "", isBad = false } = {}) {
  last = entry;
  tone(isBad);
  $("gt-done").hidden = false;
  $("gt-done-text").textContent = text;
  $("gt-done-more").hidden = !more;
  $("gt-done-more").textContent = more;
  $("gt-video").hidden = !video;
  $("gt-undo").hidden = !entry;
  home();
  if (entry) outbox.settled(entry.id, { within: 6000 }).then((now) => wasRefused(entry, now));
}

function wasRefused(entry, now) {
  if (last !== entry || now?.state !== "refused") return;
  const why = Object.values(now.answer?.findings || {}).join("；") || now.answer?.why || "";
  $("gt-done-more").hidden = false;
  $("gt-done-more").textContent = say("not-taken", { why });
  tone(true);
}

function purposeKey(one) {
  const made = button("gt-purpose", node("strong", "", one.zh));
  made.dataset.purpose = one.code;
  const note = { emergency: say("at-once"), delivery: one.order ? "" : say("goods") }[one.code] || "";
  if (one.order) made.append(node("span", "tag warn", one.order.is_absolute ? say("stopped") : say("principle")));
  else if (note) made.append(node("small", "", note));
  made.addEventListener("click", () => begin(one.code));
  return made;
}

export function begin(code) {
  $("gt-done").hidden = true;
  tone(false);
  if (code === "emergency") return ambulance();
  const one = purpose(code);
  if (one.order) return show("refuse", { purpose: one });
  return show(code === "delivery" ? "parcel" : "visit", { purpose: one });
}

// An ambulance is never held up by a form: one tap, details afterwards.
async function ambulance() {
  const entry = await enter("gate.visit", { purpose: "emergency", decision: "admitted" }, say("text-visit", { purpose: purpose("emergency").zh }));
  done(entry, say("ambulance", { time: hmNow() }));
}

function line(one, words, ...deeds) {
  const told = node("div", "gt-line-words", node("strong", "", words.title), node("small", "muted", words.sub));
  return node("div", "gt-line card-item", told, node("div", "gt-line-deeds", ...deeds));
}

function deed(text, tone, act) {
  const made = button(`btn small ${tone}`, text);
  made.addEventListener("click", () => {
    made.disabled = true;
    act();
  });
  return made;
}

const sent = (kind, id) => gate.local.some((one) => one.kind === kind && one.body.visit === id);

function insideLines() {
  const waiting = gate.local
    .filter((one) => one.kind === "gate.visit" && one.body.decision === "admitted")
    .map((one) => ({ id: one.id, purpose: one.body.purpose, name: one.body.name || one.body.shown || "", whom: personName(one.body.person) || one.body.whom || "", at: ours(one.made_at), isLocal: true }));
  const known = new Set(gate.pack.inside.map((one) => one.id));
  return [...gate.pack.inside, ...waiting.filter((one) => !known.has(one.id))].filter((one) => !sent("gate.leave", one.id));
}

function insideCard() {
  const rows = insideLines().map((one) => {
    const name = one.name || say("nobody");
    const sub = [purpose(one.purpose).zh, one.heads > 1 ? say("heads", { n: one.heads }) : "", one.whom && say("to", { name: one.whom }), say("since", { time: hm(one.at) })];
    const leave = deed(say("leave"), "", () => enter("gate.leave", { visit: one.id }, say("text-left", { name })));
    return line(one, { title: name, sub: sub.filter(Boolean).join(" · ") }, leave);
  });
  return card("inside", rows);
}

function waitingCard() {
  const rows = gate.pack.waiting
    .filter((one) => !sent("gate.decide", one.id))
    .map((one) => {
      const sub = [one.state_zh, one.approver, one.conditions, one.whom && say("to", { name: one.whom })].filter(Boolean).join(" · ");
      const turn = deed(say("turn-away"), "", () => enter("gate.decide", { visit: one.id, let_in: false }, say("text-decide")));
      const let_in = deed(say("let-in"), "primary", () => enter("gate.decide", { visit: one.id, let_in: true }, say("text-decide")));
      return line(one, { title: `${purpose(one.purpose).zh} ${one.name}`, sub }, ...(one.state === "approved" ? [let_in, turn] : [turn]));
    });
  return card("waiting", rows);
}

function detailsCard() {
  const local = gate.local.filter((one) => one.kind === "gate.visit" && one.body.purpose === "emergency").map((one) => ({ id: one.id, at: ours(one.made_at) }));
  const known = new Set(gate.pack.details.map((one) => one.id));
  const rows = [...gate.pack.details, ...local.filter((one) => !known.has(one.id))]
    .filter((one) => !sent("gate.details", one.id))
    .map((one) => {
      const fill = button("btn small", say("supplement"));
      fill.addEventListener("click", () => show("details", one));
      return line(one, { title: purpose("emergency").zh, sub: say("since", { time: hm(one.at) }) }, fill);
    });
  return card("details", rows);
}

function card(code, rows) {
  if (!rows.length) return null;
  const head = node("div", "card-head", node("h2", "", `${say(code)} ${rows.length}`));
  return node("section", "card", head, ...rows);
}

function draw() {
  const { pack } = gate;
  $("gt-closure").textContent = pack.closure;
  const refused = gate.local.filter((one) => one.kind === "gate.refusal").length;
  const came = gate.local.filter((one) => one.kind === "gate.visit" && one.body.decision === "admitted").length;
  $("gt-counts").textContent = say("counts", { came: pack.counts.came + came, refused: pack.counts.refused + refused });
  $("gt-purposes").replaceChildren(...pack.purposes.map(purposeKey));
  $("gt-kept").hidden = !pack.isKept;
  if (pack.isKept) $("gt-kept").textContent = say("kept", { time: hm(pack.at) });
  $("gt-lists").replaceChildren(...[detailsCard(), waitingCard(), insideCard()].filter(Boolean));
}

export function start() {
  whenKnown(draw);
  $("gt-undo").addEventListener("click", async () => {
    const entry = last;
    last = null;
    $("gt-done-text").textContent = say("undone");
    for (const id of ["gt-undo", "gt-video", "gt-done-more"]) $(id).hidden = true;
    if (entry) await undo(entry);
  });
  $("gt-video").addEventListener("click", async () => {
    $("gt-video").hidden = true;
    $("gt-done-text").textContent = say("video-noted");
    if (last) await outbox.put({ kind: "gate.video", unit, body: { visit: last.id }, text: say("text-video") });
  });
}
