import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import * as carts from "../../static/js/till/domain/cart.js";
import { noteLine } from "../../static/js/till/domain/cart_notes.js";
import { refundTotal } from "../../static/js/till/domain/refund_total.js";
import { reprice } from "../../static/js/till/domain/reprice.js";
import { fold } from "../../static/js/till/domain/fold.js";
import { Burst, characterOf } from "../../static/js/till/domain/scanner_burst.js";

const rice = { code: "GAO-DX-5", name: "Gạo tẻ thơm Đại Xuân 5 kg", unit: "túi", places: 0, price_vnd: 135000 };
const potato = { code: "KT-QV", name: "Khoai tây Quế Võ", unit: "kg", places: 3, price_vnd: 22000 };

test("the same goods join one line, another lot begins a new one, what is weighed is a line of its own", () => {
  let cart = carts.emptyCart("u");
  cart = carts.add(cart, rice);
  cart = carts.add(cart, rice);
  cart = carts.add(cart, rice, { lot: "L1" });
  cart = carts.add(cart, potato, { milli: 1250, weighed: true });
  cart = carts.add(cart, potato, { milli: 755, weighed: true });
  assert.deepEqual(
    cart.lines.map(({ milli, lot }) => [milli, lot]),
    [
      [2000, null],
      [1000, "L1"],
      [1250, null],
      [755, null],
    ],
  );
  assert.equal(cart.current, 4);
  assert.equal(carts.pieces(cart), 5);
});

test("the document adds up: line discount, whole discount, rounding, payments", () => {
  let cart = carts.add(carts.emptyCart("u"), rice, { milli: 2000 });
  cart = carts.add(cart, potato, { milli: 1250 });
  cart = carts.discountLine(cart, 1, { bp: 1000 });
  cart = carts.discountWhole(cart, { vnd: 501 });
  const counted = carts.sums(cart);
  assert.equal(counted.totalVnd, 270000 - 27000 + 27500 - 501);
  const roundingVnd = carts.roundingFor(counted.totalVnd, 500, ["cash"]);
  const sale = carts.saleDocument(cart, {
    shift: "s",
    soldAt: "2026-11-23T09:00:00+07:00",
    roundingVnd,
    payments: [{ method: "cash", amountVnd: counted.totalVnd + roundingVnd, tenderedVnd: 500000 }],
  });
  assert.equal(sale.total_vnd, 270000);
  assert.deepEqual(
    sale.lines.map((line) => [line.product, line.quantity, line.discount_vnd]),
    [
      ["GAO-DX-5", "2", 27000],
      ["KT-QV", "1.25", 0],
    ],
  );
  assert.equal(sale.discount_vnd, 501);
  assert.equal(
    sale.payments.reduce((sum, part) => sum + part.amount_vnd, 0),
    sale.total_vnd,
  );
  assert.equal(carts.roundingFor(100, 500, ["cash", "card"]), 0);
});

test("a discount never exceeds the line, and what costs nothing needs no payment", () => {
  let cart = carts.add(carts.emptyCart("u"), rice);
  cart = carts.discountLine(cart, 1, { vnd: 999999 });
  assert.equal(carts.sums(cart).totalVnd, 0);
  assert.deepEqual(
    carts.saleDocument(cart, { shift: "s", soldAt: "t", payments: [{ method: "cash", amountVnd: 0 }] }).payments,
    [],
  );
});

test("a refund takes its share of the cash rounding, and the parts add up to what was paid", () => {
  const line = (netVnd, sold, back, milli) => ({ netVnd, sold, back, milli });
  assert.equal(refundTotal([line(21280, 1000, 0, 1000), line(166250, 2000, 0, 0)], -30), 21277);
  assert.equal(refundTotal([line(21280, 1000, 1000, 0), line(166250, 2000, 0, 2000)], -30), 187500 - 21277);
  assert.equal(refundTotal([line(10000, 3000, 1000, 1000)]), 3334);
  assert.equal(refundTotal([line(0, 1000, 0, 1000)], 0), 0);
});

test("quantity 0 takes the line out and the neighbour is next", () => {
  let cart = carts.add(carts.add(carts.emptyCart("u"), rice), potato);
  cart = carts.setQuantity(cart, 2, 0);
  assert.equal(cart.current, 1);
  assert.equal(carts.step(cart, 1, -1).lines.length, 0);
});

test("prices of today reach a cart that waited", () => {
  const cart = carts.add(carts.emptyCart("u"), rice);
  const { cart: fresh, moved } = reprice(cart, () => 140000);
  assert.deepEqual([fresh.lines[0].unitPriceVnd, moved], [140000, [rice.name]]);
});

test("search folds accents, đ included, in both spellings of Unicode", () => {
  assert.equal(fold("Đường  phèn Gạo tẻ".normalize("NFD")), "duong phen gao te");
});

