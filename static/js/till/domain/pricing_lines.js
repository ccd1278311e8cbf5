// The shapes of a sale while it is priced: what was asked for, and what is left to pay. PURE; the twin is pos/pricing/lines.py.

/** @import { OfferedGoods } from "./pricing_offers.js" */

/**
 * @typedef {object} Adjustment an amount taken off a line
 * @property {string} kind "pack", "basket", "offer", "manual" or "sale"
 * @property {string} [code] of the offer, the basket or the pack
 * @property {string} [name] of the offer, as people read it
 * @property {number} amountVnd
 */
/**
 * @typedef {object} LineToPrice
 * @property {number} milli
 * @property {number} unitPriceVnd
 * @property {number} discountVnd the cashier's own; of a basket it stands at the first line
 * @property {Adjustment[]} [taken] what its pack, its basket and, when they are known already, the offers take off
 * @property {OfferedGoods} [goods] what offers ask of it; without them no offer concerns it
 * @property {number} [basketLine] the same number for all lines of one opened basket
 */
/** @typedef {{ lines: LineToPrice[], discountVnd: number }} CartToPrice */
/** @typedef {{ grossVnd: number, adjustments: Adjustment[], discountVnd: number, netVnd: number }} PricedLine */

/**
 * The line with one more adjustment; none of them is 0. Throws RangeError when it takes more than earlier ones left.
 * @param {PricedLine} line
 * @param {Adjustment} adjustment
 * @returns {PricedLine}
 */
export function less(line, adjustment) {
  const { kind, amountVnd } = adjustment;
  if (amountVnd > line.netVnd) throw new RangeError(`${kind} discount is more than what is left to pay`);
  if (amountVnd === 0) return line;
  return {
    ...line,
    adjustments: [...line.adjustments, adjustment],
    discountVnd: line.discountVnd + amountVnd,
    netVnd: line.netVnd - amountVnd,
  };
}
