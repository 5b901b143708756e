// /m/outbox/: what is on this phone, entry by entry, and what can be done with it.
import { waitingReports } from "../modules/unsent.js";
import { canKeep, outbox } from "../outbox/index.js";
import { save } from "../outbox/saving.js";
import { kindName, words } from "../outbox/words.js";

const TONES = { waiting: "warn", sending: "info", delivered: "ok", refused: "bad", held: "warn" };
const SHAPES = { ok: "✓", warn: "▲", bad: "✕", info: "●" };
const find = (id) => document.getElementById(id);

// the phone's clock may be wrong: how much was learnt from the last page of the server
function hourOf(made) {
  const skew = Number(localStorage.getItem("clock-skew")) || 0;
  const told = { month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hour12: false };
  return new Intl.DateTimeFormat("zh-CN", { ...told, timeZone: "Asia/Shanghai" }).format(made + skew).replace("/", "-");
}

function show(line, selector, isShown) {
  const place = line.querySelector(selector);
  place.hidden = !isShown;
  return place;
}

function why(entry) {
  if (entry.isBroken) return words("broken");
  const answer = entry.answer || {};
  return entry.state === "delivered" ? answer.text : answer.why;
}

function draw(entry) {
  const line = find("box-line").content.firstElementChild.cloneNode(true);
  const tag = line.querySelector(".tag");
  tag.classList.add(TONES[entry.state]);
  tag.firstElementChild.textContent = SHAPES[TONES[entry.state]];
  tag.append(words(entry.state));
  line.dataset.id = entry.id;
  line.dataset.state = entry.state;
  line.querySelector("time").textContent = hourOf(entry.made_at);
  line.querySelector("[data-kind]").textContent = kindName(entry.kind);
  line.querySelector("[data-text]").textContent = entry.text || "";
  const said = why(entry);
  show(line, "[data-why]", said).textContent = said || "";
  show(line, "[data-retry]", ["refused", "waiting"].includes(entry.state)).addEventListener("click", () => outbox.retry(entry.id));
  show(line, "[data-remove]", ["refused", "waiting"].includes(entry.state)).addEventListener("click", () => {
    if (confirm(words("delete-sure"))) outbox.remove(entry.id);
  });
  const link = show(line, "[data-open]", entry.answer?.url);
  if (entry.answer?.url) link.href = entry.answer.url;
  return line;
}

// what has arrived is looked at and forgotten: no more of it than this
const MOST_DELIVERED = 30;
let latest = null;
let drawing = null;

/** Draw what is there now; changes that come meanwhile are drawn together, once. */
function refresh(summary) {
  latest = summary;
  drawing ||= redraw().finally(() => {
    drawing = null;
  });
}

async function redraw() {
  while (latest) {
    const summary = latest;
    latest = null;
    drawAll(summary, await outbox.entries());
    await new Promise((go) => setTimeout(go, 150));
  }
}

function drawAll(summary, all) {
  let delivered = 0;
  const entries = all.filter(({ state }) => state !== "delivered" || (delivered += 1) <= MOST_DELIVERED);
  const reports = waitingReports();
  find("box-list").replaceChildren(...reports.map(drawReport), ...entries.map(draw));
  find("box-empty").hidden = entries.length + reports.length > 0;
  const { refused, held, trouble, others } = summary;
  const waiting = summary.waiting + reports.length;
  find("box-state").textContent = words(waiting + refused + held ? "state" : "state-none", { n: waiting, m: refused + held });
  const told = trouble && waiting ? words(trouble) : "";
  const box = find("box-trouble");
  box.hidden = !told;
  box.querySelector("[data-words]").textContent = told;
  box.querySelector("[data-sign-in]").hidden = trouble !== "signed-out";
  find("box-others").hidden = !others;
  find("box-others").querySelector("[data-words]").textContent = words("others", { n: others });
}

/** A report is sent by its own page: here it is only pointed at. */
function drawReport({ url }) {
  const line = find("box-report").content.firstElementChild.cloneNode(true);
  line.querySelector("a").href = url;
  return line;
}

async function nag() {
  const inWeChat = /MicroMessenger/.test(navigator.userAgent);
  const told = inWeChat ? "wechat" : (await outbox.persisted()) ? "" : "not-persisted";
  find("box-nag").hidden = !told;
  find("box-nag").textContent = words(told);
}

function say(text) {
  find("box-said").textContent = text;
}

async function load(input) {
  const [file] = input.files;
  input.value = "";
  if (!file) return;
  try {
    say(words("loaded", { n: await outbox.load(file) }));
  } catch (error) {
    say(words(error.message === "not-mine" ? "not-mine" : "not-ours"));
  }
}

function start() {
  if (!canKeep()) {
    find("box-state").textContent = words("no-keeping");
    return;
  }
  outbox.on(refresh);
  nag();
  document.querySelector("[data-send]").addEventListener("click", () => outbox.send({ isDeed: true }));
  document.querySelector("[data-rescue]").addEventListener("click", async () => save(await outbox.rescue(waitingReports()), words("file-name")));
  find("box-load").addEventListener("change", (event) => load(event.target));
}

start();
