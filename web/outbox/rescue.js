// The rescue file: everything that has not arrived, with its photos, as JSON that can be loaded again.
import { open, openBytes } from "./seal.js";
import { DELIVERED, db } from "./store.js";

const FORMAT = "shouwang-outbox";

function text64(bytes) {
  let text = "";
  const all = new Uint8Array(bytes);
  for (let from = 0; from < all.length; from += 0x8000) text += String.fromCharCode(...all.subarray(from, from + 0x8000));
  return btoa(text);
}

/** `reports`: those of unsent.js that wait to be handed in. */
export async function rescue(user, reports = []) {
  const rows = await db.entries.where("user").equals(user).toArray();
  const entries = [];
  for (const row of rows) {
    if (row.state === DELIVERED) continue;
    const files = {};
    for (const one of await db.files.where("entry").equals(row.id).toArray())
      files[one.name] = { type: one.type, base64: text64(await openBytes(user, one.box)) };
    entries.push({ id: row.id, made_at: row.made_at, ...(await open(user, row.box)), files });
  }
  const made = { format: FORMAT, version: 1, user, made_at: new Date().toISOString(), entries, reports };
  return new Blob([JSON.stringify(made)], { type: "application/json" });
}

/**
 * What a rescue file of this user holds: `entries` ready for `keep`, `reports`. Throws `not-ours` for
 * any other file, `not-mine` for another user's: an entry is made in the name of who entered it.
 */
export function contentOf(user, text) {
  let made = null;
  try {
    made = JSON.parse(text);
  } catch {
    /* said below */
  }
  if (made?.format !== FORMAT || !Array.isArray(made.entries)) throw new Error("not-ours");
  if (made.user !== user) throw new Error("not-mine");
  const entries = made.entries.map(({ files, device_at, ...entry }) => ({
    ...entry,
    at: device_at,
    files: Object.fromEntries(
      Object.entries(files || {}).map(([name, file]) => [
        name,
        new Blob([Uint8Array.from(atob(file.base64), (c) => c.charCodeAt(0))], { type: file.type }),
      ]),
    ),
  }));
  return { entries, reports: made.reports || [] };
}
