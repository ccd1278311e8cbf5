import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { gtin14, read } from "../../static/js/till/domain/gs1.js";
import { parseQuantity } from "../../static/js/till/domain/money.js";
import { resolve } from "../../static/js/till/domain/scan.js";

const vectors = (name) => JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url)));
const TODAY = "2026-11-23";
const RICE = "08938500000010";

/** The goods of a vector's set-up, with the look-ups of the catalogue. */
function goodsOf({ products, lots }, outlet = {}) {
  return {
    outlet,
    product: (code) => products.find((product) => product.code === code) ?? null,
    byGtin: (gtin) => products.find((product) => product.barcodes.some((code) => gtin14(code) === gtin)) ?? null,
    byPlu: (plu) => products.find((product) => product.plu === plu) ?? null,
    lot: (code) => lots.find((lot) => lot.lot === code) ?? null,
  };
}

const { setup, cases, weight_labels: laidOut } = vectors("scan");
const field = vectors("scan_field");
const outlets = [
  { goods: goodsOf(setup), cases },
  { goods: goodsOf(field.setup), cases: field.cases },
  ...laidOut.map(({ layout, cases: some }) => ({ goods: goodsOf(setup, { weight_label: layout }), cases: some })),
];
for (const { goods, cases: some } of outlets) {
  for (const { code, expect, why } of some) {
    test(`scan: ${goods.outlet.weight_label ?? ""} ${why}`, () => {
      const { milli, ...result } = resolve(code, goods, TODAY);
      const { quantity, ...expected } = expect;
      for (const [key, value] of Object.entries(expected)) assert.deepEqual(result[key], value, key);
      if (quantity) assert.equal(milli, parseQuantity(quantity));
    });
  }
}

for (const { code, reads, this_year: thisYear = 2026, why } of vectors("gs1").cases) {
  test(`reading: ${why}`, () => {
    const { milli, ...fields } = read(code, thisYear);
    const reading = { ...fields, weight_milli: milli };
    for (const [key, value] of Object.entries(reading)) if (value === null || value === undefined) delete reading[key];
    assert.deepEqual(reading, reads);
  });
}

const lot = { product: "G", lot: "L1", best_before: null };
const shelf = (more) =>
  goodsOf({ products: [{ code: "G", unit: "túi", barcodes: [RICE] }], lots: [{ ...lot, ...more }] });

test("a lot warns of its date and of its recall", () => {
  const warnings = (more, outlet = {}) => resolve("L1", { ...shelf(more), outlet }, TODAY).warnings;
  assert.deepEqual(warnings({}), []);
  assert.deepEqual(warnings({ best_before: "2026-11-22" }), ["expired"]);
  assert.deepEqual(warnings({ best_before: "2026-11-23" }), ["near_expiry"]);
  assert.deepEqual(warnings({ best_before: "2026-11-30" }), ["near_expiry"]);
  assert.deepEqual(warnings({ best_before: "2026-12-01" }), []);
  assert.deepEqual(warnings({ best_before: "2026-12-01" }, { near_expiry_days: 8 }), ["near_expiry"]);
  assert.deepEqual(warnings({ best_before: "2026-11-22", recalled: true }), ["expired", "recalled"]);
});

test("an unknown lot printed on a code is named, with a warning", () => {
  const result = resolve(`]C101${RICE}10L2`, shelf({}), TODAY);
  assert.deepEqual(result, { kind: "product", product: "G", printedLot: "L2", warnings: ["unknown_lot"] });
});

test("a lot in the other letter case is taken only when exactly one lot has that name", () => {
  const goods = goodsOf({ products: [], lots: [lot, { product: "G", lot: "l1" }, { product: "G", lot: "AB" }] });
  assert.equal(resolve("l1", goods, TODAY).lot, "l1");
  assert.equal(resolve("ab", goods, TODAY).lot, "AB");
  const both = goodsOf({
    products: [],
    lots: [
      { product: "G", lot: "AB" },
      { product: "G", lot: "ab" },
    ],
  });
  assert.equal(resolve("Ab", both, TODAY).kind, "unknown");
  assert.equal(resolve("https://x.vn/t/Ab", both, TODAY).kind, "unknown");
});

test("no text at all makes it throw", () => {
  for (const text of [
    "%",
    "https://",
    "https://a/%zz/01/1",
    "\x1d",
    "]C1",
    "01",
    "]C199",
    "\ud800",
    "x".repeat(3000),
    "https://a/01/08938500000010/10",
  ]) {
    assert.equal(typeof resolve(text, shelf({}), TODAY).kind, "string");
  }
});
