// /m/people: who is in the house, found by name, letters or room; a card each, from the pack.
import { outbox } from "../outbox/index.js";

const $ = (id) => document.getElementById(id);
const unit = Number(document.querySelector('meta[name="shouwang"]')?.dataset.unit || 0);
const SHAPES = { ok: "✓", warn: "▲", bad: "✕", none: "○", info: "●" };
const KEYS = {
  residents: (one) => one.side === "resident",
  away: (one) => one.side === "resident" && one.is_out,
  marked: (one) => one.marks.length > 0,
  staff: (one) => one.side === "staff",
};

let people = [];
let shown = "residents";

function say(code, told = {}) {
  const text = $("pp-words").content.querySelector(`[data-code="${code}"]`)?.textContent || "";
  return text.replace(/\{(\w+)\}/g, (all, name) => (name in told ? told[name] : all));
}

function node(tag, className, ...inside) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...inside.filter((one) => one !== "" && one !== null && one !== undefined));
  return made;
}

function tag(tone, words) {
  const shape = node("span", "", SHAPES[tone]);
  shape.setAttribute("aria-hidden", "true");
  return node("span", `tag ${tone}`, shape, words);
}

const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit" });
const minutes = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hour12: false });
const day = (iso) => clock.format(new Date(iso)).replaceAll("/", "-");

function state(one) {
  if (one.side === "staff") return tag(one.presence ? "ok" : "none", one.presence || say("off"));
  return one.is_out ? tag("warn", one.presence) : tag("ok", say("in"));
}

function pairs(one) {
  const isResident = one.side === "resident";
  const age = one.age === null ? "" : say("age", { age: one.age });
  const care = [one.care, one.is_destitute ? say("destitute") : ""].filter(Boolean).join(" · ");
  const family = one.family.map((each) => [each.name, each.relation, each.phone].filter(Boolean).join(" "));
  return [
    [say("l-id"), one.id_number],
    [say("l-phone"), one.phone],
    [say("l-age"), [one.sex, age].filter(Boolean).join(" · ")],
    ...(isResident ? [[say("l-care"), care]] : []),
    [say(isResident ? "l-since" : "l-engaged"), one.since ? day(one.since) : ""],
    ...(isResident ? [[say("l-family"), family.join(say("comma"))]] : []),
  ];
}

function leading(words, url) {
  const made = node("a", "btn", words);
  made.href = url;
  return made;
}

function card(one) {
  const list = node("dl", "pairs");
  for (const [label, value] of pairs(one)) list.append(node("dt", "", label), node("dd", "pp-secret", value || "—"));
  const told = one.marks.filter((mark) => mark.url).map((mark) => leading(mark.words, mark.url));
  const links = one.links.map((link) => leading(link.zh, link.url));
  return node("div", "pp-card", list, node("p", "muted small", say("network")), node("div", "pp-links", ...told, ...links, leading(say("page"), one.url)));
}

function row(one) {
  const tags = node("span", "pp-tags", state(one), ...one.marks.map((mark) => tag(mark.tone, mark.words)));
  const summary = node("summary", "", node("span", "pp-who", node("strong", "", one.name), ` ${one.place || one.job}`), tags);
  const made = node("details", "pp-person", summary);
  // a hundred cards are made when they are opened
  made.addEventListener("toggle", () => made.open && !made.querySelector(".pp-card") && made.append(card(one)));
  return made;
}

function fits(one, typed) {
  if (!typed) return true;
  return one.name.toLowerCase().includes(typed) || one.place.toLowerCase().startsWith(typed) || (/^[a-z]+$/.test(typed) && one.py.includes(typed));
}

function drawKeys() {
  const made = Object.entries(KEYS)
    .map(([code, fit]) => [code, people.filter(fit).length])
    .filter(([code, n]) => n || code === "residents")
    .map(([code, n]) => {
      const key = node("button", "btn small", say(code, { n }));
      key.type = "button";
      key.setAttribute("aria-pressed", String(code === shown));
      key.addEventListener("click", () => {
        shown = code;
        draw();
        $("pp-keys").querySelector('[aria-pressed="true"]')?.focus();
      });
      return key;
    });
  $("pp-keys").replaceChildren(...made);
}

function draw() {
  drawKeys();
  const typed = $("pp-find").value.normalize("NFKC").trim().toLowerCase();
  const groups = new Map();
  for (const one of people.filter((each) => KEYS[shown](each) && fits(each, typed))) {
    const title = one.side === "staff" ? one.job || say("no-job") : one.room ? say("room", { room: one.room }) : say("no-room");
    groups.set(title, [...(groups.get(title) || []), one]);
  }
  const cards = [...groups].map(([title, list]) => node("section", "card", node("div", "card-head", node("h2", "", title)), ...list.map(row)));
  $("pp-list").replaceChildren(...(cards.length ? cards : [node("section", "card", node("p", "muted pp-none", say("none")))]));
}

async function load() {
  let pack;
  try {
    pack = await outbox.pack("people.house", unit);
  } catch (error) {
    const why = error.message === "refused" ? "refused-pack" : "no-pack";
    const words = document.getElementById("outbox-words")?.content.querySelector(`[data-code="${why}"]`)?.textContent;
    $("pp-list").replaceChildren(node("section", "card", node("div", "card-body", words || "")));
    return;
  }
  people = pack.people;
  const residents = people.filter(KEYS.residents);
  const out = residents.filter(KEYS.away).length;
  $("pp-sum").textContent = say("sum", { all: residents.length, in: residents.length - out, out });
  $("pp-kept").hidden = !pack.isKept;
  if (pack.isKept) $("pp-kept").textContent = say("kept", { time: minutes.format(new Date(pack.at)).replace("/", "-") });
  draw();
}

$("pp-find").addEventListener("input", draw);
load();
