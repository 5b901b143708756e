// The form of /m/movements: one for every kind, showing what the kind asks for.
import { isPhone } from "../gate/dom.js";
import * as identity from "../identity.js";
import { $, node, option, say } from "./dom.js";

let pack = null;
let asked = null;
let put = null;

/** The buttons that open the form, one for each kind that this user may enter. */
export function kinds(given, deliver) {
  pack = given;
  put = deliver;
  return pack.kinds.map((kind) => {
    const made = node("button", `btn mv-kind${kind.code === "death" ? " mv-quiet" : ""}`, node("span", "", kind.zh));
    made.type = "button";
    if (kind.refusal) made.append(node("small", "", `▲ ${say(kind.is_absolute ? "suspended" : "special")}`));
    made.addEventListener("click", () => begin(kind));
    return made;
  });
}

const fill = (id, first, list) => $(id).replaceChildren(option("", first), ...list.map((one) => option(one.code, one.zh)));

function fitting(kind) {
  if (kind.code === "return") return pack.people.filter((one) => one.out);
  return kind.is_outing ? pack.people.filter((one) => !one.out) : pack.people;
}

// who is outside is offered with that word, where others are offered too
function offer(one, kind) {
  const who = `${one.place} ${one.name}`;
  return one.out && kind.code !== "return" ? say("who-outside", { who }) : who;
}

function begin(kind) {
  asked = kind;
  // what was said of the entry before would lie over the button of this one
  $("toasts").replaceChildren();
  $("mv-ask").reset();
  $("mv-person").replaceChildren(option("", say("choose")), ...fitting(kind).map((one) => option(one.id, offer(one, kind))));
  $("mv-former").replaceChildren(option("", say("newcomer")), ...pack.former.map((one) => option(one.id, say("former", one))));
  fill("mv-how", "—", pack.hows);
  fill("mv-sex", "—", pack.sexes);
  fill("mv-care", "—", pack.cares);
  fill("mv-where", say("choose"), pack.wheres);
  $("mv-ask-title").textContent = kind.zh;
  $("mv-refusal").hidden = !kind.refusal;
  $("mv-refusal").textContent = kind.refusal ? `${kind.refusal}。${say(kind.is_absolute ? "more-absolute" : "more-special")}` : "";
  $("mv-fields").hidden = kind.is_absolute;
  $("mv-send").disabled = kind.is_absolute;
  $("mv-send").textContent = say(kind.code === "death" ? "send-death" : "send");
  $("mv-wrong").hidden = true;
  arrange();
  $("mv-ask").hidden = false;
  $("mv-ask-title").focus();
}

/** Show what this kind, and what was typed so far, asks for. */
function arrange() {
  for (const part of document.querySelectorAll("#mv-fields [data-for]")) part.hidden = !part.dataset.for.split(" ").includes(asked.code);
  if (asked.code === "admission") arrangeNewcomer();
  const isolated = asked.is_kept_in && pack.people.find((one) => one.id === $("mv-person").value)?.isolated;
  $("mv-isolated").hidden = !isolated;
  if (isolated) $("mv-isolated").textContent = say("isolated", { day: isolated });
}

function arrangeNewcomer() {
  $("mv-former").closest(".field").hidden = !pack.former.length;
  $("mv-newcomer").hidden = Boolean($("mv-former").value);
  const typed = $("mv-id_number").value.trim();
  const isRead = Boolean(typed) && !identity.isOther(typed) && !identity.fault(typed);
  $("mv-by-hand").hidden = isRead || (pack.needs_birthday && !typed);
  $("mv-born").hidden = !pack.needs_birthday || isRead;
  $("mv-read").hidden = !isRead;
  if (!isRead) return;
  const { sex, year } = identity.read(typed);
  $("mv-read").textContent = say("id-read", { sex: pack.sexes.find((one) => one.code === sex)?.zh || "", year });
}

function wrong(code, field) {
  $("mv-wrong").textContent = say(code);
  $("mv-wrong").hidden = false;
  $(field).closest(".field").append($("mv-wrong"));
  $(field).focus();
  return false;
}

