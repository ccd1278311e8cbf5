// What the lines of a sale cost: the list price, then one adjustment after another. PURE; the twin is pos/pricing/.

import { gross, shareOf, spread } from "./money.js";
import { less } from "./pricing_lines.js";
import { takeOffers } from "./pricing_offers.js";

/** @import { LineToPrice } from "./pricing_lines.js" */
/** @import { Offer } from "./pricing_offers.js" */

/** @typedef {{ bp: number, vnd?: undefined } | { bp?: undefined, vnd: number }} Off a rate or an amount */
/** @typedef {Off & { why?: string }} Discount why: what a manager was told */
/** @typedef {import("./pricing_lines.js").PricedLine} PricedLine */

/**
 * The lines before any adjustment.
 * @param {LineToPrice[]} lines
 * @returns {PricedLine[]}
 */
export function atListPrice(lines) {
  return lines.map(({ unitPriceVnd, milli }) => {
    const grossVnd = gross(unitPriceVnd, milli);
    return { grossVnd, adjustments: [], discountVnd: 0, netVnd: grossVnd };
  });
}

/**
 * Takes what each line's pack or basket takes off, and the offers that are known already.
 * @param {LineToPrice[]} asked
 * @param {PricedLine[]} lines
 */
export function takeOwn(asked, lines) {
  return lines.map((line, n) => (asked[n].taken ?? []).reduce(less, line));
}

/**
 * Takes the cashier's discount off each line; one on a basket is spread over its lines by what is left to pay.
 * @param {LineToPrice[]} asked
 * @param {PricedLine[]} lines
 */
export function takeManual(asked, lines) {
  /** @type {Map<string, number[]>} */
  const groups = new Map();
  for (const [n, { basketLine }] of asked.entries()) {
    const group = basketLine === undefined ? `line ${n}` : `basket ${basketLine}`;
    groups.set(group, [...(groups.get(group) ?? []), n]);
  }
  const taken = [...lines];
  for (const group of groups.values()) {
    const amountVnd = total(group.map((n) => asked[n].discountVnd));
    const nets = group.map((n) => lines[n].netVnd);
    if (amountVnd > total(nets)) throw new RangeError("manual discount is more than what is left to pay");
    const shares = amountVnd ? spread(amountVnd, nets) : nets.map(() => 0);
    for (const [i, n] of group.entries()) taken[n] = less(taken[n], { kind: "manual", amountVnd: shares[i] });
  }
  return taken;
}

/**
 * Spreads the discount on the whole sale over the lines by what is left to pay: largest remainder, ties to the earlier.
 * @param {number} discountVnd
 * @param {PricedLine[]} lines
 */
function takeSaleDiscount(discountVnd, lines) {
  const nets = lines.map(({ netVnd }) => netVnd);
  if (discountVnd > total(nets)) throw new RangeError("sale discount is more than what is left to pay");
  const shares = spread(discountVnd, nets);
  return lines.map((line, n) => less(line, { kind: "sale", amountVnd: shares[n] }));
}

/** @param {number[]} amounts */
const total = (amounts) => amounts.reduce((sum, vnd) => sum + vnd, 0);

/**
 * The lines less packs, baskets and offers, before any discount by hand.
 * @param {LineToPrice[]} lines
 * @param {Offer[]} [offers] those that hold
 */
export function offered(lines, offers = []) {
  return takeOffers(lines, takeOwn(lines, atListPrice(lines)), offers);
}

/**
 * What each line costs under the offers that hold, with the discount on the whole sale, and the sums.
 * @param {LineToPrice[]} lines
 * @param {number} [discountVnd]
 * @param {Offer[]} [offers]
 */
export function price(lines, discountVnd = 0, offers = []) {
  const priced = takeSaleDiscount(discountVnd, takeManual(lines, offered(lines, offers)));
  const sum = (/** @type {"grossVnd" | "discountVnd" | "netVnd"} */ field) => total(priced.map((line) => line[field]));
  return { lines: priced, grossVnd: sum("grossVnd"), discountVnd: sum("discountVnd"), totalVnd: sum("netVnd") };
}

/**
 * What a typed discount, {bp: 1000}, {vnd: 5000} or null, comes to: never more than what it is taken off.
 * @param {Discount | null} discount
 * @param {number} baseVnd
 */
export function discountOf(discount, baseVnd) {
  if (!discount) return 0;
  return Math.min(baseVnd, discount.bp !== undefined ? shareOf(baseVnd, discount.bp) : discount.vnd);
}
