// After any visit to /m/: the pages of this person's tiles and the packs they need are fetched, so
// that a day without a network can begin at once. Nothing of another user stays.
import { canKeep, outbox } from "./index.js";

const AGAIN = 10 * 60 * 1000;
const USER = "outbox-user";
const KEPT_AT = "m-kept-at";
const KEPT_IN = "m-kept-in";
const settings = () => document.querySelector('meta[name="shouwang"]')?.dataset || {};

/** Another user signed in on this browser without the first signing out: their pages go. */
async function claim(user) {
  if (localStorage.getItem(USER) === user) return;
  localStorage.removeItem(KEPT_AT);
  await globalThis.caches?.delete("m-pages");
  localStorage.setItem(USER, user);
}

// today's reports stand on the home: whoever has many searches instead
const reportLinks = () => [...document.querySelectorAll("a[data-keep-page]")].slice(0, 3).map((link) => link.href);

async function missing(urls) {
  const pages = await caches.open("m-pages");
  const kept = (await pages.keys()).map((one) => one.url);
  return urls.filter((url) => !kept.includes(url));
}

async function keep(registration) {
  const links = [...document.querySelectorAll("#outbox-keep a")];
  const urls = links.map((link) => link.href);
  // what is kept speaks the language that was chosen when it was fetched
  const spoken = document.documentElement.lang;
  const isOther = localStorage.getItem(KEPT_IN) !== spoken;
  const isDue = isOther || Date.now() - Number(localStorage.getItem(KEPT_AT) || 0) > AGAIN;
  // A page that came before the worker did not pass through it. Whether a worker is in charge by now
  // says nothing: it may have taken over since.
  const here = await missing([location.href.split("#")[0]]);
  const reports = isDue ? reportLinks() : await missing(reportLinks());
  registration.active?.postMessage({ keep: [...here, ...reports, ...(isDue ? urls : [])], isOther });
  if (!isDue) return;
  localStorage.setItem(KEPT_IN, spoken);
  localStorage.setItem(KEPT_AT, String(Date.now()));
  if (!canKeep() || !settings().unit) return;
  const packs = new Set(links.flatMap((link) => (link.dataset.packs || "").split(" ").filter(Boolean)));
  for (const code of packs) await outbox.pack(code, settings().unit).catch(() => {});
}

export async function start() {
  const worker = document.querySelector('meta[name="shouwang-worker"]')?.content;
  const { user } = settings();
  if (!worker || !user || !("serviceWorker" in navigator)) return;
  // a kept page tells nothing new of who is signed in
  try {
    if (navigator.onLine) await claim(user);
    await navigator.serviceWorker.register(worker);
    const registration = await navigator.serviceWorker.ready;
    if (navigator.onLine) await keep(registration);
  } catch {
    /* no worker, no storage: the page works while there is a network */
  }
}

/** Forget who used this browser. */
export function forgetUser() {
  for (const name of [USER, KEPT_AT, KEPT_IN]) localStorage.removeItem(name);
}

/** Whether somebody used the phone pages in this browser. */
export function wasHere() {
  return Boolean(localStorage.getItem(USER));
}
