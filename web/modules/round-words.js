// The words of the round's page, which its template holds, and the parts of the page made of them.
import { line } from "./round-sheet.js";

const $ = (id) => document.getElementById(id);

export const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hour12: false });

export function say(code, told = {}) {
  const text = $("tr-words").content.querySelector(`[data-code="${code}"]`)?.textContent || "";
  return text.replace(/\{(\w+)\}/g, (all, name) => (name in told ? told[name] : all));
}

/** Say how many are due and done, left, not there, feverish. */
export function sumOf({ all, done, left, gone, fevers }) {
  let text = say("sum", { all, done, left });
  if (gone) text += say("sum-absent", { n: gone });
  if (fevers) text += say("sum-fever", { n: fevers });
  // a number stays on the line of what it counts
  return text.replace(/ (?=\d)/g, "\u00a0");
}

/** Make the key of one of the day's rounds. */
export function roundKey(one, isChosen) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn";
  button.dataset.round = one.number;
  button.setAttribute("aria-pressed", String(isChosen));
  const note = document.createElement("small");
  note.textContent = one.done ? `✓ ${say("round-done")}` : say("until", { time: clock.format(new Date(one.until)) });
  button.append(say("round", { n: one.number }), note);
  return button;
}

/** Make what stands in place of a list that is not to be had. */
export function emptyCard(title, text) {
  const box = document.createElement("section");
  box.className = "card tr-empty";
  const head = document.createElement("h2");
  head.textContent = title;
  const again = document.createElement("button");
  again.type = "button";
  again.className = "btn";
  again.textContent = say("again");
  again.addEventListener("click", () => location.reload());
  box.append(head, line(text), again);
  return box;
}
