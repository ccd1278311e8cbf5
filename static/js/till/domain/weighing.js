// The weight of goods as it is typed: in the unit, in grams, or for how much money. PURE. Weights in thousandths of the unit.

/** @typedef {"unit" | "gram" | "money"} Measure */

/**
 * The net weight, as fine as the goods are sold; null when nothing is typed or nothing is left of it.
 * @param {number | null} typed thousandths, grams or đồng
 * @param {Measure} measure
 * @param {{ priceVnd: number, places: number, tareMilli?: number }} goods what a whole unit costs, decimals of its quantity,
 *   and what the vessel weighs: money is never paid for it
 */
export function weightOf(typed, measure, { priceVnd, places, tareMilli = 0 }) {
  if (typed === null || (measure === "money" && priceVnd <= 0)) return null;
  const finest = 10 ** (3 - places);
  const milli = measure === "money" ? Number((BigInt(typed) * 1000n) / BigInt(priceVnd)) : typed - tareMilli;
  const sold = Math.trunc(milli / finest) * finest;
  return sold > 0 ? sold : null;
}
