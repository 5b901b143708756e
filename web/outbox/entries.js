// Entries in the store: sealed when they come, opened to be shown or sent.
import { bytesOf } from "./photos.js";
import { open, openBytes, seal, sealBytes } from "./seal.js";
import { DELIVERED, HELD, REFUSED, SENDING, WAITING, db } from "./store.js";
import { uuid7 } from "./uuid.js";

// how long a delivered line stays to be looked at
const SHOWN = 12 * 3600 * 1000;
// one request: few entries, small packets
const MOST = 10;
const MOST_BYTES = 1_500_000;

/** Keep a new entry; resolves when it is safely stored. */
export async function keep(user, { kind, unit, body = {}, files = {}, text = "", at = new Date(), id = uuid7() }) {
  const boxes = [];
  for (const [name, file] of Object.entries(files)) {
    const { type, bytes } = await bytesOf(file);
    boxes.push({ entry: id, name, type, size: bytes.byteLength, box: await sealBytes(user, bytes) });
  }
  const box = await seal(user, { kind, unit, body, text, device_at: new Date(at).toISOString() });
  const size = boxes.reduce((sum, one) => sum + one.size, 0);
  const row = { id, user, state: WAITING, made_at: Date.now(), tries: 0, next_at: 0, size, box };
  await db.transaction("rw", db.entries, db.files, async () => {
    await db.entries.add(row);
    await db.files.bulkAdd(boxes);
  });
  return { id, kind, unit, text, state: WAITING, made_at: row.made_at };
}

/** A row as people see it; what cannot be opened any more says so. */
export async function shown(row) {
  const { id, state, made_at, tries, next_at } = row;
  const line = { id, state, made_at, tries, next_at, answer: null, isBroken: false };
  try {
    Object.assign(line, await open(row.user, row.box));
    if (row.answer) line.answer = await open(row.user, row.answer);
  } catch {
    line.isBroken = true;
  }
  return line;
}

export async function all(user) {
  const rows = await db.entries.where("user").equals(user).toArray();
  rows.sort((a, b) => b.made_at - a.made_at || (a.id < b.id ? 1 : -1));
  return Promise.all(rows.map(shown));
}

export async function counts(user) {
  const of = (state) => db.entries.where("[user+state]").equals([user, state]).count();
  const [waiting, sending, refused, held, mine, everybody] = await Promise.all([
    of(WAITING),
    of(SENDING),
    of(REFUSED),
    of(HELD),
    db.entries.where("user").equals(user).count(),
    db.entries.count(),
  ]);
  return { waiting: waiting + sending, refused, held, others: everybody - mine };
}

/** What may go in the next request, the oldest first; `early` does not wait for its turn. */
export async function due(user, early) {
  const now = Date.now();
  const rows = await db.entries.where("[user+state]").equals([user, WAITING]).toArray();
  rows.sort((a, b) => a.made_at - b.made_at || (a.id < b.id ? -1 : 1));
  const batch = [];
  let size = 0;
  for (const row of rows) {
    if (row.next_at > now && !early.has(row.id)) continue;
    if (batch.length === MOST || (batch.length && size + row.size > MOST_BYTES)) break;
    size += row.size;
    batch.push(row);
  }
  return batch;
}

/** The form data of a batch; entries that cannot be opened are left out. */
export async function packed(user, batch) {
  const form = new FormData();
  const told = [];
  for (const row of batch) {
    const opened = await open(user, row.box);
    const files = await db.files.where("entry").equals(row.id).toArray();
    for (const one of files)
      form.append(`${row.id}/${one.name}`, new Blob([await openBytes(user, one.box)], { type: one.type }), one.name);
    told.push({ id: row.id, ...opened, files: files.map((one) => one.name) });
  }
  form.append("entries", JSON.stringify(told));
  return form;
}

/** Put down what the server said to one entry. */
export async function answered(user, said) {
  const row = await db.entries.get(said.id);
  if (!row) return null;
  const { state, ...answer } = said;
  if (state === "again") {
    const tries = row.tries + 1;
    await db.entries.update(row.id, { state: WAITING, tries, next_at: Date.now() + pause(tries) });
    return null;
  }
  const change = { state: { taken: DELIVERED, held: HELD, unfit: REFUSED }[state] || REFUSED };
  change.answer = await seal(user, answer);
  change.answered_at = Date.now();
  if (change.state === DELIVERED) {
    const { kind, unit, text } = await open(user, row.box);
    change.box = await seal(user, { kind, unit, text });
    change.size = 0;
  }
  await db.transaction("rw", db.entries, db.files, async () => {
    await db.entries.update(row.id, change);
    if (change.state === DELIVERED) await db.files.where("entry").equals(row.id).delete();
  });
  return shown({ ...row, ...change });
}

/** How long to wait after the n-th failure: 5 s, 15 s, 45 s … five minutes, never all at once. */
export function pause(tries) {
  return Math.min(300_000, 5000 * 3 ** Math.max(0, tries - 1)) * (0.8 + Math.random() * 0.4);
}

export async function mark(ids, state) {
  await db.entries.where("id").anyOf(ids).modify({ state });
}

/** What was on its way when the page died waits again; what is long delivered is forgotten. */
export async function revive(user) {
  await db.entries.where("[user+state]").equals([user, SENDING]).modify({ state: WAITING });
}

export async function tidy(user) {
  const before = Date.now() - SHOWN;
  const old = db.entries.where("[user+state]").equals([user, DELIVERED]).filter((row) => row.answered_at < before);
  await old.delete();
}

export async function remove(id) {
  await db.transaction("rw", db.entries, db.files, async () => {
    await db.entries.delete(id);
    await db.files.where("entry").equals(id).delete();
  });
}
