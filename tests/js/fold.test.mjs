import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { fold } from "../../static/js/till/domain/fold.js";

const cases = JSON.parse(readFileSync(new URL("../vectors/fold.json", import.meta.url)));

test("every text folds as the vector says", () => {
  for (const { text, folded } of cases) assert.equal(fold(text), folded, JSON.stringify(text));
});
