// How far the clock of this device is off. PURE. Times in ms since 1970.

const TOLERANCE_MS = 2 * 60_000;
/** A slower answer says too little about the time. */
const SLOWEST_MS = 20_000;
const MINUTE_MS = 60_000;

/**
 * The device's clock ahead of the server's (behind: negative) in whole minutes; 0 up to two minutes; null when the answer
 * does not say.
 * @param {string | null} date the Date of an answer, which has whole seconds
 * @param {number} sentMs
 * @param {number} receivedMs
 */
export function clockErrorMinutes(date, sentMs, receivedMs) {
  const serverMs = Date.parse(date ?? "");
  if (Number.isNaN(serverMs) || receivedMs - sentMs > SLOWEST_MS || receivedMs < sentMs) return null;
  const errorMs = (sentMs + receivedMs) / 2 - (serverMs + 500);
  return Math.abs(errorMs) > TOLERANCE_MS ? Math.round(errorMs / MINUTE_MS) : 0;
}