test("a scanner is quick, fingers are not", () => {
  const burst = new Burst();
  [..."8938500000010"].forEach((c, n) => assert.equal(burst.key(c, n * 8), null));
  assert.deepEqual(burst.end(105), { kind: "scan", code: "8938500000010", others: [], typed: "" });
  burst.key("g", 1000);
  assert.deepEqual(burst.key("a", 1200), { kind: "typed", text: "g" });
  assert.deepEqual(burst.idle(), { kind: "typed", text: "a" });
  assert.equal(burst.end(2000), null);
});

test("a Vietnamese input method does not change what the scanner sent", () => {
  assert.equal(characterOf({ key: "Process", code: "KeyD", shiftKey: true }), "D");
  assert.equal(characterOf({ key: "ô", code: "KeyO" }), "o");
  assert.equal(characterOf({ key: "Process", code: "Digit1" }), "1");
  assert.equal(characterOf({ key: "]", code: "BracketRight", ctrlKey: true }), "\x1d");
  assert.equal(characterOf({ key: "Shift", code: "ShiftLeft" }), null);
  assert.equal(characterOf({ key: "F9", code: "F9" }), null);
});

test("a cart emptied of its goods keeps neither a discount nor money for whoever comes next", () => {
  let cart = carts.setCustomer(carts.add(carts.emptyCart("u"), rice), "Chị Lan");
  cart = carts.receive(carts.discountWhole(cart, { bp: 2000 }), [
    { method: "cash", amountVnd: 5000, tenderedVnd: 5000 },
  ]);
  const both = carts.add(cart, potato);
  assert.equal(carts.remove(both, 2).received.length, 1);
  const bare = carts.setQuantity(cart, 1, 0);
  assert.deepEqual([bare.lines, bare.whole, bare.received, bare.customer], [[], null, [], "Chị Lan"]);
});

test("a sale names its known customer by id alone, and the next person does not see whose it was", () => {
  const goods = carts.add(carts.emptyCart("u"), rice);
  const buyer = { uid: "k", name: "Chị Hoa", phone: "09••••321", owedVnd: 0, limitVnd: 0, isOnSlip: true };
  const cart = carts.nameBuyer(goods, buyer);
  const parts = [
    { method: "account", amountVnd: 35000 },
    { method: "cash", amountVnd: 100000, tenderedVnd: 100000 },
  ];
  const sale = carts.saleDocument(cart, { shift: "s", soldAt: "2026-11-29T09:00:00+07:00", payments: parts });
  assert.deepEqual([sale.customer_uid, sale.customer_on_slip, "customer" in sale], ["k", true, false]);
  const text = carts.setCustomer(goods, "Bác Hai");
  const named = carts.saleDocument(text, { shift: "s", soldAt: "2026-11-29T09:00:00+07:00", payments: parts });
  assert.deepEqual([named.customer, "customer_uid" in named], ["Bác Hai", false]);
  const next = carts.withoutCustomer(carts.receive(cart, parts));
  assert.deepEqual([next.buyer, next.customer, next.received.map(({ method }) => method)], [null, "", ["cash"]]);
});

test("why a manager took something off stands behind what was written, and goes with the discount", () => {
  const cheaper = carts.discountLine(carts.add(carts.emptyCart("u"), rice), 1, { bp: 2000, why: "Vỡ, móp" });
  const noted = (cart) => carts.saleDocument(cart, { shift: "s", soldAt: "2026-11-29T09:00:00+07:00", payments: [] });
  assert.equal(noted(cheaper).lines[0].note, "Vỡ, móp");
  assert.equal(noted(noteLine(cheaper, 1, "Gói quà")).lines[0].note, "Gói quà, Vỡ, móp");
  assert.equal("note" in noted(carts.discountLine(cheaper, 1, null)).lines[0], false);
  assert.equal(noted(carts.discountWhole(cheaper, { vnd: 500, why: "Khách quen" })).note, "Khách quen");
});

test("a line that the server cuts over lots is paid back as the shared vectors say, whether its refunds are known or not", () => {
  const milli = (text) => Math.round(Number(text) * 1000);
  const { cases } = JSON.parse(readFileSync(new URL("../vectors/refunds_over_lots.json", import.meta.url)));
  for (const { name, lots, net_vnd: netVnd, refunds } of cases) {
    const sold = lots.reduce((sum, lot) => sum + milli(lot), 0);
    let back = 0;
    const before = [];
    for (const { quantity, paid_vnd } of refunds) {
      const line = { sold, back, milli: milli(quantity), netVnd };
      assert.equal(refundTotal([line], 0), paid_vnd, name);
      assert.equal(refundTotal([line], 0, before), paid_vnd, name);
      before.push({ total_vnd: paid_vnd });
      back += line.milli;
    }
  }
});

test("what a till paid more or less is set right by the next refund", () => {
  const line = { sold: 3000, back: 1000, milli: 1000, netVnd: 10000 };
  assert.equal(refundTotal([line], 0, [{ total_vnd: 3334 }]), 3333);
  assert.equal(refundTotal([{ ...line, milli: 0 }], 0, [{ total_vnd: 3334 }]), 0);
});
