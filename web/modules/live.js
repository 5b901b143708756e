// [data-live=URL]: a part of a page that keeps itself up to date without htmx, for the phone. Asks
// every half minute while somebody looks; 204 says that nothing changed. Never under somebody's finger.
import { ask } from "./server.js";

const EVERY = 30000;

function isInUse(part) {
  return part.contains(document.activeElement) || part.querySelector("input:checked, details[open], form[data-gone]");
}

async function refresh(part) {
  if (document.hidden || isInUse(part)) return;
  const address = new URL(part.dataset.live, location.href);
  address.searchParams.set("seen", part.dataset.seen);
  const answer = await ask(address, { background: true });
  if (!answer.ok || answer.status === 204 || isInUse(part)) return;
  const made = document.createElement("template");
  made.innerHTML = answer.text;
  const stamp = made.content.querySelector("[data-stamp]");
  if (!stamp) return;
  part.dataset.seen = stamp.dataset.stamp;
  part.replaceChildren(made.content);
}

export function start() {
  for (const part of document.querySelectorAll("[data-live]")) {
    setInterval(() => refresh(part), EVERY);
    document.addEventListener("visibilitychange", () => refresh(part));
  }
}
