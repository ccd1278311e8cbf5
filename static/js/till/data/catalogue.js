// The goods as this device knows them: the server's snapshot, stored for the hours without a network.

import { fold, matches } from "../domain/fold.js";
import { gtin14 } from "../domain/gs1.js";
import { get } from "./api.js";
import { daysLeft } from "./clock.js";
import { t } from "./i18n.js";
import { setLabel } from "./product_sets.js";
import { readSnapshot, saveSnapshot } from "./store.js";
import { url } from "./urls.js";

/**
 * @typedef {object} Lot
 * @property {string} lot
 * @property {string} place
 * @property {string} on_hand
 * @property {string | null} best_before
 * @property {boolean} [recalled]
 */
/** @typedef {Lot & { product: string }} LotOfProduct */
/**
 * @typedef {object} Product
 * @property {string} code
 * @property {string} name
 * @property {string} folded the name as it is searched for
 * @property {string} producer
 * @property {string} producer_name
 * @property {string} unit
 * @property {number} places decimals of its quantity
 * @property {number} price_vnd
 * @property {string[]} barcodes
 * @property {string | null} plu
 * @property {number | null} set
 * @property {number | null} stars
 * @property {boolean} retired
 * @property {string} on_hand
 * @property {Lot[]} lots
 * @property {number} sold_30d
 */
/**
 * @typedef {object} OutletFacts
 * @property {string} [name]
 * @property {string} [paper_language]
 * @property {string} [weight_label]
 * @property {number} [near_expiry_days]
 * @property {number} [cash_rounding_vnd]
 * @property {number} [cashier_discount_limit_bp]
 */
/** @typedef {{ place: string, printer_state?: import("./state.js").PrinterState, printer_trouble?: string }} TillFacts */
/**
 * @typedef {object} CatalogueAnswer what changed since the version we named; the whole when `since` is null
 * @property {string | null} [version]
 * @property {string | null} [since]
 * @property {OutletFacts} [outlet]
 * @property {TillFacts | null} [till]
 * @property {string[]} [removed]
 * @property {Product[]} [products]
 */

const TIMEOUT_MS = 15000;
const MOST_FOUND = 60;
const MOST_OFTEN = 24;

export class Catalogue {
  /** @type {Map<string, Product>} */
  products = new Map();
  /** @type {OutletFacts} */
  outlet = {};
  /** @type {TillFacts | null} */
  till = null;
  /** @type {string | null} */
  version = null;
  /** @type {Map<string, Product>} */
  #gtins = new Map();
  /** @type {Map<string, Product>} */
  #plus = new Map();
  /** @type {Map<string, LotOfProduct>} */
  #lots = new Map();
  /** @type {Map<string, number>} */
  #order = new Map();
  #isRestored = false;

  /** @param {CatalogueAnswer} answer */
  apply(answer) {
    if (!answer.since) this.products.clear();
    for (const code of answer.removed ?? []) this.products.delete(code);
    for (const product of answer.products ?? []) {
      this.products.set(product.code, {
        ...product,
        folded: fold(product.folded || product.name),
        lots: product.lots ?? [],
        barcodes: product.barcodes ?? [],
      });
    }
    this.outlet = answer.outlet ?? this.outlet;
    this.till = answer.till ?? this.till;
    this.version = answer.version ?? this.version;
    this.#index();
    this.#fixOrder();
  }

  /** The order of the tiles is fixed once a day's work begins: nothing may move under a finger after a sale. */
  #fixOrder() {
    const added = [...this.products.values()].filter(({ code }) => !this.#order.has(code));
    added.sort((a, b) => (b.sold_30d ?? 0) - (a.sold_30d ?? 0) || a.name.localeCompare(b.name, "vi"));
    for (const { code } of added) this.#order.set(code, this.#order.size);
  }

  #index() {
    this.#gtins.clear();
    this.#plus.clear();
    this.#lots.clear();
    for (const product of this.products.values()) {
      for (const code of product.barcodes) this.#gtins.set(gtin14(code) ?? code, product);
      if (product.plu) this.#plus.set(product.plu, product);
      for (const lot of product.lots) {
        if (!this.#lots.has(lot.lot)) this.#lots.set(lot.lot, { ...lot, product: product.code });
      }
    }
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
    return this.#lots.get(code) ?? null;
  }

  /** The price of a product now; null when it is not sold here. */
  priceOf = (/** @type {string} */ code) => this.product(code)?.price_vnd ?? null;

  /** The goods, the best known first. */
  #onSale() {
    const place = (/** @type {Product} */ product) => this.#order.get(product.code) ?? this.#order.size;
    return [...this.products.values()].sort((a, b) => place(a) - place(b));
  }

  groups() {
    const sets = new Set(this.#onSale().map((product) => product.set ?? 0));
    const named = [...sets].filter((set) => set > 0).sort((a, b) => a - b);
    return [
      { key: "often", label: t("Hay bán") },
      ...named.map((set) => ({ key: String(set), label: setLabel(set) })),
      ...(sets.has(0) ? [{ key: "0", label: setLabel(0) }] : []),
    ];
  }

  producers() {
    const names = new Map(this.#onSale().map((product) => [product.producer, product.producer_name]));
    return [...names].map(([code, name]) => ({ code, name })).sort((a, b) => a.name.localeCompare(b.name, "vi"));
  }

  /** @param {Partial<import("./state.js").GoodsFilter>} filter */
  find({ query = "", group = "often", producer = "" } = {}) {
    const goods = this.#onSale().filter((product) => !producer || product.producer === producer);
    if (query.trim()) {
      const isFound = (/** @type {Product} */ product) =>
        matches(query, product.folded, product.code) || product.barcodes.includes(query.trim());
      return goods.filter(isFound).slice(0, MOST_FOUND);
    }
    if (group === "often") return goods.slice(0, producer ? MOST_FOUND : MOST_OFTEN);
    return goods.filter((product) => String(product.set ?? 0) === group);
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
    return lots.sort((a, b) => (a.best_before ?? "9999").localeCompare(b.best_before ?? "9999"))[0] ?? null;
  }

  /**
   * Fetches what is new, stores it on the device, and answers whether any of the goods changed. Throws what api.js throws.
   * @param {string | null} tillCode
   */
  async refresh(tillCode) {
    const since = this.version;
    const before = JSON.stringify([this.outlet, this.till]);
    const query = { ...(since ? { since } : {}), ...(tillCode ? { till: tillCode } : {}) };
    /** @type {CatalogueAnswer} */
    const answer = await get(url("catalogue", {}, query), { timeout: TIMEOUT_MS });
    if (this.#isRestored) this.#order.clear();
    this.#isRestored = false;
    this.apply(answer);
    const isChanged = !since || since !== this.version;
    if (!isChanged && before === JSON.stringify([this.outlet, this.till])) return false;
    const { outlet, till, version } = this;
    await saveSnapshot("catalogue", { outlet, till, version, products: [...this.products.values()] }).catch(() => {});
    return isChanged;
  }

  /** What the device stored the last time. */
  async restore() {
    const before = await readSnapshot("catalogue").catch(() => null);
    if (before) this.apply(before);
    this.#isRestored = true;
    this.version = null;
  }
}
