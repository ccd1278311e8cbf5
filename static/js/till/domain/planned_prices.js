// The price of a product on a day, with the prices that are planned for it. PURE.

/** @typedef {{ from: string, price_vnd: number }} PlannedPrice from a business day on, 2026-11-23 */

/**
 * A product as it costs on a day; the same object where nothing planned has begun.
 * @template {{ price_vnd: number, planned?: PlannedPrice[] }} P
 * @param {P} product its plans in the order of their days
 * @param {string} day
 * @returns {P}
 */
export function asOn(product, day) {
  const begun = product.planned?.filter(({ from }) => from <= day).at(-1);
  if (!begun) return product;
  return { ...product, price_vnd: begun.price_vnd, planned: product.planned?.filter(({ from }) => from > day) };
}
