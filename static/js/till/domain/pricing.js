// What the lines of a sale cost: the list price, then one adjustment after another. PURE; the twin is pos/pricing.py.

import { gross, shareOf, spread } from "./money.js";

/** @typedef {{ bp: number, vnd?: undefined } | { bp?: undefined, vnd: number }} Discount a rate or an amount */
/** @typedef {{ milli: number, unitPriceVnd: number, discountVnd: number }} LineToPrice */
/** @typedef {{ lines: LineToPrice[], discountVnd: number }} CartToPrice */
/** @typedef {{ kind: string, amountVnd: number }} Adjustment */
/** @typedef {{ grossVnd: number, adjustments: Adjustment[], discountVnd: number, netVnd: number }} PricedLine */

/**
 * The line with one more adjustment; none of them is 0. Throws RangeError when it takes more than earlier ones left.
 * @param {PricedLine} line
 * @param {string} kind
 * @param {number} amountVnd
 * @returns {PricedLine}
 */
function less(line, kind, amountVnd) {
  if (amountVnd > line.netVnd) throw new RangeError(`${kind} discount is more than what is left to pay`);
  if (amountVnd === 0) return line;
  return {
    ...line,
    adjustments: [...line.adjustments, { kind, amountVnd }],
    discountVnd: line.discountVnd + amountVnd,
    netVnd: line.netVnd - amountVnd,
  };
}

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
 * Takes the cashier's discount off each line.
 * @param {CartToPrice} cart
 * @param {PricedLine[]} lines
 */
function takeManual(cart, lines) {
  return lines.map((line, n) => less(line, "manual", cart.lines[n].discountVnd));
}

/**
 * Spreads the discount on the whole sale over the lines by what is left to pay: largest remainder, ties to the earlier.
 * @param {CartToPrice} cart
 * @param {PricedLine[]} lines
 */
function takeSaleDiscount(cart, lines) {
  const nets = lines.map(({ netVnd }) => netVnd);
  if (cart.discountVnd > nets.reduce((sum, netVnd) => sum + netVnd, 0)) {
    throw new RangeError("sale discount is more than what is left to pay");
  }
  const shares = spread(cart.discountVnd, nets);
  return lines.map((line, n) => less(line, "sale", shares[n]));
}

/** The pipeline: each step takes its kind of adjustment off what the steps before it left. */
export const STEPS = [takeManual, takeSaleDiscount];

/**
 * lines [{milli, unitPriceVnd, discountVnd}] and the discount on the whole sale → what each line costs, and the sums.
 * @param {LineToPrice[]} lines
 * @param {number} [discountVnd]
 */
export function price(lines, discountVnd = 0) {
  const priced = STEPS.reduce((taken, step) => step({ lines, discountVnd }, taken), atListPrice(lines));
  const sum = (/** @type {"grossVnd" | "discountVnd" | "netVnd"} */ field) =>
    priced.reduce((total, line) => total + line[field], 0);
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
