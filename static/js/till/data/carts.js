// The carts of this till on this device: a page that is loaded again, or killed, goes on with them. What is being sold is not
// among them: it lies with its sale.

import { putCarts, readCarts } from "./store.js";

/** @import { Cart } from "../domain/cart.js" */
/** @import { StoredVoid } from "./voids.js" */

/**
 * @typedef {{ till: string, person?: string, cart: Cart | null, held: Cart[], claims?: string[] }} StoredCarts cart: null when
 * it was sold; person: the username of whose they are; claims: offers of carts on hold that are to end
 */

/** @type {Set<string>} */
const selling = new Set();
/** @type {StoredCarts | null} */
let pending = null;
/** @type {Promise<void> | null} */
let writing = null;

/** @param {StoredCarts} carts @returns {StoredCarts} */
const unsold = ({ cart, held, ...more }) => ({
  ...more,
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

/** What left the carts, or was put back into them, since they were written. @type {{ added: StoredVoid[], dropped: string[] }} */
let voids = { added: [], dropped: [] };

/**
 * Writes down what leaves a cart, or takes it back, with the carts' next write.
 * @param {StoredVoid | null} one
 * @param {string} [dropped] uid of what was put back
 */
export function voidWithCarts(one, dropped) {
  const added = [...voids.added, ...(one ? [one] : [])].filter(({ uid }) => uid !== dropped);
  voids = { added, dropped: [...voids.dropped, ...(dropped ? [dropped] : [])] };
}

async function writeAll() {
  while (pending) {
    const [next, left] = [pending, voids];
    pending = null;
    voids = { added: [], dropped: [] };
    try {
      await putCarts(next, left);
    } catch {
      // A full or forbidden storage must not stop a sale: the cart lives on in memory.
      voids = { added: [...left.added, ...voids.added], dropped: [...left.dropped, ...voids.dropped] };
    }
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

/** Resolves when all that was to be stored is on the disk. */
export const cartsWritten = async () => writing;

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
