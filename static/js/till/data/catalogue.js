// The goods as this device knows them: the server's snapshot, stored product by product for the hours without a network. A page
// that opens shows the best known ones at once, reads the others in pieces, and asks the server for what changed since.

import { fold } from "../domain/fold.js";
import { GoodsIndex } from "../domain/goods_index.js";
import { gtin14 } from "../domain/gs1.js";
import { asOn } from "../domain/planned_prices.js";
import { get } from "./api.js";
import { daysLeft, today } from "./clock.js";
import { Deals } from "./deals.js";
import { t } from "./i18n.js";
import { setLabel } from "./product_sets.js";
import { RecalledLots } from "./recalled_lots.js";
import { clearGoods, nextProducts, readFacts, readProducts, saveGoods } from "./store.js";
import { url } from "./urls.js";

/** @import { Approver } from "../domain/offline_codes.js" */
/** @import { PlannedPrice } from "../domain/planned_prices.js" */
/** @import { OutletFacts, TillFacts } from "./facts.js" */
/** @import { RecalledAnswer } from "./recalled_lots.js" */

/** @typedef {{ lot: string, place: string, on_hand: string, best_before: string | null, recalled?: boolean }} Lot */
/** @typedef {Lot & { product: string }} LotOfProduct */
/**
 * @typedef {object} Product
 * @property {string} code
 * @property {string} name
 * @property {string} folded the name as it is searched for
 * @property {string} producer
 * @property {string} producer_name
 * @property {string} [commune] where it comes from
 * @property {string} unit
 * @property {number} places decimals of its quantity
 * @property {number} price_vnd
 * @property {PlannedPrice[]} [planned] what it costs from a day to come
 * @property {string[]} barcodes
 * @property {string | null} plu
 * @property {number | null} set
 * @property {number | null} stars
 * @property {boolean} retired
 * @property {boolean} [available] false: it has no tile
 * @property {{ barcode: string, quantity: string, price_vnd: number | null }[]} [packs]
 * @property {string} on_hand
 * @property {Lot[]} lots
 * @property {number} sold_30d
 * @property {string} [photo] the id of its photo
 * @property {{ kind: string, valid_until: string }} [paper] the first of its papers to end
 */
/**
 * @typedef {object} StoredFacts what the device keeps beside the products
 * @property {OutletFacts} outlet
 * @property {TillFacts | null} till
 * @property {string | null} version null while not all products of a version are stored
 * @property {string[]} best codes of those shown first
 * @property {Approver[]} [approvers]
 * @property {Product[]} [products] all of them, as 0.1.0 stored it
 * @property {Offer[]} [offers]
 * @property {BasketAnswer[]} [baskets]
 * @property {number} [recalls]
 * @property {import("./recalled_lots.js").RecalledLot[]} [recalled]
 */
/** @import { Offer } from "../domain/pricing_offers.js" */
/** @import { BasketAnswer, DealsAnswer } from "./deals.js" */
/**
 * @typedef {object} GoodsAnswer what changed since the version we named; the whole when `since` is null
 * @property {string | null} [version]
 * @property {string | null} [since]
 * @property {OutletFacts} [outlet]
 * @property {TillFacts | null} [till]
 * @property {string[]} [removed]
 * @property {Approver[]} [approvers]
 * @property {Product[]} [products]
 */
/** @typedef {GoodsAnswer & DealsAnswer & RecalledAnswer} CatalogueAnswer */

const TIMEOUT_MS = 15000;
const MOST_OFTEN = 24;
const BEST_KNOWN = 60;
/** Products read or written at once: nothing a cashier does waits for long behind them. */
const PIECE = 400;

const { compare: compareNames } = new Intl.Collator("vi");
/** By folded names: the rules of a language take ten times as long for 20,000 goods. */
const byFame = (/** @type {Product} */ a, /** @type {Product} */ b) =>
  (b.sold_30d ?? 0) - (a.sold_30d ?? 0) || (a.folded < b.folded ? -1 : Number(a.folded > b.folded));

