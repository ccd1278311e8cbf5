// What comes off the lines of a cart by itself: packs, and the offers that hold. PURE.

import { gross } from "./money.js";
import { offered } from "./pricing.js";
import { openBasket, packTakes } from "./pricing_baskets.js";
import { ageRate, concerns, holds, inOrder } from "./pricing_offers.js";

/** @import { Cart, CartLine } from "./cart.js" */
/** @import { Adjustment } from "./pricing_lines.js" */
/** @import { Basket } from "./pricing_baskets.js" */
/** @import { Moment, Offer, OfferedGoods } from "./pricing_offers.js" */

/** @typedef {{ code: string, set: number | null, producer: string, places: number, price_vnd: number }} OfferedProduct */
/**
 * @typedef {object} Goods what the device knows
 * @property {(code: string) => OfferedProduct | null} product
 * @property {(code: string) => { best_before: string | null } | null} lot
 * @property {Iterable<Offer>} offers
 */
/** @typedef {Moment & { daysLeft: (day: string | null) => number | null }} Now */

/**
 * Those that hold, in the order in which they are taken.
 * @param {Goods} goods
 * @param {Moment} moment
 */
export const holding = (goods, moment) => inOrder([...goods.offers].filter((offer) => holds(offer, moment)));

/**
 * The cart with what packs and offers take off each of its lines. Lines of baskets get none.
 * @param {Cart} cart
 * @param {Goods} goods
 * @param {Now} now
 * @returns {Cart}
 */
export function withOffers(cart, goods, now) {
  const lines = cart.lines.map((line) => ({
    milli: line.milli,
    unitPriceVnd: line.unitPriceVnd,
    discountVnd: 0,
    taken: line.pack ? packTakes(line.pack, line.milli, gross(line.unitPriceVnd, line.milli)) : [],
    goods: goodsOf(line, goods, now),
  }));
  const priced = offered(lines, holding(goods, now));
  return { ...cart, lines: cart.lines.map((line, n) => ({ ...line, adjustments: priced[n].adjustments })) };
}

/**
 * @param {CartLine} line
 * @param {Goods} goods
 * @param {Now} now
 * @returns {OfferedGoods | undefined}
 */
function goodsOf(line, goods, now) {
  const product = line.basket ? null : goods.product(line.product);
  if (!product) return undefined;
  const daysLeft = line.lot ? now.daysLeft(goods.lot(line.lot)?.best_before ?? null) : null;
  return {
    product: product.code,
    set: product.set,
    producer: product.producer,
    places: product.places,
    lot: line.lot,
    daysLeft,
  };
}

/**
 * Whether two carts would be paid with the same adjustments.
 * @param {Cart} a
 * @param {Cart} b
 */
export const sameOffers = (a, b) =>
  JSON.stringify(a.lines.map(adjustmentsOf)) === JSON.stringify(b.lines.map(adjustmentsOf));

/** @param {CartLine} line @returns {Adjustment[]} */
export const adjustmentsOf = (line) => line.adjustments ?? [];

/** Whether an offer is on single lots. @param {Offer} offer */
export const isOnLot = (offer) => offer.kind === "age" || offer.on.lots !== undefined;

/**
 * The first offer that takes something off one unit of a product, or off its lot: what a tile says.
 * @param {OfferedProduct} product
 * @param {Offer[]} offers those that hold, in their order
 * @param {Now} now
 * @param {{ lot: string, best_before: string | null } | null} [lot]
 * @returns {Offer | null}
 */
export function offerOf(product, offers, now, lot = null) {
  const { code, set, producer, places } = product;
  const daysLeft = lot ? now.daysLeft(lot.best_before) : null;
  if ((daysLeft ?? 0) < 0) return null;
  const asked = { product: code, set, producer, places, lot: lot?.lot ?? null, daysLeft };
  const gives = (/** @type {Offer} */ offer) => {
    if (!concerns(offer, asked) || offer.kind === "basket" || isOnLot(offer) !== (lot !== null)) return false;
    if (offer.kind === "age") return ageRate(offer.steps ?? [], daysLeft) > 0;
    if (offer.kind === "price") return (offer.price_vnd ?? 0) < product.price_vnd;
    return offer.kind !== "buy_get" || places === 0;
  };
  return offers.find(gives) ?? null;
}

/**
 * What one unit costs under an offer; null for one that depends on how many are bought.
 * @param {OfferedProduct} product
 * @param {Offer} offer
 * @param {Now} now
 * @param {{ lot: string, best_before: string | null }} lot
 */
export function priceOfLot(product, offer, now, lot) {
  const { code, set, producer, places, price_vnd: unitPriceVnd } = product;
  const goods = { product: code, set, producer, places, lot: lot.lot, daysLeft: now.daysLeft(lot.best_before) };
  return offered([{ milli: 1000, unitPriceVnd, discountVnd: 0, goods }], [offer])[0].netVnd;
}

/**
 * How many more pieces of a line's product make a set with something free, and how many are free then; null when none are
 * missing or no such offer holds.
 * @param {Cart} cart
 * @param {CartLine} line
 * @param {Goods} goods
 * @param {Now} now
 */
export function toNextSet(cart, line, goods, now) {
  const asked = goodsOf(line, goods, now);
  if (!asked || asked.places > 0) return null;
  const offer = holding(goods, now).find((one) => one.kind === "buy_get" && concerns(one, asked));
  if (!offer) return null;
  const { buy = 0, get = 0 } = offer;
  const milli = cart.lines.reduce((sum, one) => sum + (!one.basket && one.product === line.product ? one.milli : 0), 0);
  const over = Math.floor(milli / 1000) % (buy + get);
  return over >= buy ? { more: buy + get - over, free: get } : null;
}

/**
 * The goods of a line that is a basket, with what each costs in it.
 * @param {CartLine} line
 * @param {Goods} goods
 */
export function goodsInBasket(line, goods) {
  const { basket } = line;
  if (!basket) return [];
  const opened = openBasket(
    /** @type {Basket} */ ({ ...basket, priceVnd: line.unitPriceVnd }),
    line.milli / 1000,
    (product) => goods.product(product)?.price_vnd ?? 0,
    0,
  );
  return opened.map(({ product, milli, unitPriceVnd, taken = [] }) => {
    const listVnd = gross(unitPriceVnd, milli);
    return {
      product,
      milli,
      unitPriceVnd,
      listVnd,
      netVnd: listVnd - taken.reduce((sum, { amountVnd }) => sum + amountVnd, 0),
    };
  });
}
