// What the gate knows: the pack, what waits on this phone, and which screen is shown.
import { outbox } from "../../outbox/index.js";
import { words } from "../../outbox/words.js";
import { $, node, noteSkew, say, unit } from "./dom.js";

export const gate = { pack: null, local: [] };
const drawers = [];
const opens = {};

/** Draw again whenever the pack or what waits has changed. */
export function whenKnown(draw) {
  drawers.push(draw);
}

/** What to do when a screen is opened. */
export function whenOpened(name, open) {
  opens[name] = open;
}

export function show(name, told) {
  for (const screen of document.querySelectorAll("[data-screen]")) screen.hidden = screen.dataset.screen !== name;
  $("gt-foot").hidden = true;
  document.querySelector(".phone").classList.remove("has-foot");
  document.body.classList.toggle("is-fever", name === "fever");
  opens[name]?.(told);
  if (name !== "home" && history.state?.screen !== name) history.pushState({ screen: name }, "");
  scrollTo(0, 0);
  document.querySelector(`[data-screen="${name}"] h2[tabindex]`)?.focus({ preventScroll: true });
}

export function home() {
  show("home");
}

export function start() {
  addEventListener("popstate", () => {
    // a fever is not left by the back button
    if (document.body.classList.contains("is-fever")) history.pushState({ screen: "fever" }, "");
    else home();
  });
  for (const back of document.querySelectorAll("[data-back]")) back.addEventListener("click", home);
  for (const go of document.querySelectorAll("[data-go]")) go.addEventListener("click", () => show(go.dataset.go));
}

export function purpose(code) {
  return gate.pack.purposes.find((one) => one.code === code) || { code, zh: "", order: null };
}

export function personName(id) {
  const one = gate.pack.people.find((each) => each.id === id);
  return one ? `${one.room} ${one.name}`.trim() : "";
}

/** Put an entry into the outbox and draw what it changes; answers the entry. */
export async function enter(kind, body, text) {
  const entry = await outbox.put({ kind, unit, body, text });
  gate.local.push({ ...entry, body });
  draw();
  return entry;
}

export async function undo(entry) {
  const now = (await outbox.entries()).find((one) => one.id === entry.id);
  if (now?.state === "waiting") await outbox.remove(entry.id);
  else await outbox.put({ kind: "gate.undo", unit, body: { visit: entry.id }, text: say("text-undo") });
  gate.local = gate.local.filter((one) => one.id !== entry.id);
  draw();
}

function draw() {
  if (gate.pack) for (const one of drawers) one();
}

function refused(why) {
  const card = node("section", "card");
  card.append(node("div", "card-body", words(why === "refused" ? "refused-pack" : "no-pack")));
  $("gt-lists").replaceChildren(card);
}

export async function load() {
  try {
    gate.pack = await outbox.pack("gate.desk", unit);
  } catch (error) {
    if (!gate.pack) refused(error.message);
    return;
  }
  if (!gate.pack.isKept) noteSkew(gate.pack.at);
  const open = (await outbox.entries()).filter((one) => one.unit === unit && one.kind?.startsWith("gate.") && one.body);
  gate.local = open.filter((one) => !["delivered", "refused"].includes(one.state));
  draw();
}

let timer = 0;
outbox.on((_summary, entry) => {
  if (!entry || !["delivered", "refused", "held"].includes(entry.state)) return;
  if (!gate.local.some((one) => one.id === entry.id)) return;
  clearTimeout(timer);
  timer = setTimeout(load, 800);
});
