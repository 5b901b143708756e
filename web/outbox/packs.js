// Packs: what a page needs without a network, kept sealed for a day and a half at most.
import { open, seal } from "./seal.js";
import { db } from "./store.js";

const KEPT = 36 * 3600 * 1000;

/**
 * The pack's data with `at` (when the server made it) and `isKept`; throws `no-pack` for none.
 * `asked` is the server's answer, under way since before the store was opened.
 */
export async function pack(user, code, unit, asked) {
  const answer = await asked;
  if (answer.ok) {
    const said = answer.json();
    await db.packs.put({ user, code, unit: Number(unit), kept_at: Date.now(), box: await seal(user, said) });
    return { ...said.data, at: said.at, isKept: false };
  }
  // refused is not the same as out of reach: what one may no longer see is forgotten
  if (answer.status === 403 || answer.status === 404) {
    await db.packs.delete([user, code, Number(unit)]);
    throw new Error("refused");
  }
  const kept = await db.packs.get([user, code, Number(unit)]);
  if (!kept || kept.kept_at < Date.now() - KEPT) throw new Error("no-pack");
  const said = await open(user, kept.box);
  return { ...said.data, at: said.at, isKept: true };
}

/** Keep what a page is in the middle of (a round half done), sealed and forgotten like a pack. */
export async function keepDraft(user, code, unit, data) {
  await db.packs.put({ user, code: `draft:${code}`, unit: Number(unit), kept_at: Date.now(), box: await seal(user, data) });
}

/** What a page was in the middle of, or null. */
export async function draft(user, code, unit) {
  const kept = await db.packs.get([user, `draft:${code}`, Number(unit)]);
  return kept && kept.kept_at >= Date.now() - KEPT ? open(user, kept.box) : null;
}

export async function tidy() {
  await db.packs.filter((row) => row.kept_at < Date.now() - KEPT).delete();
}
