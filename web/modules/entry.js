// form[data-report]: filling a report on the desk or the phone.
//
// Change against the base value beside each field, the mark of a carried value, questions and
// warnings as the draft is saved, and handing in: the draft goes first, so that a
// session that is over, another's changes or a lost network are met before the page is left.
import { draftOf } from "./autosave.js";
import { showSignedOut } from "./autosave-banners.js";
import { isNumber, plain } from "./numbers.js";
import { signInAgain } from "./sign-in.js";
import { keep, restore, taken, tidy } from "./unsent.js";

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

function notSent(form) {
  keep(form, true);
  if (form.querySelector("[data-not-sent]")) return;
  const box = document.getElementById("not-sent").content.firstElementChild.cloneNode(true);
  box.dataset.notSent = "";
  form.prepend(box);
  box.focus();
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
  if (answer.status === 0) notSent(form);
  // without a session, or without the token that went with the cookies: sign in, then go on
  else if (answer.signedOut || answer.status === 403) {
    const goOn = () => handIn(form, submitter);
    showSignedOut(form, goOn);
    signInAgain(goOn);
  } else if (answer.ok || answer.status !== 409) {
    form.querySelector("[data-not-sent]")?.remove();
    leave(form, submitter);
  }
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
  form.addEventListener("input", () => keep(form));
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
  addEventListener("online", () => {
    if (form.querySelector("[data-not-sent]")) handIn(form, null);
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) delete form.dataset.cleared;
  });
  if (restore(form)) {
    notSent(form);
    if (navigator.onLine) handIn(form, null);
  }
  const net = document.querySelector("[data-net]");
  const say = () => net && (net.textContent = navigator.onLine ? `● ${net.dataset.online}` : `○ ${net.dataset.offline}`);
  say();
  addEventListener("online", say);
  addEventListener("offline", say);
}
