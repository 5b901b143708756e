// The outbox itself: an entry point of its own (build/outbox.js), loaded once by a page.
import { all, counts, keep, mark, remove, shown, tidy } from "./entries.js";
import { draft, keepDraft, pack, tidy as tidyPacks } from "./packs.js";
import { contentOf, rescue } from "./rescue.js";
import { forgetKeys } from "./seal.js";
import { Sender } from "./sender.js";
import { SENDING, WAITING, db } from "./store.js";

let opened = null;

export function open(user, settings) {
  opened ||= new Outbox(user, settings);
  return opened.ready.then(() => opened);
}

class Outbox {
  constructor(user, settings) {
    Object.assign(this, { user, settings, listeners: new Set() });
    this.channel = globalThis.BroadcastChannel ? new BroadcastChannel("shouwang-outbox") : null;
    this.sender = new Sender(user, settings.envelopes, (entries) => this.changed(entries));
    this.channel?.addEventListener("message", ({ data }) => this.#heard(data));
    this.ready = this.#begin();
  }

  async #begin() {
    await db.open();
    await tidy(this.user);
    await tidyPacks();
    await this.sender.lookAgain();
    this.sender.send();
    addEventListener("online", () => this.send());
    addEventListener("offline", () => this.changed());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.send());
  }

  async put(entry) {
    const kept = await keep(this.user, entry);
    navigator.storage?.persist?.().catch(() => {});
    await this.changed([kept]);
    this.sender.send({ isDeed: true });
    return kept;
  }

  async settled(id, { within = 4000 } = {}) {
    const look = async () => {
      const row = await db.entries.get(id);
      return row ? shown(row) : null;
    };
    const isOpen = (entry) => entry && (entry.state === WAITING || entry.state === SENDING);
    const until = Date.now() + within;
    let entry = await look();
    while (isOpen(entry) && Date.now() < until && !this.sender.trouble) {
      await new Promise((go) => setTimeout(go, 60));
      entry = await look();
    }
    return entry;
  }

  entries() {
    return all(this.user);
  }

  pack(code, unit, asked) {
    return pack(this.user, code, unit, asked);
  }

  draft(code, unit) {
    return draft(this.user, code, unit);
  }

  keepDraft(code, unit, data) {
    return keepDraft(this.user, code, unit, data);
  }

  async send({ isDeed = false } = {}) {
    const rows = await db.entries.where("[user+state]").equals([this.user, WAITING]).primaryKeys();
    return this.sender.send({ ids: rows, isDeed });
  }

  async retry(id) {
    await mark([id], WAITING);
    await this.changed();
    return this.sender.send({ ids: [id], isDeed: true });
  }

  async remove(id) {
    await remove(id);
    await this.changed();
  }

  rescue(reports) {
    return rescue(this.user, reports);
  }

  /** Take a rescue file back; answers how many entries it brought that were not here. */
  async load(file) {
    let brought = 0;
    const { entries, reports } = contentOf(this.user, await file.text());
    for (const { key, value } of reports) if (key.startsWith("unsent:")) localStorage.setItem(key, value);
    for (const entry of entries) {
      if (await db.entries.get(entry.id)) continue;
      await keep(this.user, entry);
      brought += 1;
    }
    await this.changed();
    this.sender.send({ isDeed: true });
    return brought;
  }

  /** Forget all of this user on this phone: the key goes last and makes the rest unreadable. */
  async wipe() {
    const ids = await db.entries.where("user").equals(this.user).primaryKeys();
    await db.transaction("rw", db.keys, db.entries, db.files, db.packs, async () => {
      await db.files.where("entry").anyOf(ids).delete();
      await db.entries.where("user").equals(this.user).delete();
      await db.packs.where("user").equals(this.user).delete();
      await db.keys.delete(this.user);
    });
    forgetKeys();
    this.channel?.postMessage({ isWiped: true });
    await this.#tell();
  }

  async persisted() {
    return Boolean(await navigator.storage?.persisted?.());
  }

  on(listener) {
    this.listeners.add(listener);
    this.summary().then((summary) => this.listeners.has(listener) && listener(summary));
    return () => this.listeners.delete(listener);
  }

  async summary() {
    const counted = await counts(this.user);
    // read after the waiting: of two tellings under way the one that ends last must not be the older
    return { ...counted, trouble: navigator.onLine ? this.sender.trouble : "offline" };
  }

  async changed(entries) {
    this.channel?.postMessage({ trouble: this.sender.trouble });
    await this.#tell(entries);
  }

  async #tell(entries = []) {
    const summary = await this.summary();
    for (const listener of this.listeners) {
      if (!entries.length) listener(summary);
      for (const entry of entries) listener(summary, entry);
    }
  }

  #heard(told) {
    if (told.isWiped) forgetKeys();
    else if (told.trouble !== undefined) this.sender.trouble = told.trouble;
    this.#tell();
  }
}
