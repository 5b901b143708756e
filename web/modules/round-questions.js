// What the round asks before it goes on: each resolves with what was answered.
import { shown } from "./round-pad.js";
import { ask, boxes, line, steps } from "./round-sheet.js";
import { say } from "./round-words.js";

/** Ask whether a fever is one: "yes" to measure again now, "later", "no" where it was mistyped. */
export function askFever({ place, name }, tenths) {
  return ask({
    title: say("fever-title", { value: shown(tenths) }),
    tone: "bad",
    body: [line(say("fever-who", { place, name }), "tr-fever-who"), steps([say("fever-1"), say("fever-2"), say("fever-3")])],
    deeds: [
      { code: "yes", text: say("fever-yes"), tone: "primary" },
      { code: "later", text: say("fever-later") },
      { code: "no", text: say("fever-no") },
    ],
  });
}

/** Ask why somebody was not there; empty where the question was put away. */
export function askAbsent(name, absent) {
  const choices = [...absent].map(([code, text]) => ({ code, text }));
  return ask({ title: say("why-absent", { name }), deeds: [...choices, { code: "", text: say("cancel"), tone: "quiet" }] });
}

/** Ask for symptoms: the codes that are ticked, null where the question was put away. */
export async function askSymptoms(name, symptoms, ticked) {
  const { list, ticked: chosen } = boxes(symptoms, ticked);
  const choices = [{ code: "ok", text: say("ok"), tone: "primary" }, { code: "", text: say("cancel"), tone: "quiet" }];
  return (await ask({ title: say("symptoms", { name }), body: [list], deeds: choices })) ? chosen() : null;
}

/** Ask whether a round is done, naming who is left: "yes" or "no". */
export function askFinish(number, left) {
  const names = left.slice(0, 12).map((one) => one.name).join("、") + (left.length > 12 ? "…" : "");
  const body = [line(left.length ? say("finish-left", { n: left.length, names }) : say("finish-none"))];
  const yes = { code: "yes", text: say(left.length ? "finish-anyway" : "finish-yes"), tone: left.length ? "" : "primary" };
  const no = { code: "no", text: say("finish-back"), tone: left.length ? "primary" : "" };
  return ask({ title: say("finish-title", { n: number }), body, deeds: left.length ? [no, yes] : [yes, no] });
}
