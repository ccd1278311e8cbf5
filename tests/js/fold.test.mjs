import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { fold, matches } from "../../static/js/till/domain/fold.js";

const cases = JSON.parse(readFileSync(new URL("../vectors/fold.json", import.meta.url)));

test("every text folds as the vector says", () => {
  for (const { text, folded } of cases) assert.equal(fold(text), folded, JSON.stringify(text));
});

test("a product is found whichever of the letters that look like Đ it was written with", () => {
  for (const name of ["Đông trùng", "\u00d0ông trùng", "\u0189ông trùng", "D\u0335ông tr\u200bùng"]) {
    for (const query of ["dong trung", "đông", "\u00f0ông trùng", "DÔNG"]) {
      assert.ok(matches(query, fold(name)), `${query} in ${name}`);
    }
  }
});
