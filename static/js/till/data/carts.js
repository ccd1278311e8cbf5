// The carts of this till on this device: a page that is loaded again, or killed, goes on with them. What is being sold is not
// among them: it lies with its sale.

import { putCarts, readCarts } from "./store.js";

/** @import { Cart } from "../domain/cart.js" */

/**
 * @typedef {{ till: string, person?: string, cart: Cart | null, held: Cart[] }} StoredCarts cart: null when it was sold;
 * person: the username of whose they are
 */

/** @type {Set<string>} */
const selling = new Set();
/** @type {StoredCarts | null} */
let pending = null;
/** @type {Promise<void> | null} */
let writing = null;

/** @param {StoredCarts} carts @returns {StoredCarts} */
const unsold = ({ till, person, cart, held }) => ({
  till,
  person,
  cart: cart && selling.has(cart.uid) ? null : cart,
  held: held.filter(({ uid }) => !selling.has(uid)),
});

/** From now on this cart is a sale: it is not stored as a cart. @param {string} uid */
export function beginSelling(uid) {
  selling.add(uid);
  if (pending) pending = unsold(pending);
}

/** The sale was refused: its cart is a cart again. @param {string} uid */
export const stopSelling = (uid) => selling.delete(uid);

async function writeAll() {
  while (pending) {
    const next = pending;
    pending = null;
    // A full or forbidden storage must not stop a sale: the cart lives on in memory.
    await putCarts(next).catch(() => {});
  }
  writing = null;
}

/**
 * Stores the carts; while the disk is busy only the last ones count. Resolves when they are on the disk.
 * @param {StoredCarts} carts
 * @returns {Promise<void>}
 */
export function saveCarts(carts) {
  pending = unsold(carts);
  writing ??= writeAll();
  return writing;
}

/**
 * The carts of a till. Version 0.1.0 had them in localStorage: they are taken over once.
 * @param {string} till
 * @returns {Promise<StoredCarts | null>}
 */
export async function loadCarts(till) {
  const key = `till:${till}`;
  let old = null;
  try {
    old = JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    // Nothing that could be taken over.
  }
  if (old?.cart?.lines && !(await readCarts(till))) await putCarts({ till, cart: old.cart, held: old.held ?? [] });
  try {
    localStorage.removeItem(key);
  } catch {
    // Forbidden: then nothing was there.
  }
  return readCarts(till);
}
