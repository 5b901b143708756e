// On every phone page: how much waits, whether there is a network, and no leaving with a full bag.
import { waitingReports } from "../modules/unsent.js";
import { canKeep, outbox } from "./index.js";
import { words } from "./words.js";

function say(badge, summary) {
  const { refused, held, trouble } = summary;
  const waiting = summary.waiting + waitingReports().length;
  const told = [];
  if (waiting) told.push(words(trouble === "signed-out" ? "badge-sign-in" : "badge-waiting", { n: waiting }));
  if (refused) told.push(words(waiting ? "badge-also" : "badge-wrong", { n: refused }));
  if (held && !told.length) told.push(words("badge-held", { n: held }));
  badge.hidden = told.length === 0;
  badge.classList.toggle("is-wrong", refused > 0 && waiting === 0);
  badge.textContent = told.join(" ");
}

export function start() {
  const badges = [...document.querySelectorAll("[data-outbox-badge]")];
  if (!badges.length || !canKeep()) return;
  let last = null;
  const show = () => last && badges.forEach((badge) => say(badge, last));
  outbox.on((summary) => {
    last = summary;
    show();
  });
  document.addEventListener("unsent", show);
}
