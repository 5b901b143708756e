// Signing out: what this browser keeps of its user goes with them, but never before it has arrived
// or is safe in a rescue file.
import { closeLayer, openLayer } from "../modules/layer.js";
import { csrf } from "../modules/server.js";
import { waitingReports, wipeReports } from "../modules/unsent.js";
import { canKeep, outbox } from "./index.js";
import { forgetUser, wasHere } from "./keeping.js";
import { save } from "./saving.js";
import { words } from "./words.js";

const DOOR = "[action$='/sign-out/']";
const settings = () => document.querySelector('meta[name="shouwang"]')?.dataset || {};

async function pending() {
  const reports = waitingReports();
  const states = canKeep() && wasHere() ? (await outbox.entries()).map((entry) => entry.state) : [];
  const waiting = states.filter((state) => state === "waiting" || state === "sending").length;
  const refused = states.filter((state) => state === "refused").length;
  return { waiting, refused, reports, all: waiting + refused + reports.length };
}

async function go(form) {
  if (canKeep() && wasHere()) await outbox.wipe().catch(() => {});
  await wipeReports();
  forgetUser();
  const token = form.querySelector('input[name="csrfmiddlewaretoken"]');
  if (token && csrf()) token.value = csrf();
  form.submit();
}

function say(box, held) {
  const counts = { waiting: held.waiting, refused: held.refused, reports: held.reports.length };
  const told = Object.entries(counts).filter(([, n]) => n > 0);
  const what = told.map(([name, n]) => words(`leave-${name}`, { n })).join(words("comma"));
  box.querySelector("[data-words]").textContent = words("leave-why", { what });
  const list = box.querySelector("[data-reports]");
  list.replaceChildren(
    ...held.reports.map(({ url }) => {
      const link = document.createElement("a");
      link.href = url;
      link.textContent = words("leave-report");
      const line = document.createElement("li");
      line.append(link);
      return line;
    }),
  );
  box.querySelector("[data-upload]").hidden = held.waiting === 0;
}

function stay(box) {
  closeLayer();
  box.remove();
}

async function upload(box, form) {
  const button = box.querySelector("[data-upload]");
  button.classList.add("is-busy");
  await outbox.send({ isDeed: true });
  button.classList.remove("is-busy");
  const left = await pending();
  if (!left.all) return go(form);
  say(box, left);
  const said = box.querySelector("[data-said]");
  said.textContent = words("leave-not-all");
  said.hidden = false;
}

async function leave(form) {
  const held = await pending().catch(() => ({ all: 0 }));
  if (!held.all) return go(form);
  const template = document.getElementById("leave-box");
  // a desk page has no outbox to show: its phone page asks
  if (!template) return location.assign(`${settings().box}?leave=1`);
  const box = template.content.firstElementChild.cloneNode(true);
  document.body.append(box);
  say(box, held);
  box.querySelector("[data-upload]").addEventListener("click", () => upload(box, form));
  box.querySelector("[data-rescue]").addEventListener("click", async () => {
    save(await outbox.rescue(held.reports), words("file-name"));
    // the browser takes the file from the page: not before it has it
    setTimeout(() => go(form), 1500);
  });
  box.querySelector("[data-stay]").addEventListener("click", () => stay(box));
  openLayer(box, { onClose: () => box.remove() });
  box.focus();
}

export function start() {
  document.addEventListener(
    "submit",
    (event) => {
      if (!event.target.matches(DOOR)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      leave(event.target);
    },
    true,
  );
  if (new URLSearchParams(location.search).has("leave")) document.querySelector(DOOR)?.requestSubmit?.();
}