/** Lets whatever waits go first: keys, scans, painting. */
const pause = () => new Promise((resolve) => setTimeout(resolve));

export class Catalogue {
  /** @type {Map<string, Product>} */
  products = new Map();
  /** @type {OutletFacts} */
  outlet = {};
  /** @type {TillFacts | null} */
  till = null;
  /** Whose one-time codes this till takes while it is cut off. @type {Approver[]} */
  approvers = [];
  /** @type {string | null} */
  version = null;
  /** Resolves when all goods that this device stored are known. @type {Promise<void>} */
  whole = Promise.resolve();
  /** Offers and baskets. */
  deals = new Deals();
  recalled = new RecalledLots();
  #index = new GoodsIndex();
  /** @type {Map<string, Product>} */
  #gtins = new Map();
  /** @type {Map<string, Product>} */
  #plus = new Map();
  /** @type {Map<string, LotOfProduct>} */
  #lots = new Map();
  /** @type {Map<string, number>} */
  #order = new Map();
  /** Codes of the goods, the best known first; null when one came or went. @type {string[] | null} */
  #ordered = null;
  /** Codes by group; null when one came, went or changed its set. @type {Map<number, string[]> | null} */
  #sets = null;
  /** @type {{ code: string, name: string }[] | null} */
  #producers = null;
  /** Codes of the goods that stand first when the page opens the next time. @type {string[]} */
  #best = [];

  /** @param {CatalogueAnswer} answer */
  apply(answer) {
    if (!answer.since) this.#clear();
    for (const code of answer.removed ?? []) this.#remove(code);
    for (const product of answer.products ?? []) this.#put(product);
    this.deals.apply(answer);
    this.recalled.apply(answer);
    this.outlet = answer.outlet ?? this.outlet;
    this.till = answer.till ?? this.till;
    this.approvers = answer.approvers ?? this.approvers;
    this.version = answer.version ?? this.version;
    this.#fixOrder();
    if (!answer.since) this.#chooseBest();
  }

  #clear() {
    for (const known of [this.products, this.#gtins, this.#plus, this.#lots, this.#index, this.deals]) known.clear();
    this.#forget();
  }

  #forget() {
    this.#ordered = null;
    this.#sets = null;
    this.#producers = null;
  }

  /** @param {string} code */
  #remove(code) {
    this.#index.delete(code);
    if (this.#take(code)) this.#forget();
  }

  /** Takes a product out of all that finds it, but the search. @param {string} code @returns {Product | undefined} what it was */
  #take(code) {
    const product = this.products.get(code);
    if (!product) return undefined;
    for (const barcode of product.barcodes) this.#gtins.delete(gtin14(barcode) ?? barcode);
    this.deals.dropPacks(product);
    if (product.plu) this.#plus.delete(product.plu);
    for (const { lot } of product.lots) if (this.#lots.get(lot)?.product === code) this.#lots.delete(lot);
    this.products.delete(code);
    return product;
  }

  /** @param {Product} answered */
  #put(answered) {
    const { lots = [], barcodes = [] } = answered;
    const whole = { ...answered, folded: answered.folded || fold(answered.name), lots, barcodes };
    const product = answered.planned ? asOn(whole, today()) : whole;
    const before = this.#take(product.code);
    // What only has another price or stock stands where it stood.
    if (before?.set !== product.set || before.producer_name !== product.producer_name) this.#forget();
    this.products.set(product.code, product);
    for (const code of product.barcodes) this.#gtins.set(gtin14(code) ?? code, product);
    this.deals.putPacks(product);
    if (product.plu) this.#plus.set(product.plu, product);
    for (const lot of product.lots) {
      if (!this.#lots.has(lot.lot)) this.#lots.set(lot.lot, { ...lot, product: product.code });
    }
    this.#index.put(product);
  }

