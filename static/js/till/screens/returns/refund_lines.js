// The lines of a sale as far as they may still come back.

import { till } from "../../data/state.js";
import { parseQuantity } from "../../domain/money.js";

/**
 * @typedef {object} SoldLine a line of the server's answer
 * @property {number} line
 * @property {string} product
 * @property {string} lot
 * @property {string} quantity
 * @property {string} [refunded]
 * @property {number} net_vnd
 * @property {number} unit_price_vnd
 */
/**
 * @typedef {object} SaleDetails
 * @property {string} uid
 * @property {string} number
 * @property {string} sold_at
 * @property {string | null} [customer]
 * @property {string | null} [customer_uid]
 * @property {number} total_vnd
 * @property {number} [rounding_vnd]
 * @property {SoldLine[]} lines
 * @property {{ method: string }[]} [payments]
 * @property {{ uid: string, number: string, total_vnd: number }[]} [refunds]
 */
/**
 * @typedef {object} RefundLine quantities in thousandths
 * @property {number} line
 * @property {string} product its code
 * @property {string} name
 * @property {string} unit
 * @property {number} places
 * @property {string} lot
 * @property {number} sold
 * @property {number} back came back before
 * @property {number} left may still come back
 * @property {number} milli comes back now
 * @property {number} netVnd
 * @property {number} priceVnd
 * @property {"resell" | "spoiled"} condition
 */

/**
 * @param {SoldLine} line
 * @returns {RefundLine}
 */
export function refundLine(line) {
  const product = till.catalogue.product(line.product);
  const sold = parseQuantity(line.quantity) ?? 0;
  const back = parseQuantity(line.refunded ?? "0") ?? 0;
  return {
    line: line.line,
    product: line.product,
    name: product?.name ?? line.product,
    unit: product?.unit ?? "",
    places: product?.places ?? 3,
    lot: line.lot,
    sold,
    back,
    left: Math.max(0, sold - back),
    milli: 0,
    netVnd: line.net_vnd,
    priceVnd: line.unit_price_vnd,
    condition: "resell",
  };
}
