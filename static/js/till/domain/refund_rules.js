// What about a refund needs a manager, by the outlet's settings: the server judges the same, in pos/trust/limits.py. PURE.

/** @typedef {"no_slip" | "refund_amount" | "refund_age" | "refund_method" | "fresh_goods"} Beyond */
/**
 * @typedef {object} Giving a refund as it would be
 * @property {boolean} hasSlip
 * @property {number} totalVnd of this one and those of the sale before
 * @property {number} leavesVnd what is paid out by `method`
 * @property {string} method
 * @property {string[]} paidBy methods of the sale
 * @property {number} ageDays since it was sold
 * @property {(number | null | undefined)[]} resold product sets of what goes back on the shelf
 */
/**
 * @typedef {object} RefundLimits 0: none
 * @property {number} [refund_limit_vnd]
 * @property {number} [refund_days]
 * @property {string} [refund_other_method] "approval" or "free"
 */

export const FRESH_SETS = [1, 2];

/**
 * @param {Giving} giving
 * @param {RefundLimits} limits
 * @returns {Beyond[]}
 */
export function beyondRefund({ hasSlip, totalVnd, leavesVnd, method, paidBy, ageDays, resold }, limits) {
  const { refund_limit_vnd: mostVnd = 0, refund_days: days = 0, refund_other_method: other = "approval" } = limits;
  const isOther = other === "approval" && leavesVnd > 0 && !paidBy.includes(method);
  /** @type {[Beyond, boolean][]} */
  const rules = [
    ["no_slip", !hasSlip],
    ["refund_amount", mostVnd > 0 && totalVnd > mostVnd],
    ["refund_age", days > 0 && ageDays > days],
    ["refund_method", isOther],
    ["fresh_goods", resold.some((set) => FRESH_SETS.includes(set ?? 0))],
  ];
  return rules.filter(([, isBeyond]) => isBeyond).map(([name]) => name);
}
