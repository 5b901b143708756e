// Sending: one tab at a time, small packets, and a reason in plain words when nothing goes out.
import { ask } from "../modules/server.js";
import { answered, due, mark, packed, pause, revive } from "./entries.js";
import { HELD, SENDING, WAITING, db } from "./store.js";

const PATIENCE = 45_000;
const LOOK_AGAIN = 10 * 60 * 1000;

/** Only one tab sends; another waits for its turn and finds less to do. */
function alone(deed) {
  return navigator.locks ? navigator.locks.request("shouwang-outbox", deed) : deed();
}

export class Sender {
  constructor(user, address, tell) {
    Object.assign(this, { user, address, tell, trouble: "", failures: 0, timer: 0 });
    this.running = null;
    this.isAsked = false;
    this.early = new Set();
  }

  /** Send what waits; `isDeed`: a person did something just now, which counts as activity. */
  send({ isDeed = false, ids = [] } = {}) {
    for (const id of ids) this.early.add(id);
    if (isDeed) this.isDeed = true;
    this.isAsked = true;
    this.running ||= this.#turns().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  async #turns() {
    while (this.isAsked) {
      this.isAsked = false;
      await this.#turn();
    }
  }

  async #turn() {
    clearTimeout(this.timer);
    try {
      await alone(() => this.#all());
    } catch {
      this.#later("store");
    }
  }

  async #all() {
    await revive(this.user);
    for (;;) {
      const batch = await due(this.user, this.early);
      if (!batch.length) break;
      if (!(await this.#one(batch))) return;
    }
    this.failures = 0;
    this.isDeed = false;
    this.early.clear();
    await this.#nextTurn();
  }

  async #one(batch) {
    const ids = batch.map((row) => row.id);
    for (const id of ids) this.early.delete(id);
    await mark(ids, SENDING);
    await this.tell();
    const said = await this.#post(batch).catch(() => ({ trouble: "store" }));
    if (said.trouble) {
      await mark(ids, WAITING);
      return this.#later(said.trouble);
    }
    this.trouble = "";
    const heard = new Map(said.answers.map((one) => [one.id, one]));
    const told = ids.map((id) => answered(this.user, heard.get(id) || { id, state: "again" }));
    await this.tell((await Promise.all(told)).filter(Boolean));
    return true;
  }

  async #post(batch) {
    const form = await packed(this.user, batch);
    form.append("user", this.user);
    let answer = await this.#try(form);
    // the token went with the cookies, or is another session's: the address itself brings a new one
    if (answer.status === 403) {
      const fresh = await ask(this.address, { json: true, background: true });
      if (!fresh.ok) return { trouble: troubleOf(fresh) };
      answer = await this.#try(form);
      // refused with a fresh token as well: whoever it was is signed in no more
      if (answer.status === 403) return { trouble: "signed-out" };
    }
    const said = answer.json();
    if (answer.ok && Array.isArray(said.answers)) return said;
    return { trouble: troubleOf(answer) };
  }

  #try(form) {
    form.set("device_now", new Date().toISOString());
    return ask(this.address, { method: "POST", body: form, json: true, background: !this.isDeed, patience: PATIENCE });
  }

  #later(trouble) {
    this.trouble = trouble;
    this.failures += 1;
    this.isDeed = false;
    // without a session there is nothing to try until somebody signs in
    if (!["signed-out", "password", "other-user"].includes(trouble)) this.#at(pause(this.failures));
    this.tell();
    return false;
  }

  #at(ms) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), ms);
  }

  async #nextTurn() {
    const rows = await db.entries.where("[user+state]").equals([this.user, WAITING]).toArray();
    if (rows.length) this.#at(Math.max(1000, Math.min(...rows.map((row) => row.next_at)) - Date.now()));
  }

  /** Ask again about what waits for somebody's decision: it may have been taken. */
  async lookAgain() {
    const before = Date.now() - LOOK_AGAIN;
    const held = db.entries.where("[user+state]").equals([this.user, HELD]).filter((row) => row.answered_at < before);
    await held.modify({ state: WAITING, next_at: 0 });
  }
}

function troubleOf(answer) {
  if (answer.status === 0) return navigator.onLine ? "slow" : "offline";
  if (answer.signedOut) return "signed-out";
  if (answer.goTo) return "password";
  if (answer.status === 409) return "other-user";
  if (answer.status === 413) return "too-large";
  if (answer.status >= 400 && answer.status < 500) return "forbidden";
  return "server";
}
