// What a cashier writes to a line of a cart, or to the whole of it. PURE: every change gives a new cart.

/** @import { Cart } from "./cart.js" */
/** @import { Discount } from "./pricing.js" */

export const LONGEST_NOTE = 200;

/** What was written, as it is kept; null for nothing. @param {string} text */
const kept = (text) => text.trim().normalize("NFC").slice(0, LONGEST_NOTE) || undefined;

/**
 * What stands with a line or the whole sale: what was written, and why it costs less.
 * @param {string | undefined} note
 * @param {Discount | null} [discount]
 */
export const noteWithReason = (note, discount) => kept([note, discount?.why].filter(Boolean).join(", "));

/** @param {Cart} cart @param {number} key of the line @param {string} text @returns {Cart} */
export const noteLine = (cart, key, text) => ({
  ...cart,
  lines: cart.lines.map((line) => (line.key === key ? { ...line, note: kept(text) } : line)),
});

/** @param {Cart} cart @param {string} text @returns {Cart} */
export const noteWhole = (cart, text) => ({ ...cart, note: kept(text) });
