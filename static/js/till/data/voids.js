// Goods that left a cart before it was paid, for managers who read the shift's report: written down on this device in one with
// the cart's change, and told to the server once each. What may still be put back waits.

import { goodsInBasket } from "../domain/cart_offers.js";
import { quantityText } from "../domain/money.js";
import { faultOf } from "../domain/sending.js";
import { Refusal, post } from "./api.js";
import { cartsWritten, voidWithCarts } from "./carts.js";
import { now } from "./clock.js";
import { till } from "./state.js";
import { deleteVoid, listVoids } from "./store.js";
import { uid } from "./uid.js";
import { url } from "./urls.js";

/** @import { CartLine } from "../domain/cart.js" */

/** @typedef {{ product: string, quantity: string, unit_price_vnd: number }} VoidedLine */
/** @typedef {{ uid: string, shift: string, lines: VoidedLine[], whole_cart: boolean, at: string }} StoredVoid */

/** The void that may still be put back. */
let open = "";
/** @type {Promise<void> | null} */
let sending = null;

/**
 * The goods of a line; of a basket each of them, for the books know no basket.
 * @param {CartLine} line
 * @returns {{ product: string, milli: number, unitPriceVnd: number }[]}
 */
const goodsOf = (line) => (line.basket ? goodsInBasket(line, till.catalogue) : [line]);

/**
 * Writes down, with the carts' next write, what was just taken out; it may be put back. Answers its uid, empty without a shift.
 * @param {CartLine[]} lines
 * @param {boolean} isWholeCart
 */
export function writeVoid(lines, isWholeCart) {
  if (!till.shift || !lines.length) return "";
  open = uid();
  voidWithCarts({
    uid: open,
    shift: till.shift.uid,
    lines: lines.flatMap(goodsOf).map(({ product, milli, unitPriceVnd }) => ({
      product,
      quantity: quantityText(milli),
      unit_price_vnd: unitPriceVnd,
    })),
    whole_cart: isWholeCart,
    at: now(),
  });
  return open;
}

/** It was put back: with the carts' next write nothing was taken out. @param {string} which */
export function unwriteVoid(which) {
  if (which === open) open = "";
  voidWithCarts(null, which);
}

/** What was taken out stays out: it may be told. */
export function closeVoid() {
  open = "";
}

/** Tells the server of all that stays out; what cannot be told now is told with the next call. */
export function sendVoids() {
  sending ??= sendAll().finally(() => {
    sending = null;
  });
  return sending;
}

async function sendAll() {
  await cartsWritten();
  const stored = await listVoids().catch(() => /** @type {StoredVoid[]} */ ([]));
  for (const { shift, ...document } of stored) {
    if (document.uid === open) continue;
    try {
      await post(url("voids", { uid: shift }), { ...document, sent_at: now() });
    } catch (error) {
      if (!(error instanceof Refusal) || error.status >= 500 || faultOf(error.status, error.code) !== "sale") return;
    }
    await deleteVoid(document.uid).catch(() => {});
  }
}
