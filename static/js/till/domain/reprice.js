// A cart that was begun before prices changed. PURE.

/** @import { Cart } from "./cart.js" */

/**
 * Puts today's prices into a cart that was begun before they changed; tells which lines moved.
 * @param {Cart} cart
 * @param {(product: string, isBasket: boolean) => number | null} priceOf null for what is not sold here
 */
export function reprice(cart, priceOf) {
  /** @type {string[]} */
  const moved = [];
  const lines = cart.lines.map((line) => {
    const today = priceOf(line.product, line.basket !== undefined);
    if (today === null || today === line.unitPriceVnd) return line;
    moved.push(line.name);
    return { ...line, unitPriceVnd: today };
  });
  return { cart: { ...cart, lines }, moved };
}
