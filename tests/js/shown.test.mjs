// What customers see of a cart: the last six lines, what was added, sums, and nothing of who they are.

import assert from "node:assert/strict";
import { test } from "node:test";
import { add, discountLine, emptyCart, saleDocument, setCustomer } from "../../static/js/till/domain/cart.js";
import { shownCart, shownThanks, shownTransfer } from "../../static/js/till/domain/shown.js";

const OUTLET = {
  bank_bin: "970436",
  bank_account: "0123456789",
  bank_holder: "DIEM BAN",
  public_url: "https://ocop.example.vn",
};
const PRODUCTS = Array.from({ length: 8 }, (_, n) => ({
  code: `SP${n}`,
  name: `Hàng ${n}`,
  folded: `hang ${n}`,
  producer_name: `HTX ${n}`,
  commune: n % 2 ? "Đại Xuân" : "Phù Lãng",
  stars: n === 7 ? 4 : null,
  unit: "gói",
  places: 0,
  price_vnd: 10_000,
  set: null,
}));
const goods = { outlet: OUTLET, product: (code) => PRODUCTS.find((one) => one.code === code) };
const full = () => PRODUCTS.reduce((cart, product) => add(cart, product), emptyCart("c1"));

test("six lines and how many came before, the last one added with its producer and stars", () => {
  const cart = discountLine(full(), 8, { vnd: 2_000 });
  const shown = shownCart(cart, goods);
  assert.deepEqual(
    shown.lines.map(({ name }) => name),
    ["Hàng 2", "Hàng 3", "Hàng 4", "Hàng 5", "Hàng 6", "Hàng 7"],
  );
  assert.deepEqual(shown.lines[5], { name: "Hàng 7", quantity: "1", unit: "gói", less_vnd: 2_000, amount_vnd: 8_000 });
  assert.equal(shown.earlier_lines, 2);
  assert.deepEqual(shown.added, { name: "Hàng 7", producer: "HTX 7", commune: "Đại Xuân", stars: 4, picture: "gift" });
  assert.deepEqual([shown.pieces, shown.less_vnd, shown.total_vnd], [8, 2_000, 78_000]);
});

test("nothing shown names the customer", () => {
  const cart = setCustomer(full(), "0912345678");
  const document = saleDocument(cart, { shift: "s", soldAt: "now", payments: [] });
  const sale = {
    uid: "u1",
    cart,
    document,
    changeVnd: 20_000,
    outcome: { sent: true, answer: { number: "2026-000001" } },
  };
  const shown = shownThanks(sale, goods);
  assert.doesNotMatch(JSON.stringify([shown, shownCart(cart, goods)]), /0912345678/);
  assert.deepEqual(shown.thanks, {
    paid_vnd: 100_000,
    change_vnd: 20_000,
    number: "2026-000001",
    slip: "https://ocop.example.vn/r/u1",
    communes: ["Phù Lãng", "Đại Xuân"],
  });
});

test("a transfer is the code, its account and its reference; none without an account", () => {
  const { transfer } = shownTransfer({ amountVnd: 50_000, reference: "OCOP 1A" }, OUTLET);
  assert.match(transfer.payload, /540550000.*OCOP 1A/);
  assert.deepEqual([transfer.holder, transfer.account, transfer.reference], ["DIEM BAN", "0123456789", "OCOP 1A"]);
  assert.equal(shownTransfer({ amountVnd: 50_000, reference: "x" }, { bank_bin: null }), null);
});
