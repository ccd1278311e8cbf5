// What a code means with the goods this device knows. PURE. The twin of inventory/codes/scan.py.

import { otherCases, read } from "./gs1.js";

/** @typedef {"expired" | "near_expiry" | "recalled" | "retired" | "unknown_lot"} Warning */
/** @typedef {{ code: string, unit: string, places: number, retired: boolean }} KnownProduct */
/** @typedef {{ lot: string, product: string, best_before: string | null, recalled?: boolean }} KnownLot */
/**
 * @typedef {object} KnownGoods the goods of this device, and what the outlet says of them
 * @property {{ weight_label?: string, near_expiry_days?: number }} [outlet]
 * @property {(code: string) => KnownProduct | null} product
 * @property {(gtin14: string) => KnownProduct | null} byGtin
 * @property {(plu: string) => KnownProduct | null} byPlu
 * @property {(lot: string) => KnownLot | null} lot
 * @property {(gtin14: string) => { product: string, pack: { barcode: string, milli: number } } | null} [byPack]
 * @property {(gtin14: string) => { code: string } | null} [byBasket]
 */
/**
 * @typedef {object} Scan what a code means
 * @property {"product" | "lot" | "weighed" | "pack" | "basket" | "receipt" | "voucher" | "unknown"} kind
 * @property {string} [product]
 * @property {string} [lot]
 * @property {number} [milli]
 * @property {string} [sale] uid
 * @property {string} [pack] barcode of a pack
 * @property {string} [basket] code
 * @property {string} [voucher] its code, which only the server knows
 * @property {string} [printedLot] the lot on the code, known or not
 * @property {Warning[]} warnings
 */

const DAY_MS = 86400000;

/**
 * What is to be known of a best-before day, both as "2026-11-23": ["expired"], ["near_expiry"] or [].
 * @param {string | null | undefined} bestBefore
 * @param {string} today
 * @param {number} nearExpiryDays
 * @returns {Warning[]}
 */
function ofDate(bestBefore, today, nearExpiryDays) {
  if (!bestBefore) return [];
  if (bestBefore < today) return ["expired"];
  return Date.parse(bestBefore) - Date.parse(today) <= nearExpiryDays * DAY_MS ? ["near_expiry"] : [];
}

/**
 * So much of a product: half up to the places its quantities have; less than one of them is to be weighed again.
 * @param {Scan} scan
 * @param {KnownProduct} product
 * @param {number} weightMilli
 * @returns {Scan}
 */
function weighed(scan, product, weightMilli) {
  const step = 10 ** (3 - product.places);
  const milli = Math.floor((2 * weightMilli + step) / (2 * step)) * step;
  return milli ? { ...scan, kind: "weighed", milli } : scan;
}

/**
 * What `find` knows by this name, else the only thing it knows by the name in another case.
 * @template T
 * @param {(name: string) => T | null} find
 * @param {string | null | undefined} name
 */
function only(find, name) {
  const exact = name ? find(name) : null;
  if (exact || !name) return exact;
  const candidates = otherCases(name)
    .map(find)
    .filter((one) => one !== null);
  return candidates.length === 1 ? candidates[0] : null;
}

/**
 * What a code is on this device. `goods` offers product(code), byGtin(gtin14), byPlu(plu), lot(code), and `outlet` with
 * the `weight_label` its scale prints and `near_expiry_days`; `today` is the business day.
 * A lot that lies nowhere on this device is `unknown_lot` too: the server may know it.
 * @param {string} raw
 * @param {KnownGoods} goods
 * @param {string} today
 * @returns {Scan}
 */
export function resolve(raw, goods, today) {
  const outlet = goods.outlet ?? {};
  const code = read(raw, Number(today.slice(0, 4)), outlet.weight_label);
  const warningsOf = (/** @type {(string | null | undefined)[]} */ ...days) =>
    ofDate(days.filter(Boolean).sort()[0], today, outlet.near_expiry_days ?? 7);
  /** @type {(warning: Warning, isGiven: boolean | undefined) => Warning[]} */
  const warnIf = (warning, isGiven) => (isGiven ? [warning] : []);
  /** @type {(product: KnownProduct, printed?: string | null) => Scan} */
  const ofProduct = (product, printed) => ({
    kind: "product",
    product: product.code,
    warnings: [...warningsOf(printed), ...warnIf("retired", product.retired)],
  });
  /** @type {(lot: KnownLot, printed?: string | null) => Scan} */
  const ofLot = (lot, printed) => ({
    kind: "lot",
    product: lot.product,
    lot: lot.lot,
    warnings: [
      ...warningsOf(lot.best_before, printed),
      ...warnIf("recalled", lot.recalled),
      ...warnIf("retired", goods.product(lot.product)?.retired),
    ],
  });
  const findLot = (/** @type {string} */ name) => goods.lot(name);
  const findProduct = (/** @type {string} */ name) => goods.product(name);
  /** @type {Scan} */
  const unknown = { kind: "unknown", warnings: [] };

  if (code.kind === "nothing") return unknown;
  if (code.kind === "receipt") return { kind: "receipt", sale: code.receipt, warnings: [] };
  const lotOfText = code.text ? findLot(code.text) : null;
  if (lotOfText) return ofLot(lotOfText);
  const productOfText = code.text ? findProduct(code.text) : null;
  if (productOfText) return ofProduct(productOfText);
  const owner = code.gtin14 ? goods.byGtin(code.gtin14) : null;
  if (owner) {
    const lot = only((name) => (findLot(name)?.product === owner.code ? findLot(name) : null), code.lot);
    const scan = lot ? ofLot(lot, code.expiry) : ofProduct(owner, code.expiry);
    if (code.lot && !lot) scan.warnings.push("unknown_lot");
    if (code.lot) scan.printedLot = code.lot;
    // A bag sold by the piece may say its weight; only goods sold by weight are so much of it.
    return code.milli && owner.unit === "kg" && !code.plu ? weighed(scan, owner, code.milli) : scan;
  }
  const packed = code.gtin14 ? goods.byPack?.(code.gtin14) : null;
  const packedProduct = packed ? findProduct(packed.product) : null;
  if (packed && packedProduct) {
    return {
      ...ofProduct(packedProduct, code.expiry),
      kind: "pack",
      pack: packed.pack.barcode,
      milli: packed.pack.milli,
    };
  }
  const basket = code.gtin14 ? goods.byBasket?.(code.gtin14) : null;
  if (basket) return { kind: "basket", basket: basket.code, warnings: [] };
  const byPlu = code.plu ? goods.byPlu(code.plu) : null;
  if (byPlu) return weighed(ofProduct(byPlu), byPlu, code.milli ?? 0);
  if (code.lot && !code.gtin14) {
    const lot = only(findLot, code.lot);
    return lot ? ofLot(lot) : unknown;
  }
  const names = code.text ? otherCases(code.text) : [];
  const lots = names.map(findLot).filter((lot) => lot !== null);
  const products = names.map(findProduct).filter((product) => product !== null);
  if (lots.length + products.length !== 1) return unknown;
  return lots.length ? ofLot(lots[0]) : ofProduct(products[0]);
}
