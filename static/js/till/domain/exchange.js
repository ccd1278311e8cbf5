// An exchange: goods that come back pay for the goods of a cart. PURE.

import { sums } from "./cart.js";

/** @import { Cart } from "./cart.js" */
/** @import { RefundPart } from "./kept_slip.js" */

/** @typedef {{ sale: string, slip: boolean, lines: RefundPart[], method: string, reason: string }} ExchangedBody */
/** @typedef {{ name: string, unit: string, milli: number, isSpoiled: boolean, backVnd: number }} BroughtBack */
/**
 * @typedef {object} CartExchange what the customer brings back for what is in the cart
 * @property {string} uid of the exchange
 * @property {string} refund uid of its refund
 * @property {string} number of the sale that the goods are of
 * @property {ExchangedBody} body
 * @property {BroughtBack[]} goods
 * @property {number} totalVnd what they are worth
 */

/** What goods that come back pay of the cart, of a sum that may be rounded. @param {Cart} cart @param {number} [toPayVnd] */
export const exchangedVnd = ({ exchange, ...cart }, toPayVnd = sums(/** @type {Cart} */ (cart)).totalVnd) =>
  exchange ? Math.min(exchange.totalVnd, toPayVnd) : 0;

/** What the customer gets back because the goods of the cart cost less. @param {Cart} cart */
export const overVnd = (cart) => (cart.exchange ? cart.exchange.totalVnd - exchangedVnd(cart) : 0);

/** Whether somebody has begun something in it: goods, or an exchange. @param {Cart} cart */
export const isBegun = ({ lines, exchange }) => lines.length > 0 || exchange !== undefined;
