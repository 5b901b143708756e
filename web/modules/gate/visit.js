// Who came: found again or entered anew, measured, let in, refused, or sent for special approval.
import { $, degrees, finder, has, isPhone, isPlate, node, plate, say, temperature } from "./dom.js";
import { done } from "./lists.js";
import { enter, gate, personName, show, whenOpened } from "./state.js";

let purpose = null;
let isAsking = false;
let rechecked = null;
let visitors = null;
let whom = null;
const form = () => $("gt-visit");
const field = (name) => form().elements[name];

const word = (code) => (has(`${code}-${purpose.code}`) ? say(`${code}-${purpose.code}`) : say(code, { purpose: purpose.zh }));

// --- refused ---------------------------------------------------------------------------------

function openRefusal({ purpose: asked }) {
  purpose = asked;
  const { order } = purpose;
  $("gt-refuse-title").textContent = word("refuse-title");
  $("gt-paper").textContent = order.refusal;
  $("gt-refuse").textContent = word("refuse");
  $("gt-refuse-video").hidden = purpose.code !== "visit";
  $("gt-ask").hidden = order.is_absolute;
  $("gt-leave-goods").hidden = purpose.code !== "delivery" && purpose.code !== "visit";
  for (const id of ["gt-refuse-name", "gt-refuse-phone"]) $(id).value = "";
  $("gt-refuse-error").hidden = true;
}

async function refuse(video) {
  const [name, phone] = [$("gt-refuse-name").value.trim(), $("gt-refuse-phone").value.trim()];
  const wrong = phone && !isPhone(phone) ? "e-phone" : phone && !name ? "e-name" : "";
  $("gt-refuse-error").hidden = !wrong;
  $("gt-refuse-error").textContent = wrong && say(wrong);
  if (wrong) return;
  const body = { purpose: purpose.code, reason: "measure", name, phone, video };
  const entry = await enter("gate.refusal", body, say("text-refused", { purpose: purpose.zh }));
  done(entry, say(video ? "refused-video" : "refused", { purpose: purpose.zh }), { video: !video && purpose.code === "visit" });
}

// --- who -------------------------------------------------------------------------------------

function openVisit({ purpose: asked, asking = false }) {
  [purpose, isAsking, rechecked] = [asked, asking, null];
  form().reset();
  $("gt-visit-title").textContent = purpose.zh;
  $("gt-visit-special").hidden = !asking;
  if (asking) $("gt-visit-special").textContent = say("special", { refusal: purpose.order.refusal });
  form().querySelector("[data-firm]").hidden = purpose.code === "visit";
  form().querySelector("[data-whom]").hidden = purpose.code !== "visit" && purpose.code !== "delivery";
  $("gt-note-label").textContent = say(asking ? "note-special" : "note");
  form().querySelector(".gt-more").open = asking;
  visitors.reset();
  whom.reset();
  known(null);
  $("gt-new-fields").hidden = true;
  $("gt-error").hidden = true;
  $("gt-temp-say").textContent = "";
  $("gt-submit").textContent = say(asking ? "ask" : "register");
  $("gt-search").focus({ preventScroll: true });
}

/** Those of this purpose first, each group the latest first. */
function listed() {
  const own = gate.pack.visitors.filter((one) => one.purpose === purpose?.code);
  return [...own, ...gate.pack.visitors.filter((one) => one.purpose !== purpose?.code)];
}

function known(one) {
  $("gt-find").hidden = Boolean(one);
  $("gt-picked").hidden = !one;
  if (one) {
    $("gt-new-fields").hidden = true;
    $("gt-picked").querySelector("strong").textContent = one.name;
    $("gt-picked").querySelector(".muted").textContent = [one.tail, one.from].filter(Boolean).join(" · ");
    const last = gate.pack.people.find((each) => each.id === one.person);
    if (last && !form().querySelector("[data-whom]").hidden) whom.choose(last);
  }
  $("gt-last-plate").hidden = !one?.plate;
  if (one?.plate) $("gt-last-plate").textContent = say("last-plate", { plate: one.plate });
  rest(Boolean(one));
}

function rest(isShown) {
  $("gt-rest").hidden = !isShown;
  $("gt-foot").hidden = !isShown;
  document.querySelector(".phone").classList.toggle("has-foot", isShown);
  if (isShown && visitors.picked) $("gt-temp").focus();
}

// --- what is told ----------------------------------------------------------------------------

function readTemperature() {
  const told = temperature($("gt-temp").value);
  const place = $("gt-temp-say");
  const isFever = told.tenths >= gate.pack.fever_at;
  place.className = told.wrong ? (told.wrong === "empty" ? "" : "gt-wrong") : isFever ? "gt-hot" : "gt-fine";
  place.textContent = told.wrong ? say(`t-${told.wrong}`, told) : say(isFever ? "t-fever" : "t-ok", { value: degrees(told.tenths) });
  return told;
}

