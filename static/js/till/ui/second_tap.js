// A second tap on a button that prints was meant for the first paper: it is not one more.

const SECOND_TAP_MS = 2000;
/** @type {Map<string, number>} */
const tapped = new Map();

/** Whether what the key names was asked for a moment ago already. @param {string} key */
export function isSecondTap(key) {
  const now = performance.now();
  const before = tapped.get(key);
  if (before !== undefined && now - before < SECOND_TAP_MS) return true;
  tapped.set(key, now);
  return false;
}
