// A photo keeps its shape when it is made small.

import assert from "node:assert/strict";
import test from "node:test";

import { fitted } from "../../static/js/office/photo_shrink.js";

test("the longest side has 1600 pixels at most, and no side is lost", () => {
  assert.deepEqual(fitted(4000, 3000), [1600, 1200]);
  assert.deepEqual(fitted(3000, 4000), [1200, 1600]);
  assert.deepEqual(fitted(1600, 900), [1600, 900]);
  assert.deepEqual(fitted(320, 240), [320, 240]);
  assert.deepEqual(fitted(20000, 3), [1600, 1]);
});
