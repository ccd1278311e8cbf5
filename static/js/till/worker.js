// The till's page for the hours without a server. The server puts SHELL before this:
// {version, page, assets}.
//
// Kept are the files the page is made of and the last page a signed-in person got, together under one version, so that a page
// never runs with the scripts of another. Nothing else is ever kept or answered here: no API, no other page, no error.

const CACHE = `till-${SHELL.version}`;
const PAGE = SHELL.page;
const PATIENCE_MS = 2000;

let latest = 0;
let dropped = 0;
const alone = new Set();

async function install() {
  const cache = await caches.open(CACHE);
  try {
    await cache.addAll(SHELL.assets.map((path) => new Request(path, { cache: "reload" })));
  } catch (trouble) {
    // All or none: the version before stays at work.
    await caches.delete(CACHE);
    throw trouble;
  }
  await fromServer(new Request(PAGE, { cache: "no-store", redirect: "manual" })).stored.catch(() => {});
  // At once, for a page that is open runs on with the scripts it has; the new ones come with its next load.
  await self.skipWaiting();
}

async function activate() {
  const others = (await caches.keys()).filter((name) => name.startsWith("till-") && name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** Asks the server for the page. `stored` is done when the answer has been kept, or has driven out the kept one. */
function fromServer(request) {
  const turn = ++latest;
  const began = Date.now();
  const answer = fetch(request);
  const stored = answer
    .then((got) => got.clone())
    .then(async (got) => {
      const text = got.ok && !got.redirected ? await got.text() : null;
      // An answer that was overtaken may show a person who has left since.
      if (turn === latest && began >= dropped) await remember(got, text);
    });
  return { answer, stored };
}

async function remember(got, text) {
  if (got.status >= 500) return;
  const cache = await caches.open(CACHE);
  const version = got.headers.get("Till-Shell");
  if (text !== null && version === SHELL.version) {
    const kept = text.replace('id="boot"', `id="boot" data-kept="${new Date().toISOString()}"`);
    const headers = new Headers(got.headers);
    headers.delete("Content-Length");
    await cache.put(PAGE, new Response(kept, { headers }));
  } else if (text !== null && version) {
    await self.registration.update().catch(() => {});
  } else {
    await cache.delete(PAGE);
  }
}

/** The kept page, unless the address asks for another till than the one it is for. */
async function keptFor(address) {
  const kept = await (await caches.open(CACHE)).match(PAGE);
  const wanted = address.searchParams.get("till");
  return kept && (!wanted || wanted === decodeURIComponent(kept.headers.get("Till-Code"))) ? kept : null;
}

async function page(event, address) {
  const { answer, stored } = fromServer(event.request);
  event.waitUntil(stored.catch(() => {}));
  // The till itself asks what is true now; only a person who opens the page may get the kept one.
  const kept = event.request.mode === "navigate" ? await keptFor(address) : null;
  if (!kept) return answer;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, null));
  const got = await Promise.race([answer, late]).catch(() => null);
  if (got && got.status < 500) return got;
  alone.add(event.resultingClientId);
  return kept;
}

/** A file of the page: the server's own for the server's page, the kept one for the kept page. */
async function asset(event, address) {
  const kept = await (await caches.open(CACHE)).match(address.pathname);
  if (kept && alone.has(event.clientId)) return kept;
  const got = await fetch(event.request).catch((trouble) => {
    if (!kept) throw trouble;
    return kept;
  });
  return got.status >= 500 && kept ? kept : got;
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (event.data?.dropped) dropped = event.data.dropped;
});
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (address.pathname === PAGE) event.respondWith(page(event, address));
  else if (SHELL.assets.includes(address.pathname)) event.respondWith(asset(event, address));
});
