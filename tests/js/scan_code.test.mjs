import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { parseQuantity } from "../../static/js/till/domain/money.js";
import { gtin14, read, resolve } from "../../static/js/till/domain/scan_code.js";

const {
  setup,
  cases,
  weight_labels: laidOut,
} = JSON.parse(readFileSync(new URL("../vectors/scan.json", import.meta.url)));
const products = new Map(setup.products.map((product) => [product.code, product]));
const lots = new Map(setup.lots.map((lot) => [lot.lot, lot]));
const goods = {
  product: (code) => products.get(code) ?? null,
  byGtin: (gtin) => setup.products.find((product) => product.barcodes.some((code) => gtin14(code) === gtin)) ?? null,
  byPlu: (plu) => setup.products.find((product) => product.plu === plu) ?? null,
  lot: (code) => lots.get(code) ?? null,
};

const all = [{ cases }, ...laidOut].flatMap(({ layout, cases: some }) =>
  some.map((one) => ({ ...one, outlet: layout ? { weight_label: layout } : {} })),
);
for (const { code, expect, why, outlet } of all) {
  test(`scan: ${outlet.weight_label ?? ""} ${why}`, () => {
    const found = resolve(code, { ...goods, outlet });
    assert.equal(found.kind, expect.kind);
    assert.equal(found.product, expect.product);
    if (expect.lot) assert.equal(found.lot, expect.lot);
    if (expect.quantity) assert.equal(found.milli, parseQuantity(expect.quantity));
  });
}

test("a receipt's QR names its sale, whatever the host", () => {
  const uid = "0b0f8a4e-6c5d-4f0e-9d3c-2f1a6f6f7a10";
  assert.deepEqual(resolve(`http://127.0.0.1:8000/r/${uid.toUpperCase()}`, goods), { kind: "receipt", sale: uid });
});

test("our own lot label without a GTIN, a weight in a link, and a day that is none", () => {
  assert.equal(resolve("https://a.vn/t/L2611-A", goods).lot, "L2611-A");
  assert.equal(read("https://a.vn/01/08938500000010?3103=001250").milli, 1250);
  assert.equal(read("]C101089385000000101726023010L1").kind, "nothing");
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
    assert.equal(typeof resolve(text, goods).kind, "string");
  }
});
