// Goods left for a resident; details of an ambulance; staff coming on duty.
import { outbox } from "../../outbox/index.js";
import { $, button, degrees, finder, hm, isPhone, isPlate, node, plate, say, temperature } from "./dom.js";
import { done } from "./lists.js";
import { enter, gate, purpose, show, whenKnown, whenOpened } from "./state.js";
import { person } from "./visit.js";

let receiver = null;
let patient = null;
let member = null;
let ambulance = null;

function complain(form, code) {
  const place = form.querySelector(".field-error");
  place.hidden = !code;
  place.textContent = code ? say(code) : "";
  return Boolean(code);
}

// --- goods -----------------------------------------------------------------------------------

function parcelRows() {
  const local = gate.local.filter((one) => one.kind === "gate.parcel").map((one) => ({ id: one.id, what: one.body.what, for: one.body.shown, at: null, disinfected: one.body.disinfected }));
  const known = new Set(gate.pack.parcels.map((one) => one.id));
  const steps = gate.local.filter((one) => one.kind === "gate.parcel_step").map((one) => one.body);
  const did = (id, step) => steps.some((one) => one.parcel === id && one.step === step);
  return [...gate.pack.parcels, ...local.filter((one) => !known.has(one.id))]
    .map((one) => ({ ...one, disinfected: one.disinfected || did(one.id, "disinfected") }))
    .filter((one) => !did(one.id, "passed"));
}

function parcelLine(one) {
  const code = one.disinfected ? "pass-on" : "disinfect";
  const act = button("btn small", say(code));
  act.addEventListener("click", () => {
    act.disabled = true;
    enter("gate.parcel_step", { parcel: one.id, step: one.disinfected ? "passed" : "disinfected" }, say(code));
  });
  const sub = [say("for", { name: one.for || "" }), one.at && hm(one.at)].filter(Boolean).join(" · ");
  const words = node("div", "gt-line-words", node("strong", "", one.what), node("small", "muted", sub));
  return node("div", "gt-line card-item", words, node("div", "gt-line-deeds", act));
}

function drawParcels() {
  const rows = parcelRows();
  $("gt-parcel-count").textContent = rows.length ? String(rows.length) : "";
  const head = node("div", "card-head", node("h2", "", `${say("parcels")} ${rows.length || ""}`.trim()));
  const body = rows.length ? rows.map(parcelLine) : [node("div", "card-item muted", say("no-parcels"))];
  $("gt-parcels").replaceChildren(node("section", "card", head, ...body));
}

async function takeIn(event) {
  event.preventDefault();
  const form = $("gt-parcel");
  const { what, sender, phone, disinfected } = form.elements;
  const one = receiver.picked;
  const typed = $("gt-for").value.trim();
  const wrong = !one && !typed ? "e-for" : !what.value.trim() ? "e-what" : phone.value.trim() && !isPhone(phone.value) ? "e-phone" : "";
  if (complain(form, wrong)) return;
  const shown = one ? `${one.room} ${one.name}`.trim() : typed;
  const body = { what: what.value.trim(), person: one?.id || null, for: one ? "" : typed, sender: sender.value.trim(), phone: phone.value.trim(), disinfected: disinfected.checked, shown };
  const text = say("text-parcel", { what: body.what, name: shown });
  await enter("gate.parcel", body, text);
  done(null, text, { more: body.disinfected ? "" : say("parcel-taken") });
}

// --- an ambulance's details ------------------------------------------------------------------

function openDetails(one) {
  ambulance = one;
  $("gt-details").reset();
  patient.reset();
  complain($("gt-details"), "");
  $("gt-details-at").textContent = say("since", { time: hm(one.at) });
}