// what the server would refuse later is said now, while somebody is there to mend it
function isFit(told) {
  if (asked.code === "admission" ? !isFitNewcomer(told) : !told.person && !wrong("need-person", "mv-person")) return false;
  if (asked.code === "death") return isFitDeath(told);
  if (!told.reason.trim()) return wrong("need-reason", "mv-reason");
  return isTold(told);
}

function isTold(told) {
  if (asked.code !== "admission" && told.told_whom.trim() && !told.told_how) return wrong("need-how", "mv-how");
  return true;
}

function isFitNewcomer(told) {
  if (told.former) return true;
  if (!told.name.trim()) return wrong("need-name", "mv-name");
  const number = told.id_number.trim();
  const fault = number && !identity.isOther(number) && identity.fault(number);
  if (fault) return wrong(`id-${fault}`, "mv-id_number");
  if (pack.needs_birthday && !told.born_on && (!number || identity.isOther(number))) return wrong("need-born", "mv-id_number");
  if (!number && told.birth_year.trim() && !/^(18[89]|19|20)\d+$/.test(told.birth_year.trim())) return wrong("wrong-year", "mv-birth_year");
  const phone = told.contact_phone.trim();
  if (phone && !told.contact_name.trim()) return wrong("need-contact", "mv-contact_name");
  return !phone || isPhone(phone) || wrong("wrong-phone", "mv-contact_phone");
}

function isFitDeath(told) {
  if (!told.where) return wrong("need-where", "mv-where");
  if (told.cause.trim() && !told.cause_told_by.trim()) return wrong("need-told-by", "mv-cause_told_by");
  return isTold(told);
}

const OUTING = ["person", "reason", "destination", "companion", "told_whom", "told_how"];
const DEATH = ["person", "where", "where_note", "cause", "cause_told_by", "documents", "told_whom", "told_how"];
const NEWCOMER = ["name", "id_number", "sex", "born_on", "care", "contact_name", "contact_relation", "contact_phone"];

const picked = (told, names) => Object.fromEntries(names.map((name) => [name, told[name] || ""]));

// a wall time of this house as a moment, however the phone's zone is set
const shanghai = (wall) => (wall ? `${wall}:00+08:00` : "");

function entry(told) {
  const name = asked.code === "admission" && !told.former ? told.name.trim() : nameOf(told.former || told.person);
  if (asked.code === "death") return { kind: "movements.death", body: { ...picked(told, DEATH), at: shanghai(told.at) }, text: say("text-death", { name }) };
  const text = say("text", { kind: asked.zh, name });
  if (asked.code !== "admission")
    return { kind: "movements.request", body: { ...picked(told, OUTING), kind: asked.code, is_emergency: asked.may_go_first && $("mv-emergency").checked }, text };
  const stay = picked(told, ["reason", "room", "bed"]);
  if (told.former) return { kind: "movements.admission", body: { ...stay, person: told.former }, text };
  const year = Number.parseInt(told.birth_year, 10) || null;
  return { kind: "movements.admission", body: { ...stay, ...picked(told, NEWCOMER), birth_year: year, is_destitute: $("mv-destitute").checked }, text };
}

function nameOf(key) {
  return [...pack.people, ...pack.former].find((one) => one.id === key)?.name || "";
}

async function send(event) {
  event.preventDefault();
  const told = Object.fromEntries(new FormData($("mv-ask")));
  // what was wrong before may have been mended
  $("mv-wrong").hidden = true;
  if (!isFit(told)) return;
  $("mv-send").disabled = true;
  const { kind, body, text } = entry(told);
  const state = await put(kind, body, text);
  $("mv-send").disabled = false;
  // what the server refused stays to be mended; the refused entry stands in the outbox, too
  $("mv-ask").hidden = state !== "refused";
}

export function start() {
  $("mv-ask").addEventListener("submit", send);
  $("mv-close").addEventListener("click", () => ($("mv-ask").hidden = true));
  for (const id of ["mv-person", "mv-former", "mv-id_number"]) $(id).addEventListener("input", () => asked && arrange());
}
