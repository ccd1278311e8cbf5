// What becomes of a sale that could not be sent now.

import { pauseMs } from "../domain/sending.js";
import { messageOf } from "./api.js";

/** @import { SaleDocument } from "../domain/cart.js" */
/** @import { SaleAnswer, UnsentSale } from "./sender.js" */

/** A till dates in whole seconds; the server moves a sale of its shift's first second to the moment the shift opened. */
const second = (/** @type {string} */ at) => Math.floor(new Date(at).getTime() / 1000);

/**
 * Whether the sale the server has under our id is ours, and not of a second window that went on with the same cart.
 * @param {SaleAnswer} there
 * @param {SaleDocument} document
 */
export function isSame(there, document) {
  const hasSameTime = second(there.sold_at) === second(document.sold_at);
  const isClockWrong = (there.flags ?? []).some(({ code }) => code === "clock_differs");
  return there.total_vnd === document.total_vnd && (hasSameTime || isClockWrong);
}

/**
 * It happened without the server; whoever is signed in when it is sent, it belongs to the one who sold.
 * @param {UnsentSale} sale
 * @returns {UnsentSale}
 */
export function asOffline(sale) {
  return { ...sale, document: { ...sale.document, offline: true, cashier: sale.cashier }, state: "waiting" };
}

/**
 * The server cannot take it: the next ones go on, and it is tried again later.
 * @param {UnsentSale} sale
 * @param {unknown} error
 * @returns {UnsentSale}
 */
export function asSetAside(sale, error) {
  const tries = sale.tries + 1;
  return { ...sale, state: "refused", tries, reason: messageOf(error), retryAt: Date.now() + pauseMs(tries) };
}
