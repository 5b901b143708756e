// Sealing what is kept: AES-GCM under a key that never leaves the browser's key store.
import { db } from "./store.js";

const keys = new Map();

/** The key of a user on this phone; made when there is none. */
export async function keyOf(user) {
  if (!keys.has(user)) keys.set(user, await found(user));
  return keys.get(user);
}

async function found(user) {
  const kept = await db.keys.get(user);
  if (kept) return kept.key;
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  // of two pages at once the first wins
  await db.keys.add({ user, key }).catch(() => {});
  return (await db.keys.get(user)).key;
}

/** Forget keys in memory: they are gone from the store. */
export function forgetKeys() {
  keys.clear();
}

export async function sealBytes(user, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, bytes: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(user), bytes) };
}

export async function openBytes(user, box) {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv: box.iv }, await keyOf(user), box.bytes);
}

export async function seal(user, value) {
  return sealBytes(user, new TextEncoder().encode(JSON.stringify(value)));
}

export async function open(user, box) {
  return JSON.parse(new TextDecoder().decode(await openBytes(user, box)));
}
