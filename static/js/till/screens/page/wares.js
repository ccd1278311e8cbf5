// What stands on the tiles: products, lots that are marked down, gift baskets.

import { outletNow } from "../../data/clock.js";
import { favourites } from "../../data/favourites.js";
import { till } from "../../data/state.js";
import { holding, isOnLot, offerOf } from "../../domain/cart_offers.js";
import { fold } from "../../domain/fold.js";

/** @import { Lot, Product } from "../../data/catalogue.js" */
/** @import { GoodsFilter } from "../../data/state.js" */
/** @import { Basket } from "../../domain/pricing_baskets.js" */
/** @import { Offer } from "../../domain/pricing_offers.js" */

/**
 * @typedef {object} Ware
 * @property {string} key of its tile
 * @property {Product} [product]
 * @property {Lot} [lot] the product's, marked down
 * @property {Offer | null} [offer]
 * @property {Basket} [basket]
 */

export const BASKETS = "baskets";

/** Whether goods have a tile; what was taken off the tiles is still found by who looks for it. @param {Product} product */
const hasTile = ({ available }, /** @type {string} */ query) => available !== false || Boolean(query.trim());

/** What the filter finds; the first page is this till's own, in its order. @param {GoodsFilter} filter */
function found(filter) {
  const goods = till.catalogue.find(filter);
  if (filter.group !== "often" || filter.query.trim() || filter.producer) return goods;
  const codes = favourites(
    till.boot.till,
    goods.map(({ code }) => code),
  );
  return codes.flatMap((code) => till.catalogue.product(code) ?? []);
}

/**
 * The wares that a filter shows, a marked-down lot beside its product.
 * @param {GoodsFilter} filter
 * @returns {Ware[]}
 */
export function waresOf(filter) {
  const goods = found(filter).filter((product) => hasTile(product, filter.query));
  const now = outletNow();
  const offers = holding(till.catalogue, now);
  const isByLot = offers.some(isOnLot);
  const wares = goods.flatMap((product) => [
    { key: product.code, product, offer: offers.length ? offerOf(product, offers, now) : null },
    ...(isByLot ? markedDown(product, offers, now) : []),
  ]);
  return [...wares, ...basketsOf(filter)];
}

/**
 * @param {Product} product
 * @param {Offer[]} offers
 * @param {ReturnType<typeof outletNow>} now
 * @returns {Ware[]}
 */
function markedDown(product, offers, now) {
  const place = till.catalogue.till?.place;
  const isHere = (/** @type {Lot} */ lot) =>
    !lot.recalled && Number(lot.on_hand) > 0 && (!place || lot.place === place);
  return product.lots.filter(isHere).flatMap((lot) => {
    const offer = offerOf(product, offers, now, lot);
    return offer ? [{ key: `${product.code} ${lot.lot}`, product, lot, offer }] : [];
  });
}

/** @param {GoodsFilter} filter @returns {Ware[]} */
function basketsOf({ query, group, producer }) {
  const baskets = [...till.catalogue.deals.baskets.values()].map((basket) => ({
    key: `${BASKETS} ${basket.code}`,
    basket,
  }));
  const words = fold(query).split(" ").filter(Boolean);
  if (words.length) return baskets.filter(({ basket }) => words.every((word) => fold(basket.name).includes(word)));
  return group === BASKETS || (group === "often" && !producer) ? baskets : [];
}
