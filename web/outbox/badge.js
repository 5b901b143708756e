// On every phone page: how much waits, whether there is a network, and no leaving with a full bag.
import { waitingReports } from "../modules/unsent.js";
import { canKeep, outbox } from "./index.js";
import { words } from "./words.js";

function say(badge, summary) {
  const { refused, held, trouble } = summary;
  const waiting = summary.waiting + waitingReports().length;
  const wrong = refused + held;
  badge.hidden = waiting + wrong === 0;
  badge.classList.toggle("is-wrong", wrong > 0);
  const state = wrong ? words("badge-wrong", { n: wrong }) : words("badge-waiting", { n: waiting });
  badge.textContent = trouble === "signed-out" && waiting ? words("badge-sign-in", { n: waiting }) : state;
}

export function start() {
  const badges = [...document.querySelectorAll("[data-outbox-badge]")];
  if (!badges.length || !canKeep()) return;
  outbox.on((summary) => badges.forEach((badge) => say(badge, summary)));
}
