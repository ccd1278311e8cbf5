// What nobody waits for.

const LATEST_MS = 500;
const SOON_MS = 50;

/** Acts once nothing else waits; a little later, where the browser does not tell. @param {() => void} act */
export function whenIdle(act) {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(act, { timeout: LATEST_MS });
  else setTimeout(act, SOON_MS);
}
