// The till's page, or the customers' display, for the hours without a server. The server puts SHELL before this
// (worker_globals.d.ts).
//
// Stored are the files the page is made of and the last page a signed-in person got, together under one version, so that a page
// never runs with the scripts of another. Beside them lie the small photos of goods that were seen, whose addresses name their
// content. Nothing else is ever stored or answered here: no API, no other page, no error.

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const OWN = `${SHELL.name}-`;
const CACHE = `${OWN}${SHELL.version}`;
const PAGE = SHELL.page;
const PATIENCE_MS = 2000;
const PICTURES = "pictures";
const SMALL = "/120";
const MOST_PICTURES = 5000;
const DROPPED_AT_ONCE = 500;
const LOOKED_AFTER = 50;

/** Counts the questions for the page; only the latest answer is stored. */
let latest = 0;
/** When the stored page was last dropped by a page. */
let droppedAt = 0;
/** How many photos were stored since the worker began. */
let picturesStored = 0;

async function install() {
  const cache = await caches.open(CACHE);
  try {
    await cache.addAll(SHELL.assets.map((path) => new Request(path, { cache: "reload" })));
  } catch (error) {
    // All or none: the version before stays at work.
    await caches.delete(CACHE);
    throw error;
  }
  await fromServer(new Request(PAGE, { cache: "no-store", redirect: "manual" })).stored.catch(() => {});
  // At once, for a page that is open runs on with the scripts it has; the new ones come with its next load.
  await worker.skipWaiting();
}

async function activate() {
  const others = (await caches.keys()).filter((name) => name.startsWith(OWN) && name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/**
 * Asks the server for the page. `stored` is done when the answer has been stored, or has driven out the stored one.
 * @param {Request} request
 */
function fromServer(request) {
  const turn = ++latest;
  const began = Date.now();
  const answer = fetch(request);
  const copy = answer.then((response) => response.clone());
  const stored = copy.then(async (response) => {
    const text = response.ok && !response.redirected ? await response.text() : null;
    // An answer that was overtaken may show a person who has left since.
    if (turn === latest && began >= droppedAt) await store(response, text);
  });
  return { answer, stored };
}

/**
 * @param {Response} response
 * @param {string | null} text the page, if the answer is one
 */
async function store(response, text) {
  if (response.status >= 500) return;
  const cache = await caches.open(CACHE);
  const version = response.headers.get("Till-Shell");
  if (text !== null && version === SHELL.version) {
    const marked = text.replace('id="boot"', `id="boot" data-kept="${new Date().toISOString()}"`);
    const headers = new Headers(response.headers);
    headers.delete("Content-Length");
    await cache.put(PAGE, new Response(marked, { headers }));
  } else if (text !== null && version) {
    await worker.registration.update().catch(() => {});
  } else {
    await cache.delete(PAGE);
  }
}

/**
 * The stored page, unless the address asks for another till than the one it is for.
 * @param {URL} address
 */
async function storedPage(address) {
  const stored = await (await caches.open(CACHE)).match(PAGE);
  const till = address.searchParams.get("till");
  const code = stored?.headers.get("Till-Code") ?? null;
  const isAsked = !till || code === null || till === decodeURIComponent(code);
  return stored && isAsked ? stored : null;
}

/**
 * @param {FetchEvent} event
 * @param {URL} address
 */
async function page(event, address) {
  const { answer, stored } = fromServer(event.request);
  event.waitUntil(stored.catch(() => {}));
  // The till itself asks what is true now; only a person who opens the page may get the stored one.
  const offline = event.request.mode === "navigate" ? await storedPage(address) : null;
  if (!offline) return answer;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, null));
  const response = await Promise.race([answer, late]).catch(() => null);
  if (response && response.status < 500) return response;
  return offline;
}

/**
 * A file of the page. Its address names its content, so the stored one is as good as the server's.
 * @param {Request} request
 */
async function asset(request) {
  const stored = await (await caches.open(CACHE)).match(request.url);
  return stored ?? fetch(request);
}

/**
 * The small photo of goods, stored when it is first seen; it stands in for a larger one that does not come.
 * @param {FetchEvent} event
 * @param {string} path
 */
async function picture(event, path) {
  const cache = await caches.open(PICTURES);
  const small = path.replace(/\/\d+$/, SMALL);
  const known = await cache.match(small, { ignoreVary: true });
  if (known && small === path) return known;
  try {
    const answer = await fetch(event.request);
    if (answer.ok && small === path) event.waitUntil(storePicture(cache, small, answer.clone()).catch(() => {}));
    return answer;
  } catch (error) {
    if (known) return known;
    throw error;
  }
}

/**
 * @param {Cache} cache
 * @param {string} path
 * @param {Response} answer
 */
async function storePicture(cache, path, answer) {
  await cache.put(path, answer);
  if (picturesStored++ % LOOKED_AFTER) return;
  const all = await cache.keys();
  if (all.length <= MOST_PICTURES) return;
  await Promise.all(all.slice(0, DROPPED_AT_ONCE).map((oldest) => cache.delete(oldest, { ignoreVary: true })));
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("message", (event) => {
  if (event.data?.dropped) droppedAt = event.data.dropped;
});
worker.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== worker.location.origin) return;
  if (address.pathname.startsWith(SHELL.pictures)) event.respondWith(picture(event, address.pathname));
  else if (address.pathname === PAGE) event.respondWith(page(event, address));
  else if (SHELL.assets.includes(address.pathname + address.search)) event.respondWith(asset(event.request));
});
