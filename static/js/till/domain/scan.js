// What a code means with the goods this device knows. PURE. The twin of inventory/scan.py.

import { otherCases, read } from "./gs1.js";

const DAY_MS = 86400000;

/** What is to be known of a best-before day, both as "2026-11-23": ["expired"], ["near_expiry"] or []. */
function ofDate(bestBefore, today, nearExpiryDays) {
  if (!bestBefore) return [];
  if (bestBefore < today) return ["expired"];
  return Date.parse(bestBefore) - Date.parse(today) <= nearExpiryDays * DAY_MS ? ["near_expiry"] : [];
}

/** So much of a product: half up to the places its quantities have; less than one of them is to be weighed again. */
function weighed(found, product, weightMilli) {
  const step = 10 ** (3 - product.places);
  const milli = Math.floor((2 * weightMilli + step) / (2 * step)) * step;
  return milli ? { ...found, kind: "weighed", milli } : found;
}

/** What `find` knows by this name, else the only thing it knows by the name in another case. */
function only(find, name) {
  const exact = name ? find(name) : null;
  if (exact || !name) return exact;
  const found = otherCases(name).map(find).filter(Boolean);
  return found.length === 1 ? found[0] : null;
}

/**
 * What a code is on this device. `goods` offers product(code), byGtin(gtin14), byPlu(plu), lot(code), and `outlet` with
 * the `weight_label` its scale prints and `near_expiry_days`; `today` is the business day.
 * → {kind: "product|lot|weighed|receipt|unknown", product?, lot?, milli?, sale?, printedLot?,
 *    warnings: "expired|near_expiry|recalled|retired|unknown_lot"[]}
 * A lot that lies nowhere on this device is `unknown_lot` too: the server may know it.
 */
export function resolve(raw, goods, today) {
  const outlet = goods.outlet ?? {};
  const code = read(raw, Number(today.slice(0, 4)), outlet.weight_label);
  const warningsOf = (...days) => ofDate(days.filter(Boolean).sort()[0], today, outlet.near_expiry_days ?? 7);
  const ofProduct = (product, printed) => ({
    kind: "product",
    product: product.code,
    warnings: [...warningsOf(printed), ...(product.retired ? ["retired"] : [])],
  });
  const ofLot = (lot, printed) => ({
    kind: "lot",
    product: lot.product,
    lot: lot.lot,
    warnings: [
      ...warningsOf(lot.best_before, printed),
      ...(lot.recalled ? ["recalled"] : []),
      ...(goods.product(lot.product)?.retired ? ["retired"] : []),
    ],
  });
  const findLot = (name) => goods.lot(name);
  const findProduct = (name) => goods.product(name);
  const unknown = { kind: "unknown", warnings: [] };

  if (code.kind === "nothing") return unknown;
  if (code.kind === "receipt") return { kind: "receipt", sale: code.receipt, warnings: [] };
  if (code.text && findLot(code.text)) return ofLot(findLot(code.text));
  if (code.text && findProduct(code.text)) return ofProduct(findProduct(code.text));
  const owner = code.gtin14 ? goods.byGtin(code.gtin14) : null;
  if (owner) {
    const lot = only((name) => (findLot(name)?.product === owner.code ? findLot(name) : null), code.lot);
    const found = lot ? ofLot(lot, code.expiry) : ofProduct(owner, code.expiry);
    if (code.lot && !lot) found.warnings.push("unknown_lot");
    if (code.lot) found.printedLot = code.lot;
    // A bag sold by the piece may say its weight; only goods sold by weight are so much of it.
    return code.milli && owner.unit === "kg" && !code.plu ? weighed(found, owner, code.milli) : found;
  }
  const byPlu = code.plu ? goods.byPlu(code.plu) : null;
  if (byPlu) return weighed(ofProduct(byPlu), byPlu, code.milli);
  if (code.lot && !code.gtin14) {
    const lot = only(findLot, code.lot);
    return lot ? ofLot(lot) : unknown;
  }
  const names = code.text ? otherCases(code.text) : [];
  const lots = names.map(findLot).filter(Boolean);
  const products = names.map(findProduct).filter(Boolean);
  if (lots.length + products.length !== 1) return unknown;
  return lots.length ? ofLot(lots[0]) : ofProduct(products[0]);
}
