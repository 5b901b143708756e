// The outbox as page modules see it: what is entered on a phone goes into it and out when it can.
//
//   import { outbox } from "../outbox/index.js";
//   await outbox.put({ kind: "gate.visit", unit: 7, body: {…}, files: { photo }, text: "张三 36.5 ℃" });
//   const data = await outbox.pack("health.round", 7);      // data.at: when the server made it
//
// This file is small and in every bundle; the store behind it (build/outbox.js) is loaded once for
// the whole page, however many modules ask.
import { ask } from "../modules/server.js";

const settings = () => document.querySelector('meta[name="shouwang"]')?.dataset || {};

// so long is the server waited for before what is kept must do, in ms
const PATIENCE = 6000;
let loading = null;

function core() {
  const { outbox: address, user } = settings();
  if (!address || !user) return Promise.reject(new Error("nobody is signed in on this page"));
  loading ||= import(address)
    .then((module) => module.open(user, settings()))
    .catch((error) => {
      loading = null;
      throw error;
    });
  return loading;
}

const call = (name) => async (...told) => (await core())[name](...told);

/** Ask for a pack at once: the answer is under way while the store is loaded and opened. */
async function pack(code, unit) {
  const { packs: address } = settings();
  if (!address) return core();
  const asked = ask(address.replace("PACK/0", `${code}/${unit}`), { json: true, background: true, patience: PATIENCE });
  return (await core()).pack(code, unit, asked);
}

/** Whether entries can be kept on this phone: a secure address, a store, somebody signed in. */
export function canKeep() {
  const { outbox: address, user } = settings();
  return Boolean(address && user && globalThis.isSecureContext && globalThis.crypto?.subtle && globalThis.indexedDB);
}

export const outbox = {
  /**
   * Keep an entry and send it as soon as it can go. `{kind, unit, body, files, text, at}`: `kind` a
   * code of kit.offline, `unit` an id, `body` plain JSON, `files` names to Blobs (pictures are made
   * smaller), `text` the line a person recognises it by, `at` a Date when it happened (now).
   * Resolves with the entry once it is safe on the phone; `id` is the key of the record to be.
   */
  put: call("put"),
  /**
   * What became of an entry, waiting at most `{within}` ms for the server: the entry with `state`
   * (waiting, sending, delivered, refused, held) and `answer` {text, url, why, findings}.
   */
  settled: call("settled"),
  /** All entries of this user on this phone, the newest first. */
  entries: call("entries"),
  /** What a page carries along, fresh or else as kept: the pack's data with `at` and `isKept`. */
  pack,
  /** What a page was in the middle of on this phone (plain data), or null; and to keep it, sealed. */
  draft: call("draft"),
  keepDraft: call("keepDraft"),
  /** Send now whatever waits. */
  send: call("send"),
  /** Let a refused entry try again. */
  retry: call("retry"),
  /** Forget an entry; to be asked before. */
  remove: call("remove"),
  /** Everything not delivered, with photos, as a file that `load` takes back. */
  rescue: call("rescue"),
  load: call("load"),
  /** Forget everything of this user on this phone. */
  wipe: call("wipe"),
  persisted: call("persisted"),
  /**
   * Hear of every change: `listener({waiting, refused, held, trouble, others}, entry?)`; `trouble` is
   * "" or why nothing goes out now (offline, slow, server, signed-out, password, other-user,
   * forbidden). Called at once, too. Returns how to stop.
   */
  on(listener) {
    let stop = () => {};
    let gone = false;
    core()
      .then((box) => {
        if (!gone) stop = box.on(listener);
      })
      .catch(() => {});
    return () => {
      gone = true;
      stop();
    };
  },
};
