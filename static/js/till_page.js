// The copy of the till's page that till_worker.js keeps on this device, seen from a page.

/** Lets the browser keep the till's page. Browsers offer it on https and on the server's own machine only. */
export function keepPage() {
  navigator.serviceWorker?.register("/sell-worker.js", { scope: "/sell" }).catch(() => {});
}

/** Nobody may open the kept page any more: the person it was made for is leaving, or something in it is no longer true. */
export async function dropPage() {
  if (!("caches" in window)) return;
  const told = await navigator.serviceWorker?.getRegistration("/sell").catch(() => null);
  // An answer still on its way would bring the page back.
  for (const worker of [told?.installing, told?.waiting, told?.active]) worker?.postMessage({ dropped: Date.now() });
  for (const name of (await caches.keys()).filter((one) => one.startsWith("till-"))) {
    await (await caches.open(name)).delete("/sell");
  }
}
