import assert from "node:assert/strict";
import test from "node:test";

import {
  isAbsurdCash,
  isAbsurdDrawer,
  isAbsurdPieces,
  isAbsurdQuantity,
} from "../../static/js/till/domain/plausible.js";

test("change as large as the largest note is asked about", () => {
  for (const dueVnd of [500, 5_000, 28_000, 199_000]) assert.ok(!isAbsurdCash(500_000, dueVnd), String(dueVnd));
  assert.ok(!isAbsurdCash(28_000, 28_000));
  assert.ok(!isAbsurdCash(1_500_000, 1_200_000));
  assert.ok(isAbsurdCash(2_000_000, 1_200_000), "a note of 500.000 too many");
  assert.ok(isAbsurdCash(550_000, 28_000), "a nought too many on 55.000");
  assert.ok(isAbsurdCash(20_000_000, 1_200_000), "a nought too many on 2.000.000");
  assert.ok(isAbsurdCash(8_938_500_000, 28_000), "a bar code");
});

test("a quantity is asked about beyond ten times what lies here", () => {
  assert.ok(!isAbsurdQuantity(350_000, 35_000));
  assert.ok(isAbsurdQuantity(351_000, 35_000));
  assert.ok(!isAbsurdQuantity(10_000, 0));
  assert.ok(isAbsurdQuantity(1_250_000, 40_000), "grams typed as kilograms");
});

test("a float and money that moves are asked about beyond ten times what usually lies in the drawer", () => {
  assert.ok(!isAbsurdDrawer(10_000_000, null));
  assert.ok(isAbsurdDrawer(10_000_001, null));
  assert.ok(!isAbsurdDrawer(30_000_000, 3_000_000));
  assert.ok(isAbsurdDrawer(99_999_999, 6_000_000));
});

test("more than five bundles of a note are asked about", () => {
  assert.deepEqual([500, 501].map(isAbsurdPieces), [false, true]);
});
