// form[data-report]: filling a report on the desk or the phone.
//
// Change against the base value beside each field, the mark of a carried value, questions and
// warnings as the draft is saved, and handing in: the draft goes first, so that a
// session that is over, another's changes or a lost network are met before the page is left.
import { draftOf } from "./autosave.js";
import { showSignedOut } from "./autosave-banners.js";
import { isNumber, plain } from "./numbers.js";
import { ask } from "./server.js";
import { signInAgain } from "./sign-in.js";
import { keep, restore, taken, tidy } from "./unsent.js";

// a server that is being restarted answers by its proxy
const AWAY = [502, 503, 504];
const isAway = ({ status }) => status === 0 || AWAY.includes(status);

function changeOf(input) {
  const [now, base] = [plain(input.value), input.dataset.base];
  if (now === "" || base === "" || !isNumber(now, "decimal") || !isNumber(base, "decimal")) return "";
  const change = Number((Number(now) - Number(base)).toFixed(6));
  if (change === 0) return "±0";
  return `${change > 0 ? "+" : "−"}${Math.abs(change).toLocaleString("en-US", { maximumFractionDigits: 6 })}`;
}

function refresh(form, input) {
  const place = form.querySelector(`[data-change-of="${input.id}"]`);
  if (place) place.textContent = changeOf(input);
  const carried = form.querySelector(`[data-carried="${input.id}"]`);
  if (!carried) return;
  const same = plain(input.value) === input.dataset.base;
  carried.hidden = !same;
  carried.closest("tr")?.classList.toggle("is-carried", same);
  carried.closest(".entry")?.classList.toggle("doubt", same);
}

// What the server says of the draft: a reason is asked for in its place, a warning only tells.
function talk(form, said) {
  for (const box of form.querySelectorAll("[data-ask]")) {
    const words = said.asks?.[box.dataset.ask];
    if (words) box.querySelector("[data-words]").textContent = words;
    box.hidden = !words && box.querySelector("input").value === "";
  }
  for (const line of form.querySelectorAll("[data-tell]")) {
    const words = said.tells?.[line.dataset.tell];
    if (words) line.querySelector("[data-words]").textContent = words;
    line.hidden = !words;
  }
}

// so long until what could not be handed in is tried again, in ms
const AGAIN = 8000;
let again = 0;
let typedAt = 0;

function say(form, name) {
  const box = document.getElementById(name).content.firstElementChild.cloneNode(true);
  box.dataset.said = name;
  form.prepend(box);
  box.focus();
}

const isSaid = (form, name) => Boolean(form.querySelector(`[data-said="${name}"]`));

// A weak line is never "offline" to the browser: whether it carries is only found by trying.
function notSent(form) {
  keep(form, true);
  clearTimeout(again);
  again = setTimeout(() => goOut(form), AGAIN);
  if (!isSaid(form, "not-sent")) say(form, "not-sent");
}

// not while somebody types: half a number is not to go out
function goOut(form) {
  if (!isSaid(form, "not-sent") || form.dataset.asking) return;
  clearTimeout(again);
  if (typedAt && Date.now() - typedAt < AGAIN) again = setTimeout(() => goOut(form), AGAIN);
  else handIn(form, null);
}

function leave(form, submitter) {
  form.dataset.cleared = "1";
  keep(form, true);
  if (form.requestSubmit) form.requestSubmit(submitter || undefined);
  else if (form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }))) form.submit();
}

async function handIn(form, submitter) {
  form.dataset.asking = "1";
  submitter?.classList.add("is-busy");
  const answer = await draftOf(form).flush();
  delete form.dataset.asking;
  submitter?.classList.remove("is-busy");
  if (isAway(answer)) notSent(form);
  else if (answer.signedOut) signIn(form, submitter);
  else if (answer.status === 403) await refused(form, submitter);
  else if (answer.ok || answer.status !== 409) {
    form.querySelector("[data-said]")?.remove();
    leave(form, submitter);
  }
}

function signIn(form, submitter) {
  const goOn = () => handIn(form, submitter);
  showSignedOut(form, goOn);
  signInAgain(goOn);
}

// Either the token went with the cookies (with or without the session), or the right to file has
// gone since the page was opened: a duty officer's at half past eight. The page itself knows.
async function refused(form, submitter) {
  const page = await ask(location.pathname);
  if (page.signedOut) signIn(form, submitter);
  else if (isAway(page)) notSent(form);
  else if (page.status === 403) {
    form.querySelector('[data-said="not-sent"]')?.remove();
    if (!isSaid(form, "may-not")) say(form, "may-not");
  } else if (page.ok && !form.dataset.renewed) {
    form.dataset.renewed = "1";
    await handIn(form, submitter);
  } else leave(form, submitter);
}

export function start() {
  const form = document.querySelector("form[data-report]");
  for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
  tidy();
  if (!form) return;
  for (const kind of ["input", "filled"])
    form.addEventListener(kind, (event) => {
      if (event.target.dataset.base !== undefined) refresh(form, event.target);
    });
  // the keypad's 下一项 leads on, and never hands in half a page
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.closest(".entry")) return;
    event.preventDefault();
    const fields = [...form.querySelectorAll(".entry > input[data-number]")];
    const next = fields[fields.indexOf(event.target.closest(".entry").querySelector("input[data-number]")) + 1];
    (next || form.querySelector("button[type=submit]")).focus();
    next?.select();
  });
  form.addEventListener("input", (event) => {
    keep(form);
    if (event.isTrusted && isSaid(form, "not-sent")) typedAt = Date.now();
  });
  form.addEventListener("autosaved", (event) => {
    taken(form);
    talk(form, event.detail);
  });
  document.addEventListener(
    "submit",
    (event) => {
      if (event.target !== form || form.dataset.cleared) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (form.dataset.asking) return;
      form.elements.namedItem("device_at").value = new Date().toISOString();
      handIn(form, event.submitter);
    },
    true,
  );
  addEventListener("online", () => goOut(form));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && goOut(form));
  addEventListener("pageshow", (event) => {
    if (event.persisted) delete form.dataset.cleared;
  });
  if (restore(form)) {
    notSent(form);
    if (navigator.onLine) goOut(form);
  }
  const net = document.querySelector("[data-net]");
  const tell = () => net && (net.textContent = navigator.onLine ? `● ${net.dataset.online}` : `○ ${net.dataset.offline}`);
  tell();
  addEventListener("online", tell);
  addEventListener("offline", tell);
}
