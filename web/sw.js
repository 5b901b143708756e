// Service worker of /m/: pages that carry nothing of anybody, and what they load, are there without
// the network. The server puts `SHELL` before this text: its name, files, the pages that may be kept
// (addresses and patterns) and the page for everything else. A new build is a new name.
// Nothing that is handed in passes here: entries wait in the outbox, reports in their page.
/* global SHELL */
const PAGES = "m-pages";
const PATIENCE = 4000;
const patterns = SHELL.patterns.map((pattern) => new RegExp(pattern));

const mayKeep = (pathname) => SHELL.pages.includes(pathname) || patterns.some((pattern) => pattern.test(pathname));
const pathOf = (url) => new URL(url, location.href).pathname;

self.addEventListener("install", (event) => {
  const files = [...SHELL.files, SHELL.offline].map((url) => new Request(url, { cache: "reload" }));
  event.waitUntil(caches.open(SHELL.name).then((cache) => cache.addAll(files)));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

// Pages kept under the old build name the old build's files: those go once every page is new.
async function takeOver() {
  await self.clients.claim();
  const pages = await caches.open(PAGES);
  for (const { url } of await pages.keys()) if (!mayKeep(pathOf(url))) await pages.delete(url);
  const urls = (await pages.keys()).map((request) => request.url);
  const done = await Promise.all(urls.map((url) => keep(url).catch(() => false)));
  if (!done.every(Boolean)) return;
  for (const name of await caches.keys())
    if (name.startsWith("m-shell-") && name !== SHELL.name) await caches.delete(name);
}

// A page that leads on to another is kept as the way to it.
async function keep(url) {
  if (!mayKeep(pathOf(url))) return false;
  const answer = await fetch(url, { headers: { "X-Background": "1" }, credentials: "same-origin" });
  if (!answer.ok || !mayKeep(pathOf(answer.url))) return false;
  const pages = await caches.open(PAGES);
  if (!answer.redirected) {
    await pages.put(url, answer);
    return true;
  }
  const body = await answer.blob();
  await pages.put(answer.url, new Response(body, { headers: { "Content-Type": "text/html; charset=utf-8" } }));
  await pages.put(url, new Response(null, { status: 302, headers: { Location: answer.url } }));
  return true;
}

async function renewOffline() {
  const ours = await caches.open(SHELL.name);
  await ours.add(new Request(SHELL.offline, { cache: "reload" }));
}

self.addEventListener("message", (event) => {
  if (event.data?.isOther) event.waitUntil(renewOffline().catch(() => {}));
  if (event.data?.keep) event.waitUntil(Promise.all(event.data.keep.map((url) => keep(url).catch(() => false))));
});

async function fresh(request) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    return await fetch(request, { signal: stop.signal });
  } finally {
    clearTimeout(timer);
  }
}

// The server's moment in a kept page is long past: the countdown must not start from it.
async function aged(kept) {
  if (kept.status === 302) return kept;
  const text = (await kept.text()).replaceAll(" data-now=", " data-kept-at=");
  return new Response(text, { headers: { "Content-Type": kept.headers.get("Content-Type") || "text/html" } });
}

async function page(request) {
  const pages = await caches.open(PAGES);
  try {
    const answer = await fresh(request);
    if (answer.ok && !answer.redirected && mayKeep(pathOf(request.url))) await pages.put(request.url, answer.clone());
    return answer;
  } catch {
    const kept = (await pages.match(request.url)) || (await pages.match(request.url, { ignoreSearch: true }));
    return kept ? aged(kept) : caches.match(SHELL.offline);
  }
}

async function file(request) {
  const ours = await caches.open(SHELL.name);
  return (await ours.match(request)) || (await caches.match(request)) || fetch(request);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (pathOf(request.url).startsWith(SHELL.static)) event.respondWith(file(request));
});
