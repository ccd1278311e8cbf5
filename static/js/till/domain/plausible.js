// Which figures are asked about before they are taken: ten times what could be meant. PURE. Amounts in đồng, quantities in
// thousandths.

import { NOTES } from "./money.js";

const TIMES = 10;
const LARGEST_NOTE = NOTES[0];
const USUAL_FLOAT_VND = 1_000_000;
const MANY_NOTES = 500;

/**
 * Change as large as the largest note: nobody hands over a note that is not needed.
 * @param {number} tenderedVnd
 * @param {number} dueVnd
 */
export const isAbsurdCash = (tenderedVnd, dueVnd) => tenderedVnd - dueVnd >= LARGEST_NOTE;

/**
 * A quantity beyond ten times what lies here, and beyond ten.
 * @param {number} milli
 * @param {number} onHandMilli
 */
export const isAbsurdQuantity = (milli, onHandMilli) => milli > Math.max(onHandMilli, 1000) * TIMES;

/**
 * Money put into a drawer, or taken out of it, beyond ten times what usually lies there.
 * @param {number} amountVnd
 * @param {number | null} lastCountedVnd what lay there when its last shift was counted
 */
export const isAbsurdDrawer = (amountVnd, lastCountedVnd) =>
  amountVnd > Math.max(lastCountedVnd ?? 0, USUAL_FLOAT_VND) * TIMES;

/** More than five bundles of one kind of note. @param {number} pieces */
export const isAbsurdPieces = (pieces) => pieces > MANY_NOTES;

const MOST_WEIGHED = 50_000;

/**
 * More than fifty units on the counter's scale, or ten times what lies here.
 * @param {number} milli
 * @param {number} onHandMilli
 */
export const isAbsurdWeight = (milli, onHandMilli) => milli > MOST_WEIGHED || isAbsurdQuantity(milli, onHandMilli);
