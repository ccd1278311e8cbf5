import assert from "node:assert/strict";
import test from "node:test";

import {
  add,
  addGiftBasket,
  emptyCart,
  restOf,
  saleDocument,
  setQuantity,
  step,
  sums,
} from "../../static/js/till/domain/cart.js";
import { reprice } from "../../static/js/till/domain/reprice.js";
import {
  goodsInBasket,
  holding,
  offerOf,
  sameOffers,
  toNextSet,
  withOffers,
} from "../../static/js/till/domain/cart_offers.js";

const product = (code, priceVnd, more = {}) => ({
  code,
  name: code,
  unit: "gói",
  places: 0,
  price_vnd: priceVnd,
  set: 6,
  producer: "DX",
  ...more,
});
const NOODLES = product("MY-GAO", 28_000);
const JAR = product("DUA", 30_000, { set: 7 });
const GOODS = new Map([NOODLES, JAR].map((one) => [one.code, one]));
const LOTS = new Map([["L1", { lot: "L1", best_before: "2026-12-01" }]]);
const NOW = { day: "2026-11-28", weekday: 6, time: "12:00", daysLeft: (day) => (day === "2026-12-01" ? 3 : null) };
const always = { from: "2026-01-01", to: "2026-12-31", bearer: "outlet" };
const PERCENT = { code: "P", name: "Chào hè", on: { products: ["DUA"] }, kind: "percent", rate_bp: 1000, ...always };
const THREE = { code: "B", name: "Mua 2", on: { all: true }, kind: "buy_get", buy: 2, get: 1, ...always };
const AGE = {
  code: "A",
  name: "Gần hết hạn",
  on: { sets: [7] },
  kind: "age",
  steps: [{ days_left: 3, rate_bp: 5000 }],
  ...always,
};
const known = (...offers) => ({
  product: (code) => GOODS.get(code) ?? null,
  lot: (lot) => LOTS.get(lot) ?? null,
  offers,
});
const sold = { shift: "s", soldAt: "2026-11-28T12:00:00+07:00", payments: [] };

test("a cart takes the offers that hold, and the document names them", () => {
  const cart = withOffers(add(emptyCart("u"), JAR, { milli: 2000 }), known(PERCENT), NOW);
  assert.equal(sums(cart).totalVnd, 54_000);
  assert.deepEqual(saleDocument(cart, sold).lines[0], {
    product: "DUA",
    quantity: "2",
    unit_price_vnd: 30_000,
    adjustments: [{ offer: "P", amount_vnd: 6000 }],
    discount_vnd: 0,
  });
  const over = withOffers(cart, known({ ...PERCENT, to: "2026-11-27" }), NOW);
  assert.equal(sums(over).totalVnd, 60_000, "an offer that is over takes nothing any more");
  assert.ok(!sameOffers(cart, over) && sameOffers(cart, withOffers(cart, known(PERCENT), NOW)));
});

test("a cart without offers says so on its first line, or the server would take what it knows", () => {
  const cart = add(add(emptyCart("u"), JAR), NOODLES);
  const lines = saleDocument(cart, sold).lines;
  assert.deepEqual(
    lines.map(({ adjustments }) => adjustments),
    [[], undefined],
  );
});

test("a discount by hand is a part of what offers left", () => {
  const cart = withOffers(add(emptyCart("u"), JAR), known(PERCENT), NOW);
  const line = { ...cart.lines[0], discount: { bp: 1000 } };
  assert.equal(restOf(line), 27_000);
  assert.equal(sums({ ...cart, lines: [line] }).totalVnd, 24_300);
  assert.equal(saleDocument({ ...cart, lines: [line] }, sold).lines[0].discount_vnd, 2700);
});

test("a lot that is named is down by its age, the product itself is not", () => {
  const cart = withOffers(add(add(emptyCart("u"), JAR, { lot: "L1" }), JAR), known(AGE), NOW);
  assert.deepEqual(
    sums(cart).lines.map(({ netVnd }) => netVnd),
    [15_000, 30_000],
  );
  assert.equal(offerOf(JAR, holding(known(AGE), NOW), NOW), null);
  assert.equal(offerOf(JAR, holding(known(AGE), NOW), NOW, LOTS.get("L1"))?.code, "A");
});

test("the line says how many more make a set", () => {
  const with_ = (milli) => add(emptyCart("u"), NOODLES, { milli });
  const hint = (milli) => toNextSet(with_(milli), with_(milli).lines[0], known(THREE), NOW);
  assert.equal(hint(1000), null);
  assert.deepEqual(hint(2000), { more: 1, free: 1 });
  assert.equal(hint(3000), null);
  assert.deepEqual(hint(5000), { more: 1, free: 1 });
  assert.equal(toNextSet(with_(2000), with_(2000).lines[0], known(), NOW), null);
});

test("packs stay whole, cost what packs cost, and are sold by their own code", () => {
  const pack = { barcode: "8938500000034", milli: 6000, priceVnd: 138_000 };
  const beer = product("BIA", 25_000);
  let cart = add(emptyCart("u"), beer, { milli: 6000, pack });
  cart = step(cart, cart.lines[0].key, 1);
  assert.equal(cart.lines[0].milli, 12_000);
  assert.equal(setQuantity(cart, cart.lines[0].key, 7000).lines[0].milli, 12_000);
  cart = withOffers(cart, known(), NOW);
  assert.equal(sums(cart).totalVnd, 276_000);
  const [line] = saleDocument(cart, sold).lines;
  assert.deepEqual(
    [line.code, line.quantity, line.adjustments],
    [pack.barcode, "12", [{ pack: pack.barcode, amount_vnd: 24_000 }]],
  );
  assert.equal(add(cart, beer).lines.length, 2, "pieces are another line");
});

test("a basket is one line at its price, and unfolds into its goods at what they cost in it", () => {
  const basket = {
    code: "GIO",
    name: "Giỏ quà",
    priceVnd: 80_000,
    items: [
      { product: "MY-GAO", milli: 2000, shareVnd: null },
      { product: "DUA", milli: 1000, shareVnd: null },
    ],
    wrapping: null,
  };
  let cart = addGiftBasket(addGiftBasket(emptyCart("u"), basket, "giỏ"), basket, "giỏ");
  cart = withOffers(cart, known(PERCENT, THREE), NOW);
  assert.equal(sums(cart).totalVnd, 160_000, "no offer comes off a basket");
  assert.deepEqual(
    goodsInBasket(cart.lines[0], known()).map(({ product: code, milli, netVnd }) => [code, milli, netVnd]),
    [
      ["MY-GAO", 4000, 104_186],
      ["DUA", 2000, 55_814],
    ],
  );
  assert.deepEqual(saleDocument(cart, sold).lines, [
    { basket: "GIO", quantity: "2", unit_price_vnd: 80_000, discount_vnd: 0 },
  ]);
  const dearer = reprice(cart, (code, isBasket) => (isBasket && code === "GIO" ? 90_000 : null));
  assert.deepEqual([dearer.moved, sums(dearer.cart).totalVnd], [["Giỏ quà"], 180_000]);
});
