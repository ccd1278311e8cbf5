// What a device knows of its slips is enough to give goods back without a server.
import assert from "node:assert/strict";
import { test } from "node:test";
import { answeredParts, slipOf, unsentSlip, withReturned } from "../../static/js/till/domain/kept_slip.js";

const line = (n, quantity, more = {}) => ({
  line: n,
  product: "P",
  lot: `L${n}`,
  quantity,
  net_vnd: 10,
  unit_price_vnd: 10,
  ...more,
});
const part = (n, quantity) => ({ line: n, quantity, condition: "resell" });

test("lines that the server cut over lots take back in order what the cart's lines take back", () => {
  const cart = [
    { milli: 3000, isBasket: false },
    { milli: 1000, isBasket: false },
  ];
  const answered = [line(1, "2"), line(2, "1"), line(3, "1")];
  assert.deepEqual(answeredParts([part(1, "2.5"), part(2, "1")], cart, answered), [
    part(1, "2"),
    part(2, "0.5"),
    part(3, "1"),
  ]);
  answered[0].refunded = "2";
  assert.deepEqual(answeredParts([part(1, "1")], cart, answered), [part(2, "1")]);
  assert.deepEqual(
    answeredParts([part(1, "3")], cart, answered),
    [part(2, "3")],
    "the server says that it is too much",
  );
});

test("a basket comes back by its own line, and leaves the lines beside it as they are", () => {
  const cart = [
    { milli: 2000, isBasket: true },
    { milli: 1000, isBasket: false },
  ];
  const answered = [
    line(1, "2", { basket_line: 1 }),
    line(2, "4", { basket_line: 1 }),
    line(3, "1", { basket_line: null }),
  ];
  assert.deepEqual(answeredParts([part(1, "1"), part(2, "1")], cart, answered), [
    { basket_line: 1, quantity: "1", condition: "resell" },
    part(3, "1"),
  ]);
});

test("what has come back adds up, on the lines it came back of", () => {
  const slip = {
    uid: "a",
    number: "2026-1",
    sold_at: "",
    total_vnd: 20,
    lines: [line(1, "3", { refunded: "0.5" }), line(2, "1")],
  };
  const back = withReturned(slip, [part(1, "1"), part(1, "0.25")]);
  assert.deepEqual(
    back.lines.map(({ refunded }) => refunded),
    ["1.75", undefined],
  );
});

test("a kept slip names no customer", () => {
  const answer = {
    uid: "a",
    number: "2026-1",
    customer: "Chị Hoa",
    customer_uid: "c",
    lines: [line(1, "1", { owed_vnd: 5 })],
  };
  const text = JSON.stringify(slipOf(answer));
  assert.ok(!text.includes("Hoa") && !text.includes("owed") && !text.includes("customer"), text);
});

test("a sale that waits is a slip of its cart's lines, with what was taken off them", () => {
  const goods = { key: 1, product: "P", name: "Dưa", unit: "lọ", places: 0, lot: null, milli: 2000, weighed: false };
  const cart = { uid: "a", lines: [{ ...goods, unitPriceVnd: 100, discount: { vnd: 20 } }], whole: null, received: [] };
  const document = { sold_at: "2026-11-23T09:00:00+07:00", total_vnd: 180, rounding_vnd: 0, payments: [] };
  const slip = unsentSlip({ uid: "a", document, cashier: "ha", cart });
  assert.deepEqual(
    [slip.number, slip.lines],
    [null, [{ line: 1, product: "P", lot: null, quantity: "2", net_vnd: 180, unit_price_vnd: 100, basket: null }]],
  );
});
