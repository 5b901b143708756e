// Somebody comes with a fever: measured again, kept apart, reported. The whole screen, no way past.
import { outbox } from "../../outbox/index.js";
import { $, degrees, say, temperature } from "./dom.js";
import { done } from "./lists.js";
import { enter, gate, whenOpened } from "./state.js";

const STEPS = ["recheck", "wait", "report"];
let told = null;
let entry = null;

function step(name) {
  for (const part of document.querySelectorAll("[data-fever]")) part.hidden = part.dataset.fever !== name;
  const here = STEPS.indexOf(name);
  [...$("gt-fever-steps").children].forEach((item, number) => {
    item.className = number < here ? "done" : "";
    if (number === here) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
  $("gt-fever-back").hidden = name !== "recheck";
  $("gt-fever-title").focus({ preventScroll: true });
}

function open(asked) {
  told = asked;
  entry = null;
  $("gt-recheck").value = "";
  $("gt-recheck-say").textContent = "";
  const mark = degrees(gate.pack.fever_at);
  $("gt-fever-title").textContent = say("fever-title", { value: degrees(told.made.temperature), mark });
  step("recheck");
  $("gt-recheck").focus({ preventScroll: true });
}

async function recheck() {
  const second = temperature($("gt-recheck").value);
  if (second.wrong) {
    $("gt-recheck-say").textContent = say(`t-${second.wrong}`, second);
    return $("gt-recheck").focus();
  }
  if (second.tenths < gate.pack.fever_at) return told.resume(second.tenths);
  return isFever(second.tenths);
}

// Told at once: the refusal goes out before the next step is read.
async function isFever(second) {
  const { made } = told;
  const steps = second ? [{ step: "recheck", note: degrees(second), at: new Date().toISOString() }] : [];
  const body = { ...made, decision: "refused", reason: "fever", recheck: second, steps };
  entry = await enter("gate.refusal", body, say("text-refused", { purpose: told.purpose.zh }));
  const [value, mark] = [degrees(made.temperature), degrees(gate.pack.fever_at)];
  $("gt-fever-title").textContent = second ? say("fever-both", { value, second: degrees(second) }) : say("fever-title", { value, mark });
  step("wait");
}

async function note(name, words) {
  await enter("gate.step", { visit: entry.id, step: name, note: words }, say("text-step", { step: words }));
}

async function waits() {
  await note("wait", $("gt-wait").value.trim());
  step("report");
  $("gt-report-say").textContent = say("fever-wait");
  const now = await outbox.settled(entry.id, { within: 5000 });
  $("gt-report-say").textContent = say(now?.state === "delivered" ? "reported" : "not-reported");
}

async function reported() {
  await note("report", say("told-director"));
  done(null, say("fever-done"));
}

export function start() {
  whenOpened("fever", open);
  $("gt-recheck-done").addEventListener("click", recheck);
  $("gt-recheck").addEventListener("keydown", (event) => event.key === "Enter" && recheck());
  $("gt-recheck-skip").addEventListener("click", () => isFever(null));
  $("gt-wait-done").addEventListener("click", waits);
  $("gt-report-done").addEventListener("click", reported);
  $("gt-fever-back").addEventListener("click", () => told.back());
}