  /** Brings into force what is planned for a day that has begun; tells whether anything was. @param {string} day */
  beginDay(day) {
    const begun = [...this.products.values()].filter((product) => asOn(product, day) !== product);
    for (const product of begun) this.#put(asOn(product, day));
    return begun.length > 0;
  }

  /** The order of the tiles is fixed once a day's work begins: nothing may move under a finger after a sale. */
  #fixOrder() {
    if (this.#ordered) return;
    const added = [...this.products.values()].filter(({ code }) => !this.#order.has(code));
    for (const { code } of added.sort(byFame)) this.#order.set(code, this.#order.size);
  }

  /** @param {string} code */
  product(code) {
    return this.products.get(code) ?? null;
  }

  /** @param {string} gtin */
  byGtin(gtin) {
    return this.#gtins.get(gtin) ?? null;
  }

  /** @param {string} plu */
  byPlu(plu) {
    return this.#plus.get(plu) ?? null;
  }

  /** @param {string} code */
  lot(code) {
    return this.#lots.get(code) ?? this.recalled.lot(code);
  }

  get offers() {
    return this.deals.offers.values();
  }

  /** @param {string} gtin */
  byPack = (gtin) => this.deals.pack(gtin);
  /** @param {string} gtin */
  byBasket = (gtin) => this.deals.basketByGtin(gtin);

  /** The price of a product, or of a basket, now; null when it is not sold here. */
  priceOf = (/** @type {string} */ code, isBasket = false) =>
    (isBasket ? this.deals.baskets.get(code)?.priceVnd : this.product(code)?.price_vnd) ?? null;

  #chooseBest() {
    const goods = [...this.products.values()].sort(byFame).slice(0, BEST_KNOWN);
    this.#best = goods.map(({ code }) => code);
  }

