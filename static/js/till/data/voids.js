// Goods that left a cart before it was paid, told to the server: managers see them in the shift's report. What cannot be told now
// is told a little later, while this page is open.

import { goodsInBasket } from "../domain/cart_offers.js";
import { quantityText } from "../domain/money.js";
import { Refusal, post } from "./api.js";
import { now } from "./clock.js";
import { till } from "./state.js";
import { uid } from "./uid.js";
import { url } from "./urls.js";

/** @import { CartLine } from "../domain/cart.js" */

const AGAIN_MS = 20000;

/**
 * The goods of a line; of a basket each of them, for the books know no basket.
 * @param {CartLine} line
 * @returns {{ product: string, milli: number, unitPriceVnd: number }[]}
 */
const goodsOf = (line) => (line.basket ? goodsInBasket(line, till.catalogue) : [line]);

/**
 * @param {CartLine[]} lines
 * @param {boolean} isWholeCart
 */
export function tellVoid(lines, isWholeCart) {
  if (!till.shift || !lines.length) return;
  const document = {
    uid: uid(),
    lines: lines.flatMap(goodsOf).map(({ product, milli, unitPriceVnd }) => ({
      product,
      quantity: quantityText(milli),
      unit_price_vnd: unitPriceVnd,
    })),
    whole_cart: isWholeCart,
    at: now(),
  };
  send(url("voids", { uid: till.shift.uid }), document);
}

/** @param {string} address @param {object} document */
async function send(address, document) {
  try {
    await post(address, { ...document, sent_at: now() });
  } catch (error) {
    if (!(error instanceof Refusal)) setTimeout(() => send(address, document), AGAIN_MS);
  }
}
