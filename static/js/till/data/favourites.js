// The goods of the first page of tiles, in the order this till gave them: they never sort themselves anew. Kept on the device.

/** @typedef {{ codes: string[], out: string[] }} Kept out: what was taken off the page by hand */

const MOST = 25;

const nameOf = (/** @type {string | null} */ till) => `till-favourites:${till ?? "-"}`;

/** @param {string | null} till @returns {Kept} */
function read(till) {
  try {
    const kept = JSON.parse(localStorage.getItem(nameOf(till)) ?? "null");
    return Array.isArray(kept?.codes) && Array.isArray(kept?.out) ? kept : { codes: [], out: [] };
  } catch {
    // A storage that is forbidden or unreadable: as if nobody had chosen.
    return { codes: [], out: [] };
  }
}

/** @param {string | null} till @param {Kept} kept */
function write(till, kept) {
  try {
    localStorage.setItem(nameOf(till), JSON.stringify(kept));
  } catch {
    // The order holds until the page is loaded again.
  }
}

/**
 * Codes in their order. While the page has room, what sells best is taken in at its end.
 * @param {string | null} till its code
 * @param {string[]} best codes of what sells best
 * @returns {string[]}
 */
export function favourites(till, best) {
  const { codes, out } = read(till);
  const others = best.filter((code) => !codes.includes(code) && !out.includes(code));
  const added = others.slice(0, Math.max(0, MOST - codes.length));
  if (added.length) write(till, { codes: [...codes, ...added], out });
  return [...codes, ...added];
}

/** Whether these goods stand on the page. @param {string | null} till @param {string} code */
export const isFavourite = (till, code) => read(till).codes.includes(code);

/**
 * Takes goods in at the end, or out. Answers false when the page is full.
 * @param {string | null} till
 * @param {string} code
 */
export function toggleFavourite(till, code) {
  const { codes, out } = read(till);
  const isIn = codes.includes(code);
  if (!isIn && codes.length >= MOST) return false;
  const others = out.filter((one) => one !== code);
  write(
    till,
    isIn
      ? { codes: codes.filter((one) => one !== code), out: [...out, code] }
      : { codes: [...codes, code], out: others },
  );
  return true;
}
