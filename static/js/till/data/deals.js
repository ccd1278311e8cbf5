// The offers, baskets and packs that this device knows.

import { gtin14 } from "../domain/gs1.js";
import { parseQuantity } from "../domain/money.js";

/** @import { Product } from "./catalogue.js" */
/** @import { CartPack } from "../domain/cart.js" */
/** @import { Basket } from "../domain/pricing_baskets.js" */
/** @import { Offer } from "../domain/pricing_offers.js" */

/** @typedef {{ product: string, pack: CartPack }} PackOfProduct */
/**
 * @typedef {object} BasketAnswer a basket as the server tells of it
 * @property {string} code
 * @property {string} name
 * @property {number} price_vnd
 * @property {string[]} barcodes
 * @property {{ product: string, quantity: string, share_vnd?: number }[]} items
 * @property {string | null} wrapping
 */
/**
 * @typedef {object} DealsAnswer
 * @property {Offer[]} [offers]
 * @property {string[]} [offers_removed]
 * @property {BasketAnswer[]} [baskets]
 * @property {string[]} [baskets_removed]
 */

/** @param {BasketAnswer} answer @returns {Basket} */
function basketOf({ code, name, price_vnd: priceVnd, items, wrapping }) {
  const goods = items.map(({ product, quantity, share_vnd: shareVnd = null }) => ({
    product,
    milli: parseQuantity(quantity) ?? 0,
    shareVnd,
  }));
  return { code, name, priceVnd, items: goods, wrapping };
}

export class Deals {
  /** @type {Map<string, Offer>} */
  offers = new Map();
  /** @type {Map<string, Basket>} */
  baskets = new Map();
  /** @type {Map<string, BasketAnswer>} */
  #answers = new Map();
  /** @type {Map<string, PackOfProduct>} */
  #packs = new Map();
  /** @type {Map<string, string>} */
  #basketGtins = new Map();

  clear() {
    for (const known of [this.offers, this.baskets, this.#answers, this.#packs, this.#basketGtins]) known.clear();
  }

  /** @param {DealsAnswer} answer */
  apply({ offers = [], offers_removed: withdrawn = [], baskets = [], baskets_removed: notSold = [] }) {
    for (const code of withdrawn) this.offers.delete(code);
    for (const offer of offers) this.offers.set(offer.code, offer);
    for (const code of [...notSold, ...baskets.map((basket) => basket.code)]) this.#dropBasket(code);
    for (const basket of baskets) {
      this.#answers.set(basket.code, basket);
      this.baskets.set(basket.code, basketOf(basket));
      for (const barcode of basket.barcodes) this.#basketGtins.set(gtin14(barcode) ?? barcode, basket.code);
    }
  }

  /** @param {string} code */
  #dropBasket(code) {
    for (const barcode of this.#answers.get(code)?.barcodes ?? []) this.#basketGtins.delete(gtin14(barcode) ?? barcode);
    this.#answers.delete(code);
    this.baskets.delete(code);
  }

  /** @param {Product} product */
  putPacks({ code, packs = [] }) {
    for (const { barcode, quantity, price_vnd: priceVnd } of packs) {
      const pack = { barcode, milli: parseQuantity(quantity) ?? 0, priceVnd };
      this.#packs.set(gtin14(barcode) ?? barcode, { product: code, pack });
    }
  }

  /** @param {Product} product */
  dropPacks({ packs = [] }) {
    for (const { barcode } of packs) this.#packs.delete(gtin14(barcode) ?? barcode);
  }

  /** @param {string} gtin */
  pack(gtin) {
    return this.#packs.get(gtin) ?? null;
  }

  /** @param {string} gtin */
  basketByGtin(gtin) {
    return this.baskets.get(this.#basketGtins.get(gtin) ?? "") ?? null;
  }

  /** As the device stores them. */
  stored() {
    return { offers: [...this.offers.values()], baskets: [...this.#answers.values()] };
  }
}
