// What the lines of a sale cost: the list price, then one adjustment after another. PURE; the twin is pos/pricing.py.

import { gross, shareOf, spread } from "./money.js";

/** The line with one more adjustment; none of them is 0. Throws RangeError when it takes more than earlier ones left. */
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

/** The lines before any adjustment. */
export function atListPrice(lines) {
  return lines.map(({ unitPriceVnd, milli }) => {
    const grossVnd = gross(unitPriceVnd, milli);
    return { grossVnd, adjustments: [], discountVnd: 0, netVnd: grossVnd };
  });
}

/** Takes the cashier's discount off each line. */
function takeManual(cart, lines) {
  return lines.map((line, n) => less(line, "manual", cart.lines[n].discountVnd));
}

/** Spreads the discount on the whole sale over the lines by what is left to pay: largest remainder, ties to the earlier. */
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

/** lines [{milli, unitPriceVnd, discountVnd}] and the discount on the whole sale → what each line costs, and the sums. */
export function price(lines, discountVnd = 0) {
  const priced = STEPS.reduce((taken, step) => step({ lines, discountVnd }, taken), atListPrice(lines));
  const sum = (field) => priced.reduce((total, line) => total + line[field], 0);
  return { lines: priced, grossVnd: sum("grossVnd"), discountVnd: sum("discountVnd"), totalVnd: sum("netVnd") };
}

/** What a typed discount, {bp: 1000}, {vnd: 5000} or null, comes to: never more than what it is taken off. */
export function discountOf(discount, baseVnd) {
  if (!discount) return 0;
  return Math.min(baseVnd, discount.bp !== undefined ? shareOf(baseVnd, discount.bp) : discount.vnd);
}
