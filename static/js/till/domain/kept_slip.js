// Slips as a device keeps them, so that goods come back without a server: what was sold, what came back, and which lines of the
// server's answer those of a cart became. PURE.

import { sums } from "./cart.js";
import { parseQuantity, quantityText } from "./money.js";

/** @import { Cart, SaleDocument } from "./cart.js" */

/**
 * @typedef {object} SoldLine a line of the server's answer; of a sale that it has not answered, a line of the cart
 * @property {number} line
 * @property {string} product the basket's code where it is one of the cart
 * @property {string | null} lot
 * @property {string} quantity
 * @property {string} [refunded]
 * @property {number} net_vnd
 * @property {number} unit_price_vnd
 * @property {string | null} [basket]
 * @property {number | null} [basket_line]
 */
/** @typedef {{ uid: string, number: string, total_vnd: number }} RefundOfSale */
/**
 * @typedef {object} SaleDetails
 * @property {string} uid
 * @property {string | null} number null: the server has not answered it yet
 * @property {string} sold_at
 * @property {string} [till]
 * @property {string} [cashier]
 * @property {string | null} [customer]
 * @property {string | null} [customer_uid]
 * @property {number} total_vnd
 * @property {number} [rounding_vnd]
 * @property {SoldLine[]} lines
 * @property {{ method: string, amount_vnd: number }[]} [payments]
 * @property {RefundOfSale[]} [refunds]
 */
/** @typedef {{ line: number, quantity: string, condition: "resell" | "spoiled" }} RefundPart */
/** @typedef {{ line?: number, basket_line?: number, quantity: string, condition: string }} AnsweredPart */
/** @typedef {{ milli: number, isBasket: boolean }} CartPart a line of the cart that was sold, as far as it is matched */

/**
 * What is kept of a sale that the server has: what may come back, and nobody's name.
 * @param {SaleDetails} sale its answer
 * @returns {SaleDetails}
 */
export const slipOf = ({
  uid,
  number,
  sold_at,
  till,
  cashier,
  total_vnd,
  rounding_vnd,
  lines = [],
  payments = [],
}) => ({
  uid,
  number,
  sold_at,
  till,
  cashier,
  total_vnd,
  rounding_vnd,
  lines: lines.map(({ line, product, lot, quantity, refunded, net_vnd, unit_price_vnd }) => ({
    line,
    product,
    lot,
    quantity,
    refunded,
    net_vnd,
    unit_price_vnd,
  })),
  payments: payments.map(({ method, amount_vnd }) => ({ method, amount_vnd })),
});

/**
 * A sale that waits on this device: its lines are those of the cart.
 * @param {{ uid: string, document: SaleDocument, cashier?: string, cart?: Cart }} sale
 * @returns {SaleDetails}
 */
export function unsentSlip({ uid, document: sale, cashier, cart }) {
  const priced = cart ? sums(cart).lines : [];
  return {
    uid,
    number: null,
    sold_at: sale.sold_at,
    cashier,
    total_vnd: sale.total_vnd,
    rounding_vnd: sale.rounding_vnd,
    lines: (cart?.lines ?? []).map((line, n) => ({
      line: n + 1,
      product: line.product,
      lot: line.lot,
      quantity: quantityText(line.milli),
      net_vnd: priced[n].netVnd,
      unit_price_vnd: line.unitPriceVnd,
      basket: line.basket?.code ?? null,
    })),
    payments: sale.payments,
  };
}

/**
 * A slip after more of its lines has come back.
 * @param {SaleDetails} slip
 * @param {{ line: number, quantity: string }[]} parts
 * @returns {SaleDetails}
 */
export function withReturned(slip, parts) {
  const lines = slip.lines.map((line) => {
    const back = parts.filter((part) => part.line === line.line).map(({ quantity }) => parseQuantity(quantity) ?? 0);
    if (!back.length) return line;
    return {
      ...line,
      refunded: quantityText(back.reduce((sum, milli) => sum + milli, parseQuantity(line.refunded ?? "0") ?? 0)),
    };
  });
  return { ...slip, lines };
}

/**
 * Parts of the lines of a cart as parts of the lines that the server made of them: lots are cut in order, a basket stays whole.
 * @param {RefundPart[]} parts by the cart's lines, from 1
 * @param {CartPart[]} cart
 * @param {SoldLine[]} answered
 * @returns {AnsweredPart[]}
 */
export function answeredParts(parts, cart, answered) {
  const plain = answered.filter(({ basket_line }) => !basket_line);
  /** @type {SoldLine[][]} */
  const linesOf = cart.map(({ milli, isBasket }) => {
    const lines = [];
    for (let left = isBasket ? 0 : milli; left > 0 && plain.length;) {
      const line = /** @type {SoldLine} */ (plain.shift());
      lines.push(line);
      left -= parseQuantity(line.quantity) ?? 0;
    }
    return lines;
  });
  return parts.flatMap(({ line: at, quantity, condition }) => {
    /** @type {AnsweredPart[]} */
    const basket = [{ basket_line: at, quantity, condition }];
    if (cart[at - 1]?.isBasket) return basket;
    let left = parseQuantity(quantity) ?? 0;
    return linesOf[at - 1].flatMap(({ line, quantity: sold, refunded = "0" }, n, lines) => {
      const free = (parseQuantity(sold) ?? 0) - (parseQuantity(refunded) ?? 0);
      // What is more than was sold stays on the last line, for the server to say so.
      const milli = n === lines.length - 1 ? left : Math.min(left, Math.max(0, free));
      left -= milli;
      return milli > 0 ? [{ line, quantity: quantityText(milli), condition }] : [];
    });
  });
}
