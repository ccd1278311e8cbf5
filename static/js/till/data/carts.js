// The carts of this till on this device: a page that is loaded again goes on with them.

/** @import { Cart } from "../domain/cart.js" */

const keyOf = (/** @type {string | null} */ till) => `till:${till ?? "-"}`;

/**
 * @param {string | null} till
 * @param {Cart} cart
 * @param {Cart[]} held
 */
export function saveCarts(till, cart, held) {
  try {
    localStorage.setItem(keyOf(till), JSON.stringify({ cart, held }));
  } catch {
    // A full or forbidden storage must not stop a sale: the cart lives on in memory.
  }
}

/**
 * @param {string | null} till
 * @returns {{ cart: Cart, heldCarts: Cart[] } | null}
 */
export function readCarts(till) {
  try {
    const saved = JSON.parse(localStorage.getItem(keyOf(till)) ?? "null");
    return saved?.cart?.lines ? { cart: saved.cart, heldCarts: saved.held ?? [] } : null;
  } catch {
    return null;
  }
}
