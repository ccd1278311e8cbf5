import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { parseQuantity } from "../../static/js/till/domain/money.js";
import { STEPS, atListPrice, discountOf, price } from "../../static/js/till/domain/pricing.js";

const vectors = (name) => JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url))).cases;
const BY_HAND = new Set(["manual", "sale"]);

/** The lines of a case before they are cut over lots, with the packs, baskets and offers that the case expects as given. */
function linesOf({ expect, cuts = [] }) {
  const answers = [...expect];
  const lines = [];
  while (answers.length) {
    const parts = answers.splice(0, cuts.find(({ line }) => line === lines.length + 1)?.quantities.length ?? 1);
    const sums = new Map();
    for (const { kind, code = "", amount_vnd: vnd } of parts.flatMap(({ adjustments }) => adjustments)) {
      const { amountVnd } = sums.get(kind + code) ?? { amountVnd: 0 };
      sums.set(kind + code, { kind, amountVnd: amountVnd + vnd });
    }
    const sum = (field) => parts.reduce((total, part) => total + part[field], 0);
    lines.push({
      milli: parts.reduce((total, { quantity }) => total + parseQuantity(quantity), 0),
      unitPriceVnd: parts[0].unit_price_vnd,
      discountVnd: sums.get("manual")?.amountVnd ?? 0,
      adjustments: [...sums.values()],
      expected: { grossVnd: sum("gross_vnd"), discountVnd: sum("discount_vnd"), netVnd: sum("net_vnd") },
    });
  }
  return lines;
}

test("every money case: gross, spread discount, net and total", () => {
  for (const [n, one] of vectors("money").entries()) {
    const lines = one.lines.map((line) => ({
      milli: parseQuantity(line.quantity),
      unitPriceVnd: line.unit_price_vnd,
      discountVnd: line.discount_vnd,
    }));
    const priced = price(lines, one.discount_vnd);
    const expected = one.expect.map((line) => [line.gross_vnd, line.discount_vnd, line.net_vnd]);
    assert.deepEqual(
      priced.lines.map((line) => [line.grossVnd, line.discountVnd, line.netVnd]),
      expected,
      `case ${n}`,
    );
    assert.equal(priced.totalVnd, one.total_vnd, `case ${n}`);
  }
});

test("every adjustments case: discounts by hand come after packs, baskets and offers, off what these left", () => {
  const cases = vectors("adjustments").filter(({ expect }) => expect);
  assert.ok(cases.length > 100);
  for (const { discount_vnd: discountVnd = 0, total_vnd: totalVnd, name, ...one } of cases) {
    const lines = linesOf(one);
    const start = atListPrice(lines).map((line, n) => {
      const adjustments = lines[n].adjustments.filter(({ kind }) => !BY_HAND.has(kind));
      const earlierVnd = adjustments.reduce((sum, { amountVnd }) => sum + amountVnd, 0);
      return { ...line, adjustments, discountVnd: earlierVnd, netVnd: line.grossVnd - earlierVnd };
    });
    const priced = STEPS.reduce((taken, step) => step({ lines, discountVnd }, taken), start);
    for (const [n, { adjustments, expected }] of lines.entries()) {
      assert.deepEqual(priced[n], { ...expected, adjustments }, `${name} line ${n + 1}`);
    }
    assert.equal(
      priced.reduce((sum, { netVnd }) => sum + netVnd, 0),
      totalVnd,
      name,
    );
  }
});

test("more discount than price is refused, on a line and on the whole sale", () => {
  assert.throws(() => price([{ milli: 1000, unitPriceVnd: 100, discountVnd: 101 }]), /manual/);
  assert.throws(() => price([{ milli: 1000, unitPriceVnd: 100, discountVnd: 50 }], 51), /sale/);
});

test("a typed discount, as a rate or an amount, never exceeds what it is taken off", () => {
  assert.equal(discountOf(null, 1000), 0);
  assert.equal(discountOf({ bp: 1000 }, 12_345), 1235);
  assert.equal(discountOf({ vnd: 5000 }, 12_345), 5000);
  assert.equal(discountOf({ vnd: 50_000 }, 12_345), 12_345);
});
