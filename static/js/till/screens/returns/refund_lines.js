// The lines of a sale as far as they may still come back.

import { t } from "../../data/i18n.js";
import { till } from "../../data/state.js";
import { parseQuantity, quantityText } from "../../domain/money.js";

/** @import { RefundPart, SoldLine } from "../../domain/kept_slip.js" */

/**
 * @typedef {object} RefundLine quantities in thousandths
 * @property {number} line
 * @property {string} product its code
 * @property {string} name
 * @property {string} unit
 * @property {number} places
 * @property {string | null} lot
 * @property {number | null} set the product set, which says whether it is fresh
 * @property {boolean} isBasket
 * @property {string | null} within name of the basket that it was sold in
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
  const { catalogue } = till;
  const product = catalogue.product(line.product);
  const basket = line.basket === line.product ? catalogue.deals.baskets.get(line.product) : undefined;
  const within = line.basket && !basket ? (catalogue.deals.baskets.get(line.basket)?.name ?? line.basket) : null;
  const sold = parseQuantity(line.quantity) ?? 0;
  const back = parseQuantity(line.refunded ?? "0") ?? 0;
  return {
    line: line.line,
    product: line.product,
    name: basket?.name ?? product?.name ?? line.product,
    unit: basket ? t("giỏ") : (product?.unit ?? ""),
    places: basket ? 0 : (product?.places ?? 3),
    lot: line.lot,
    set: product?.set ?? null,
    isBasket: basket !== undefined,
    within,
    sold,
    back,
    left: Math.max(0, sold - back),
    milli: 0,
    netVnd: line.net_vnd,
    priceVnd: line.unit_price_vnd,
    condition: "resell",
  };
}

/** What comes back of the lines, as the server takes it. @param {RefundLine[]} lines @returns {RefundPart[]} */
export const refundParts = (lines) =>
  lines
    .filter(({ milli }) => milli > 0)
    .map(({ line, milli, condition }) => ({ line, quantity: quantityText(milli), condition }));
