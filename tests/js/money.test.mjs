import assert from "node:assert/strict";
import test from "node:test";

import {
  cashRounding,
  gross,
  halfUp,
  handedOver,
  inNotes,
  parseQuantity,
  quantityText,
  quantityWords,
  spread,
  vnd,
} from "../../static/js/till/domain/money.js";

test("half a đồng goes away from zero, also far beyond what a float holds", () => {
  assert.equal(halfUp(5, 10), 1);
  assert.equal(halfUp(-5, 10), -1);
  assert.equal(halfUp(4, 10), 0);
  assert.equal(gross(999_999_999_999, 1), 1_000_000_000);
  assert.equal(halfUp(9_007_199_254_740_993n * 10n + 5n, 10n * 9_007_199_254_740_993n), 1);
});

test("a spread adds up, and ties go to the earlier line", () => {
  assert.deepEqual(spread(1, [10, 10]), [1, 0]);
  assert.deepEqual(spread(100, [1, 1, 1]), [34, 33, 33]);
  assert.deepEqual(spread(5, [0, 0]), [0, 0]);
});

test("quantities are read and written without floats", () => {
  assert.equal(parseQuantity("1.25"), 1250);
  assert.equal(parseQuantity("0.005"), 5);
  assert.equal(parseQuantity("1,5"), null);
  assert.equal(parseQuantity("1.2345"), null);
  assert.equal(quantityText(1250), "1.25");
  assert.equal(quantityText(2000), "2");
  assert.equal(quantityWords(1_234_567_500), "1.234.567,5");
});

test("money reads as people write it", () => {
  assert.equal(vnd(435500), "435.500\u00a0₫");
  assert.equal(vnd(-6000), "−6.000\u00a0₫");
  assert.equal(vnd(0), "0\u00a0₫");
});

test("cash: rounding, likely amounts and the notes to give back", () => {
  assert.equal(cashRounding(435_700, 500), -200);
  assert.equal(cashRounding(435_750, 500), 250);
  assert.equal(cashRounding(435_700, 0), 0);
  assert.deepEqual(handedOver(435_500), [435_500, 436_000, 440_000, 450_000, 500_000, 600_000, 1_000_000]);
  assert.deepEqual(inNotes(64_500), {
    notes: [
      [50_000, 1],
      [10_000, 1],
      [2_000, 2],
      [500, 1],
    ],
    restVnd: 0,
  });
});
