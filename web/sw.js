// Service worker of /m/: the pages once visited and what they load are there without the network.
// The server puts `SHELL` (name and addresses) before this text; a new build is a new name.
// Nothing that is handed in passes here: what could not be sent waits in the page (entry.js).
/* global SHELL */
const PAGES = "m-pages";
const PATIENCE = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL.name).then((cache) => cache.addAll([...SHELL.files, SHELL.offline])));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    for (const name of await caches.keys())
      if (name.startsWith("m-shell-") && name !== SHELL.name) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(tidy());
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
  const text = (await kept.text()).replaceAll(" data-now=", " data-kept-at=");
  return new Response(text, { headers: { "Content-Type": kept.headers.get("Content-Type") || "text/html" } });
}

async function page(request) {
  const pages = await caches.open(PAGES);
  try {
    const answer = await fresh(request);
    if (answer.ok && !answer.redirected) await pages.put(request.url, answer.clone());
    return answer;
  } catch {
    const kept = await pages.match(request.url);
    return kept ? aged(kept) : caches.match(SHELL.offline);
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { pathname } = new URL(request.url);
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (SHELL.files.includes(pathname))
    event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
});
