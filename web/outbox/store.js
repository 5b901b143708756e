// The store on the phone. What is readable in it without the key: ids, states, sizes and times.
import { Dexie } from "dexie";

// strict: an entry that was said to be kept survives a battery that falls out
export const db = new Dexie("shouwang-outbox", { chromeTransactionDurability: "strict" });

// A new version adds a line here with its `upgrade`; lines once shipped stay as they are.
db.version(1).stores({
  keys: "user",
  entries: "id, user, [user+state]",
  files: "[entry+name], entry",
  packs: "[user+code+unit], user",
});

export const WAITING = "waiting";
export const SENDING = "sending";
export const DELIVERED = "delivered";
export const REFUSED = "refused";
export const HELD = "held";
