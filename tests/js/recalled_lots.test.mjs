import assert from "node:assert/strict";
import test from "node:test";

globalThis.document = { querySelector: () => null };
const { RecalledLots } = await import("../../static/js/till/data/recalled_lots.js");
const { resolve } = await import("../../static/js/till/domain/scan.js");
const { Catalogue } = await import("../../static/js/till/data/catalogue.js");

const A = { lot: "L1", product: "GAO" };
const B = { lot: "L2", product: "MY" };

test("what a device hears first is no news; what comes later is, once", () => {
  const lots = new RecalledLots();
  lots.apply({ since: null, recalls: 1, recalled: [A] });
  assert.deepEqual(lots.takeNews(), []);
  lots.apply({ since: null, recalls: 2, recalled: [A, B] });
  assert.deepEqual(lots.takeNews(), [B]);
  assert.deepEqual(lots.takeNews(), []);
  assert.equal(lots.count, 2);
  assert.deepEqual([lots.has("L1"), lots.has("L3"), lots.has(null)], [true, false, false]);
});

test("an answer that names only what changed leaves the lots as they are", () => {
  const lots = new RecalledLots();
  lots.apply({ recalls: 1, recalled: [A] });
  lots.apply({ since: "1", recalls: 1, recalled: [] });
  assert.equal(lots.has("L1"), true);
});

test("a device that stored what it knew is told what was recalled while it slept", () => {
  const before = new RecalledLots();
  assert.deepEqual(before.stored(), {});
  before.apply({ since: null, recalls: 1, recalled: [A] });
  const after = new RecalledLots();
  after.apply(before.stored());
  assert.deepEqual(after.takeNews(), []);
  after.apply({ since: null, recalls: 2, recalled: [A, B] });
  assert.deepEqual(after.takeNews(), [B]);
});

test("the label of a recalled lot warns, though nothing of it lies here", () => {
  const goods = new Catalogue();
  const product = {
    code: "GAO",
    name: "Gạo",
    folded: "gao",
    producer: "DX",
    producer_name: "DX",
    unit: "túi",
    places: 0,
  };
  const more = {
    price_vnd: 1,
    barcodes: [],
    plu: null,
    set: 3,
    stars: null,
    retired: false,
    on_hand: "0",
    lots: [],
    sold_30d: 0,
  };
  goods.apply({ version: "1", since: null, products: [{ ...product, ...more }], recalls: 1, recalled: [A] });
  const scan = resolve("L1", goods, "2026-12-01");
  assert.deepEqual([scan.kind, scan.product, scan.warnings], ["lot", "GAO", ["recalled"]]);
});