function wrongs(told) {
  const isNew = !visitors.picked;
  if (isNew && !field("name").value.trim()) return ["e-name", field("name")];
  if (isNew && !isPhone(field("phone").value)) return ["e-phone", field("phone")];
  if (told.wrong && !(purpose.code === "delivery" && told.wrong === "empty")) return [`t-${told.wrong}`, $("gt-temp"), told];
  if (field("plate").value.trim() && !isPlate(field("plate").value)) return ["e-plate", field("plate")];
  if (isAsking && !field("note").value.trim()) return ["e-reason", field("note")];
  return null;
}

function fail([code, input, told]) {
  $("gt-error").hidden = false;
  $("gt-error").textContent = say(code, told);
  input.closest("details")?.setAttribute("open", "");
  input.focus();
}

function body(told) {
  const one = visitors.picked;
  const made = { purpose: purpose.code, decision: isAsking ? "waiting" : "admitted", heads: Number(field("heads").value) || 1 };
  Object.assign(made, { temperature: told.tenths ?? null, recheck: rechecked, mask: field("mask").checked, history: field("history").checked });
  Object.assign(made, { plate: plate(field("plate").value), note: field("note").value.trim(), person: whom.picked?.id || null });
  if (!whom.picked && !form().querySelector("[data-whom]").hidden) made.whom = $("gt-whom").value.trim();
  // `shown` is for this phone's own list, the server takes no notice of it
  if (one) return { ...made, visitor: one.id, shown: one.name };
  return { ...made, name: field("name").value.trim(), phone: field("phone").value.replace(/\s/g, ""), from: field("from").value.trim() };
}

async function submit(event) {
  event.preventDefault();
  const told = readTemperature();
  const wrong = wrongs(told);
  $("gt-error").hidden = true;
  if (wrong) return fail(wrong);
  const made = body(told);
  if ((rechecked ?? told.tenths) >= gate.pack.fever_at) return show("fever", { made, purpose, resume, back });
  if (!made.history) return refuseFor("history", made);
  const name = made.shown || made.name;
  const words = { purpose: purpose.zh, name, temp: told.tenths ? degrees(rechecked ?? told.tenths) : "" };
  const entry = await enter("gate.visit", made, say("text-visit", words));
  const to = personName(made.person);
  done(entry, say(isAsking ? "asked" : "admitted", words), { more: to && say("to", { name: to }) });
}

async function refuseFor(reason, made) {
  const entry = await enter("gate.refusal", { ...made, reason }, say("text-refused", { purpose: purpose.zh }));
  done(entry, say("refused", { purpose: purpose.zh }), { more: say("e-history") });
}

/** Back to the form as it was filled. */
function back() {
  for (const screen of document.querySelectorAll("[data-screen]")) screen.hidden = screen.dataset.screen !== "visit";
  document.body.classList.remove("is-fever");
  rest(true);
  $("gt-temp").select();
}

/** The second measurement was fine: go on with the form, both values kept. */
function resume(tenths) {
  back();
  rechecked = tenths;
  const place = $("gt-temp-say");
  place.className = "gt-fine";
  place.textContent = say("recheck-ok", { value: degrees(tenths), mark: degrees(gate.pack.fever_at) });
  $("gt-submit").focus();
}

export function person(one) {
  return [node("strong", "", one.name), node("small", "", [one.room, one.out ? say("out") : ""].filter(Boolean).join(" · "))];
}

export function start() {
  visitors = finder($("gt-search"), $("gt-found"), {
    list: listed,
    lines: (one) => [node("strong", "", one.name), node("small", "", [one.tail, one.from || personName(one.person)].filter(Boolean).join(" · "))],
    chosen: known,
    always: true,
  });
  whom = finder($("gt-whom"), $("gt-whom-found"), { list: () => gate.pack.people, lines: person });
  whenOpened("refuse", openRefusal);
  whenOpened("visit", openVisit);
  $("gt-refuse").addEventListener("click", () => refuse(false));
  $("gt-refuse-video").addEventListener("click", () => refuse(true));
  $("gt-ask").addEventListener("click", () => show("visit", { purpose, asking: true }));
  $("gt-leave-goods").addEventListener("click", () => show("parcel", { purpose }));
  $("gt-new").addEventListener("click", () => {
    $("gt-new-fields").hidden = false;
    $("gt-find").hidden = true;
    rest(true);
    field("name").focus();
    const typed = $("gt-search").value.trim();
    if (/^\d{5,}$/.test(typed)) field("phone").value = typed;
    else if (/[\u4e00-\u9fff]/.test(typed)) field("name").value = typed;
  });
  $("gt-unpick").addEventListener("click", () => visitors.choose(null));
  $("gt-temp").addEventListener("input", () => {
    rechecked = null;
    const length = $("gt-temp").value.replace(/\D/g, "").length;
    if (length >= 3) readTemperature();
    else $("gt-temp-say").textContent = "";
  });
  $("gt-temp").addEventListener("change", () => {
    const told = readTemperature();
    if (!told.wrong) $("gt-temp").value = degrees(told.tenths);
  });
  $("gt-last-plate").addEventListener("click", () => {
    field("plate").value = visitors.picked?.plate || "";
  });
  form().addEventListener("submit", submit);
}
