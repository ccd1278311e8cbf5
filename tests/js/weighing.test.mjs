import assert from "node:assert/strict";
import { test } from "node:test";

import { isAbsurdWeight } from "../../static/js/till/domain/plausible.js";
import { weightOf } from "../../static/js/till/domain/weighing.js";

const melon = { priceVnd: 38_000, places: 3 };

test("a weight is typed in the unit, in grams or for money, and the vessel is taken off", () => {
  assert.equal(weightOf(1240, "unit", melon), 1240);
  assert.equal(weightOf(1240, "gram", melon), 1240);
  assert.equal(weightOf(20_000, "money", melon), 526); // 19 988 ₫: never more than the customer wants to spend
  assert.equal(weightOf(1240, "unit", { ...melon, tareMilli: 200 }), 1040);
  assert.equal(weightOf(20_000, "money", { ...melon, tareMilli: 200 }), 526);
  assert.equal(weightOf(1257, "gram", { priceVnd: 38_000, places: 2 }), 1250);
});

test("nothing typed, nothing left and nothing to pay are no weight", () => {
  assert.equal(weightOf(null, "unit", melon), null);
  assert.equal(weightOf(0, "unit", melon), null);
  assert.equal(weightOf(200, "unit", { ...melon, tareMilli: 200 }), null);
  assert.equal(weightOf(5_000, "money", { priceVnd: 0, places: 3 }), null);
});

test("over fifty units, or ten times what lies here, is asked about", () => {
  assert.ok(isAbsurdWeight(1_250_000, 18_400));
  assert.ok(isAbsurdWeight(50_001, 900_000));
  assert.ok(!isAbsurdWeight(50_000, 900_000));
  assert.ok(isAbsurdWeight(12_000, 1_000));
});
