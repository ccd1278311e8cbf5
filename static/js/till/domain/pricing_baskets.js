// Packs and baskets: several pieces, or goods of several owners, under one price. PURE; the twins are in pos/pricing/.

import { gross, spread } from "./money.js";

/** @import { Adjustment, LineToPrice } from "./pricing_lines.js" */

/** @typedef {{ barcode: string, quantity: string, price_vnd?: number | null }} Pack so much of a product under its own barcode */
/** @typedef {{ product: string, milli: number, shareVnd: number | null }} BasketItem */
/**
 * @typedef {object} Basket
 * @property {string} code
 * @property {string} name
 * @property {number} priceVnd of one
 * @property {BasketItem[]} items
 * @property {string | null} wrapping what takes the price above the goods
 */

/**
 * What packs take off a line of so much; nothing where their pieces are cheaper.
 * @param {{ barcode: string, milli: number, priceVnd: number | null }} pack
 * @param {number} milli a number of whole packs
 * @param {number} grossVnd
 * @returns {Adjustment[]}
 */
export function packTakes({ barcode, milli: packMilli, priceVnd }, milli, grossVnd) {
  if (priceVnd === null) return [];
  const amountVnd = grossVnd - Math.floor(milli / packMilli) * priceVnd;
  return amountVnd > 0 ? [{ kind: "pack", code: barcode, amountVnd }] : [];
}

/**
 * Opens `number` baskets into lines; `priceOf` is the list price of a product per unit. What the price is above the goods is the
 * wrapping's; without one the last item's price rises by it, and the server refuses such a basket.
 * @param {Basket} basket
 * @param {number} number
 * @param {(product: string) => number} priceOf
 * @param {number} basketLine
 * @returns {(LineToPrice & { product: string })[]}
 */
export function openBasket({ code, name, priceVnd, items, wrapping }, number, priceOf, basketLine) {
  const worths = items.map(({ product, milli }) => Number((BigInt(priceOf(product)) * BigInt(milli)) / 1000n));
  const { costs, overVnd } = costsOf(items, priceVnd, worths);
  const opened = items.map(({ product, milli: oneMilli }, n) => {
    const isRaised = overVnd > 0 && !wrapping && n === items.length - 1;
    const unitPriceVnd = priceOf(product) + (isRaised ? Math.ceil((overVnd * 1000) / oneMilli) : 0);
    const milli = oneMilli * number;
    const costVnd = (costs[n] + (isRaised ? overVnd : 0)) * number;
    const amountVnd = gross(unitPriceVnd, milli) - costVnd;
    const taken = amountVnd ? [{ kind: "basket", code, name, amountVnd }] : [];
    return { product, milli, unitPriceVnd, discountVnd: 0, taken, basketLine };
  });
  if (wrapping) {
    const line = { product: wrapping, milli: 1000 * number, unitPriceVnd: overVnd };
    opened.push({ ...line, discountVnd: 0, taken: [], basketLine });
  }
  return opened;
}

/**
 * What each item costs in one basket, and what of the price is over.
 * @param {BasketItem[]} items
 * @param {number} priceVnd
 * @param {number[]} worths
 */
function costsOf(items, priceVnd, worths) {
  let leftVnd = priceVnd;
  const costs = worths.map(() => 0);
  for (const [n, { shareVnd }] of items.entries()) {
    if (shareVnd === null) continue;
    costs[n] = Math.min(shareVnd, worths[n], leftVnd);
    leftVnd -= costs[n];
  }
  const others = [...items.keys()].filter((n) => items[n].shareVnd === null);
  const sharedVnd = Math.min(
    leftVnd,
    others.reduce((sum, n) => sum + worths[n], 0),
  );
  const shares = spread(
    sharedVnd,
    others.map((n) => worths[n]),
  );
  for (const [i, n] of others.entries()) costs[n] = shares[i];
  return { costs, overVnd: leftVnd - sharedVnd };
}