  /** Codes of the goods, the best known first. */
  get #onSale() {
    if (!this.#ordered) {
      const place = (/** @type {string} */ code) => this.#order.get(code) ?? this.#order.size;
      this.#ordered = [...this.products.keys()].sort((a, b) => place(a) - place(b));
    }
    return this.#ordered;
  }

  get #bySet() {
    if (!this.#sets) {
      this.#sets = new Map();
      for (const code of this.#onSale) {
        const set = this.product(code)?.set ?? 0;
        const codes = this.#sets.get(set);
        if (codes) codes.push(code);
        else this.#sets.set(set, [code]);
      }
    }
    return this.#sets;
  }

  groups() {
    const sets = [...this.#bySet.keys()].filter((set) => set > 0).sort((a, b) => a - b);
    const ordered = this.#bySet.has(0) ? [...sets, 0] : sets;
    const count = (/** @type {number} */ set) => this.#bySet.get(set)?.length ?? 0;
    return [
      { key: "often", label: t("Hay bán"), count: Math.min(MOST_OFTEN, this.products.size) },
      ...ordered.map((set) => ({ key: String(set), label: setLabel(set), count: count(set) })),
    ];
  }

  producers() {
    if (!this.#producers) {
      const names = new Map(
        [...this.products.values()].map(({ producer, producer_name }) => [producer, producer_name]),
      );
      this.#producers = [...names].map(([code, name]) => ({ code, name })).sort((a, b) => compareNames(a.name, b.name));
    }
    return this.#producers;
  }

  /** @param {string[]} codes @returns {Product[]} */
  #goods(codes) {
    return codes.flatMap((code) => this.products.get(code) ?? []);
  }

  /**
   * At most 60 goods by what somebody types: name without accents, "5kg", first letters, code, PLU, barcode, lot, producer,
   * commune.
   * @param {string} text
   * @param {string} [producer] only this one's
   */
  search(text, producer = "") {
    const isWanted = (/** @type {string} */ code) => !producer || this.products.get(code)?.producer === producer;
    return this.#goods(this.#index.search(text, this.#onSale, isWanted).slice(0, BEST_KNOWN));
  }

  /** @param {Partial<import("./state.js").GoodsFilter>} filter */
  find({ query = "", group = "often", producer = "" } = {}) {
    if (query.trim()) return this.search(query, producer);
    const codes = group === "often" ? this.#onSale : (this.#bySet.get(Number(group)) ?? []);
    const isWanted = (/** @type {string} */ code) => !producer || this.products.get(code)?.producer === producer;
    const wanted = producer ? codes.filter(isWanted) : codes;
    return this.#goods(group === "often" ? wanted.slice(0, producer ? BEST_KNOWN : MOST_OFTEN) : wanted);
  }

  /**
   * The lot that will be taken next from this shelf, as far as this device knows.
   * @param {Product} product
   */
  nextLot(product) {
    const place = this.till?.place;
    const mayBeSold = (/** @type {Lot} */ lot) =>
      !lot.recalled &&
      Number(lot.on_hand) > 0 &&
      (!place || lot.place === place) &&
      (daysLeft(lot.best_before) ?? 1) >= 0;
    const lots = product.lots.filter(mayBeSold);
    const dayOf = (/** @type {Lot} */ lot) => lot.best_before ?? "9999";
    return lots.reduce(
      (/** @type {Lot | null} */ first, lot) => (first && dayOf(first) <= dayOf(lot) ? first : lot),
      null,
    );
  }

  /**
   * Fetches what is new, stores it on the device, and answers whether any of the goods changed. Throws what api.js throws.
   * @param {string | null} tillCode
   */
  async refresh(tillCode) {
    // Pieces of what was stored must not come over what is newer.
    await this.whole;
    const since = this.version;
    const facts = () => JSON.stringify([this.outlet, this.till, this.approvers]);
    const before = facts();
    const query = { ...(since ? { since } : {}), ...(tillCode ? { till: tillCode } : {}) };
    /** @type {CatalogueAnswer} */
    const answer = await get(url("catalogue", {}, query), { timeout: TIMEOUT_MS });
    this.apply(answer);
    const isChanged = !since || since !== this.version;
    if (isChanged || before !== facts()) await this.#store(answer).catch(() => {});
    return isChanged;
  }

  /** @param {string | null} version @returns {StoredFacts} */
  #facts(version) {
    const { outlet, till, approvers } = this;
    return { outlet, till, approvers, version, best: this.#best, ...this.deals.stored(), ...this.recalled.stored() };
  }

  /** A version counts as stored when the last of its products is. @param {CatalogueAnswer} answer */
  async #store({ since, products = [], removed = [] }) {
    if (!since) await clearGoods();
    const changed = this.#goods(products.map(({ code }) => code));
    for (let at = PIECE; at < changed.length; at += PIECE) {
      await saveGoods(this.#facts(null), changed.slice(at, at + PIECE), []);
      await pause();
    }
    await saveGoods(this.#facts(this.version), changed.slice(0, PIECE), removed);
  }

  /** What the device stored the last time: the best known goods now, the others in pieces (`whole`). */
  async restore() {
    const stored = await readFacts().catch(() => undefined);
    if (!stored) return;
    const { outlet, till, approvers, best = [] } = stored;
    const facts = { outlet, till, approvers };
    this.deals.apply({ offers: stored.offers, baskets: stored.baskets });
    this.recalled.apply(stored);
    if (stored.products) this.apply({ ...facts, products: stored.products });
    else {
      const products = await readProducts(best).catch(() => []);
      this.apply({ since: stored.version ?? "", ...facts, products });
      this.whole = this.#restoreRest(stored.version).catch(() => {});
    }
  }

  /** @param {string | null} version */
  async #restoreRest(version) {
    /** @type {Product[]} */
    let piece;
    /** @type {string | undefined} */
    let last;
    do {
      await pause();
      piece = await nextProducts(last, PIECE);
      for (const product of piece) if (!this.products.has(product.code)) this.#put(product);
      last = piece.at(-1)?.code;
    } while (piece.length === PIECE);
    this.#fixOrder();
    this.#chooseBest();
    this.version = version;
  }
}
