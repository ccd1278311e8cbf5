// The copy of the till's page that worker.js keeps on this device, seen from a page.

/**
 * Lets the browser keep the till's page. Browsers offer it on https and on the server's own machine only.
 * @param {string} worker its address
 * @param {string} page its address
 */
export function keepPage(worker, page) {
  navigator.serviceWorker?.register(worker, { scope: page }).catch(() => {});
}

/** Nobody may open the kept page any more: the person it was made for is leaving, or something in it is no longer true. */
export async function dropPage() {
  if (!("caches" in window)) return;
  const registrations = (await navigator.serviceWorker?.getRegistrations().catch(() => [])) ?? [];
  for (const { installing, waiting, active } of registrations) {
    // An answer still on its way would bring the page back.
    for (const worker of [installing, waiting, active]) worker?.postMessage({ dropped: Date.now() });
  }
  for (const name of (await caches.keys()).filter((one) => one.startsWith("till-"))) {
    const cache = await caches.open(name);
    for (const { scope } of registrations) await cache.delete(scope);
  }
}