async function supplement(event) {
  event.preventDefault();
  const form = $("gt-details");
  const told = form.elements;
  const wrong = told.plate.value.trim() && !isPlate(told.plate.value) ? "e-plate" : told.phone.value.trim() && !isPhone(told.phone.value) ? "e-phone" : told.phone.value.trim() && !told.name.value.trim() ? "e-name" : "";
  if (complain(form, wrong)) return;
  const body = { visit: ambulance.id, person: patient.picked?.id || null, whom: patient.picked ? "" : $("gt-patient").value.trim(), plate: plate(told.plate.value), heads: Number(told.heads.value) || 1, name: told.name.value.trim(), phone: told.phone.value.trim(), note: told.note.value.trim() };
  await enter("gate.details", body, say("text-details"));
  done(null, say("text-details"));
}

// --- staff -----------------------------------------------------------------------------------

const isOn = (one) => {
  const mine = gate.local.filter((each) => each.body.person === one.id && each.kind.startsWith("gate.staff"));
  return mine.length ? mine[mine.length - 1].kind === "gate.staff_in" : one.on;
};

function memberLines(one) {
  return [node("strong", "", one.name), node("small", "", [one.job, say(isOn(one) ? "on" : "off")].filter(Boolean).join(" · "))];
}

function chosen(one) {
  $("gt-member-temp").hidden = !one;
  $("gt-staff-say").textContent = "";
  $("gt-staff-temp").value = "";
  $("gt-member").hidden = Boolean(one);
  if (!one) return;
  $("gt-staff-label").textContent = say("staff-temp", { name: one.name });
  if (isOn(one)) {
    const off = button("btn", say("go-off"));
    off.addEventListener("click", async () => {
      await enter("gate.staff_out", { person: one.id }, say("text-staff-out", { name: one.name }));
      done(null, say("staff-out", { name: one.name }));
    });
    $("gt-members").append(off);
  }
  $("gt-staff-temp").focus();
}

async function comeOn(event) {
  event.preventDefault();
  const one = member.picked;
  const told = temperature($("gt-staff-temp").value);
  $("gt-staff-say").className = told.wrong ? "gt-wrong" : "";
  $("gt-staff-say").textContent = told.wrong ? say(`t-${told.wrong}`, told) : "";
  if (!one || told.wrong) return $("gt-staff-temp").focus();
  const words = { name: one.name, temp: degrees(told.tenths) };
  const entry = await enter("gate.staff_in", { person: one.id, temperature: told.tenths }, say("text-staff", words));
  const isFever = told.tenths >= gate.pack.fever_at;
  done(null, say(isFever ? "staff-fever" : "staff-in", words), { isBad: isFever });
  const now = await outbox.settled(entry.id, { within: 5000 });
  if (now?.state === "refused") done(null, say("not-taken", { why: Object.values(now.answer?.findings || {}).join("；") || now.answer?.why }), { isBad: true });
}

export function start() {
  receiver = finder($("gt-for"), $("gt-for-found"), { list: () => gate.pack.people, lines: person });
  patient = finder($("gt-patient"), $("gt-patient-found"), { list: () => gate.pack.people, lines: person });
  member = finder($("gt-member"), $("gt-members"), { list: () => gate.pack.staff, lines: memberLines, chosen, most: 30, always: true, none: "no-member" });
  whenKnown(drawParcels);
  whenOpened("parcel", () => {
    $("gt-parcel").reset();
    receiver.reset();
    complain($("gt-parcel"), "");
  });
  whenOpened("details", openDetails);
  whenOpened("staff", () => {
    member.reset();
    chosen(null);
    if (!gate.pack.staff.length) $("gt-members").replaceChildren(node("p", "muted", say("no-staff")));
  });
  $("gt-parcel").addEventListener("submit", takeIn);
  $("gt-details").addEventListener("submit", supplement);
  $("gt-staff").addEventListener("submit", comeOn);
  $("gt-whats").addEventListener("click", (event) => {
    const { what } = event.target.dataset;
    if (what) $("gt-parcel").elements.what.value = what;
  });
  $("gt-carry-in").addEventListener("click", () => {
    const one = purpose("delivery");
    show(one.order ? "refuse" : "visit", { purpose: one });
  });
}
