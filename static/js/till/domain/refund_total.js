// What is paid for goods that come back. PURE.

import { halfUp } from "./money.js";

/**
 * @typedef {{ sold: number, back: number, milli: number, netVnd: number }} Returned thousandths sold, returned before, and
 * returned now
 */

/**
 * What is paid back now: each amount is the difference to what went back before, with its share of the sale's cash rounding. The
 * server pays the same for the lines of its answer (pos/refunds.py); of a cart that it has not answered it books what was paid.
 * @param {Returned[]} lines
 * @param {number} [saleRoundingVnd]
 * @param {{ total_vnd: number }[]} [refunds] those before, where the server has told of them: a till may have paid a đồng more
 * or less
 */
export function refundTotal(lines, saleRoundingVnd = 0, refunds = undefined) {
  const came = (/** @type {(line: Returned) => number} */ milliOf) =>
    lines.reduce(
      (sum, line) => sum + (line.sold ? halfUp(BigInt(line.netVnd) * BigInt(milliOf(line)), line.sold) : 0),
      0,
    );
  const whole = came((line) => line.sold);
  const paid = (/** @type {number} */ cameVnd) =>
    cameVnd + (whole ? halfUp(BigInt(saleRoundingVnd) * BigInt(cameVnd), whole) : 0);
  const before = refunds?.reduce((sum, { total_vnd }) => sum + total_vnd, 0) ?? paid(came((line) => line.back));
  const now = paid(came((line) => line.back + line.milli)) - before;
  return lines.some(({ milli }) => milli > 0) ? Math.max(0, now) : 0;
}
