import assert from "node:assert/strict";
import test from "node:test";

globalThis.document = { querySelector: () => null };
const { Catalogue } = await import("../../static/js/till/data/catalogue.js");
const { pictureOf } = await import("../../static/js/till/domain/pictures.js");

const product = (code, name, more = {}) => ({
  code,
  name,
  folded: name,
  producer: "DX",
  producer_name: "HTX Đại Xuân",
  unit: "túi",
  places: 0,
  price_vnd: 1000,
  barcodes: [],
  plu: null,
  set: 3,
  stars: 4,
  retired: false,
  on_hand: "5",
  lots: [],
  sold_30d: 0,
  ...more,
});

function fresh() {
  const goods = new Catalogue();
  goods.apply({
    version: "1",
    since: null,
    outlet: { name: "Điểm bán" },
    till: { place: "SHOP" },
    removed: [],
    products: [
      product("A", "Gạo tẻ thơm", {
        sold_30d: 9,
        barcodes: ["036000291452"],
        lots: [
          { lot: "L1", place: "SHOP", on_hand: "5", best_before: "2099-01-01" },
          { lot: "L0", place: "STORE", on_hand: "5", best_before: "2098-01-01" },
        ],
      }),
      product("B", "Mỳ gạo", { sold_30d: 3, set: 6, plu: "00123" }),
    ],
  });
  return goods;
}

test("codes lead to goods: GTIN in any length, PLU, lot", () => {
  const goods = fresh();
  assert.equal(goods.byGtin("00036000291452").code, "A");
  assert.equal(goods.byPlu("00123").code, "B");
  assert.equal(goods.lot("L0").product, "A");
  assert.equal(goods.nextLot(goods.product("A")).lot, "L1");
});

test("a delta changes and removes, a whole replaces, and no tile moves after a sale", () => {
  const goods = fresh();
  goods.apply({
    version: "2",
    since: "1",
    products: [product("B", "Mỳ gạo", { sold_30d: 99, price_vnd: 2000 })],
    removed: [],
  });
  assert.deepEqual(
    goods.find().map(({ code, price_vnd }) => [code, price_vnd]),
    [
      ["A", 1000],
      ["B", 2000],
    ],
  );
  goods.apply({ version: "3", since: "2", products: [], removed: ["A"] });
  assert.deepEqual([goods.product("A"), goods.lot("L1"), goods.byGtin("00036000291452")], [null, null, null]);
  goods.apply({ version: "4", since: null, products: [product("C", "Chuối")], removed: [] });
  assert.deepEqual([...goods.products.keys()], ["C"]);
});

test("groups, producers and search without accents", () => {
  const goods = fresh();
  assert.deepEqual(
    goods.groups().map(({ key }) => key),
    ["often", "3", "6"],
  );
  assert.deepEqual(
    goods.find({ group: "6" }).map(({ code }) => code),
    ["B"],
  );
  assert.deepEqual(
    goods.find({ query: "my g" }).map(({ code }) => code),
    ["B"],
  );
  assert.deepEqual(goods.find({ producer: "XX" }), []);
  assert.equal(goods.producers()[0].name, "HTX Đại Xuân");
  assert.equal(pictureOf({ folded: "am tra gom phu lang", set: 21 }), "pot");
});
