// Money and quantities, exactly as the server counts them. PURE.
// Money is a whole number of đồng; a quantity is a whole number of thousandths ("milli"); sums go through BigInt.

export const NOTES = [500000, 200000, 100000, 50000, 20000, 10000, 5000, 2000, 1000, 500];

/**
 * n / d to the nearest whole; half goes away from zero. Both may be Number or BigInt, d > 0.
 * @param {number | bigint} n
 * @param {number | bigint} d
 */
export function halfUp(n, d) {
  const top = BigInt(n);
  const bottom = BigInt(d);
  const size = top < 0n ? -top : top;
  const whole = (2n * size + bottom) / (2n * bottom);
  return Number(top < 0n ? -whole : whole);
}

/**
 * "1.25" → 1250; null when it is not a quantity.
 * @param {string} text
 */
export function parseQuantity(text) {
  const match = /^(\d{1,9})(?:\.(\d{1,3}))?$/.exec(text);
  return match ? Number(match[1]) * 1000 + Number((match[2] ?? "").padEnd(3, "0")) : null;
}

/**
 * 1250 → "1.25", as the server writes it.
 * @param {number} milli
 */
export function quantityText(milli) {
  const whole = Math.trunc(milli / 1000);
  const rest = String(milli % 1000)
    .padStart(3, "0")
    .replace(/0+$/, "");
  return rest ? `${whole}.${rest}` : String(whole);
}

/**
 * 1250 → "1,25", as people read it.
 * @param {number} milli
 */
export function quantityWords(milli) {
  const [whole, rest] = quantityText(Math.abs(milli)).split(".");
  const grouped = groups(whole);
  return (milli < 0 ? "−" : "") + (rest ? `${grouped},${rest}` : grouped);
}

/** @param {string} digits */
function groups(digits) {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ".");
}

/**
 * 435500 → "435.500"
 * @param {number} value đồng
 */
export function amount(value) {
  return (value < 0 ? "−" : "") + groups(String(Math.abs(value)));
}

/**
 * 435500 → "435.500 ₫" (with a no-break space)
 * @param {number} value đồng
 */
export function vnd(value) {
  return `${amount(value)}\u00a0₫`;
}

/**
 * 1500 → "15 %"
 * @param {number} bp
 */
export function rate(bp) {
  return `${String(bp / 100).replace(".", ",")}\u00a0%`;
}

/**
 * What a line costs before discounts.
 * @param {number} unitPriceVnd
 * @param {number} milli
 */
export function gross(unitPriceVnd, milli) {
  return halfUp(BigInt(unitPriceVnd) * BigInt(milli), 1000n);
}

/**
 * A share of an amount.
 * @param {number} amountVnd
 * @param {number} rateBp
 */
export function shareOf(amountVnd, rateBp) {
  return halfUp(BigInt(amountVnd) * BigInt(rateBp), 10000n);
}

/**
 * Spreads a whole over weights by largest remainder; on a tie the earlier one gets the đồng.
 * @param {number} whole
 * @param {number[]} weights
 */
export function spread(whole, weights) {
  const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (total === 0n) return weights.map(() => 0);
  const parts = weights.map((weight, index) => {
    const share = BigInt(whole) * BigInt(weight);
    return { index, part: share / total, rest: share % total };
  });
  let left = BigInt(whole) - parts.reduce((sum, { part }) => sum + part, 0n);
  const order = [...parts].sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  for (const slot of order) {
    if (left <= 0n) break;
    slot.part += 1n;
    left -= 1n;
  }
  return parts.map(({ part }) => Number(part));
}

/**
 * What must be added so that a cash total is a multiple of the step (0: the outlet does not round).
 * @param {number} totalVnd
 * @param {number} stepVnd
 */
export function cashRounding(totalVnd, stepVnd) {
  return stepVnd > 0 ? halfUp(totalVnd, stepVnd) * stepVnd - totalVnd : 0;
}

/**
 * Amounts a customer is likely to hand over: the exact one first, then the next round ones.
 * @param {number} dueVnd
 * @param {number} [most]
 */
export function handedOver(dueVnd, most = 8) {
  const likely = new Set([dueVnd]);
  for (const step of [1000, 10000, 20000, 50000, 100000, 200000, 500000, 1000000]) {
    likely.add(Math.ceil(dueVnd / step) * step);
  }
  return [...likely]
    .filter((value) => value > 0)
    .sort((a, b) => a - b)
    .slice(0, most);
}

/**
 * The fewest notes for an amount: [[50000, 1], [2000, 2]], and what no note can give.
 * @param {number} amountVnd
 */
export function inNotes(amountVnd) {
  /** @type {[note: number, pieces: number][]} */
  const notes = [];
  let left = amountVnd;
  for (const note of NOTES) {
    const pieces = Math.trunc(left / note);
    if (pieces > 0) notes.push([note, pieces]);
    left -= pieces * note;
  }
  return { notes, restVnd: left };
}
