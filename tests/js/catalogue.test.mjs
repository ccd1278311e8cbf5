import assert from "node:assert/strict";
import test from "node:test";

globalThis.document = { querySelector: () => null };
const { URLS } = await import("./urls.mjs");
const { useUrls } = await import("../../static/js/till/data/urls.js");
const { Catalogue } = await import("../../static/js/till/data/catalogue.js");
const { fold } = await import("../../static/js/till/domain/fold.js");
const { pictureOf } = await import("../../static/js/till/domain/pictures.js");

const product = (code, name, more = {}) => ({
  code,
  name,
  folded: fold(name),
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
  assert.equal(pictureOf({ folded: "am tra gom phu lang", set: 21 }), "teapot");
});

test("a page that opens goes on with the stored goods and asks for what changed since", async () => {
  const asked = [];
  const answers = [];
  globalThis.fetch = async (path) => {
    asked.push(new URL(path, "http://till").searchParams.get("since"));
    return new Response(JSON.stringify(answers.shift()));
  };
  useUrls(URLS);
  const goods = Array.from({ length: 1000 }, (_, n) => product(`P${n}`, `Hàng ${n}`, { sold_30d: n === 999 ? 5 : 0 }));
  const facts = { outlet: { name: "Điểm bán" }, till: { place: "SHOP" } };
  answers.push({ version: "1", since: null, removed: [], products: goods, ...facts });
  const first = new Catalogue();
  assert.equal(await first.refresh("T1"), true);
  answers.push({ version: "2", since: "1", removed: ["P7"], products: [product("P8", "Hàng tám")], ...facts });
  assert.equal(await first.refresh("T1"), true);

  const second = new Catalogue();
  await second.restore();
  assert.equal(second.products.size, 60, "the best known ones stand there at once");
  assert.equal(second.find()[0].code, "P999");
  await second.whole;
  assert.deepEqual([second.products.size, second.product("P8").name, second.product("P7")], [999, "Hàng tám", null]);
  assert.deepEqual(second.outlet, facts.outlet);
  answers.push({ version: "2", since: "2", removed: [], products: [], ...facts });
  assert.equal(await second.refresh("T1"), false);
  assert.deepEqual(asked, [null, "1", "2"]);
});

test("what is planned is in force from the beginning of its own day, without a server", () => {
  const goods = new Catalogue();
  const planned = [
    { from: "2000-01-01", price_vnd: 1100 },
    { from: "2098-12-05", price_vnd: 1200 },
    { from: "2098-12-06", price_vnd: 1300 },
    { from: "2098-12-09", price_vnd: 1400 },
  ];
  goods.apply({ version: "1", since: null, products: [product("A", "Gạo", { planned }), product("B", "Mỳ")] });
  const prices = () => [goods.priceOf("A"), goods.priceOf("B")];
  assert.deepEqual(prices(), [1100, 1000]);
  assert.equal(goods.beginDay("2098-12-04"), false);
  assert.deepEqual(prices(), [1100, 1000]);
  assert.equal(goods.beginDay("2098-12-05"), true);
  assert.deepEqual(prices(), [1200, 1000]);
  assert.equal(goods.beginDay("2098-12-08"), true);
  assert.deepEqual(prices(), [1300, 1000]);
  assert.deepEqual(goods.find({ query: "gao" })[0].planned, [{ from: "2098-12-09", price_vnd: 1400 }]);
  goods.apply({ version: "2", since: "1", products: [product("A", "Gạo", { price_vnd: 900 })] });
  assert.equal(goods.beginDay("2099-01-01"), false);
  assert.deepEqual(prices(), [900, 1000]);
});
