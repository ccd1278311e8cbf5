import assert from "node:assert/strict";
import test from "node:test";

import { clockErrorMinutes } from "../../static/js/till/domain/clock_error.js";

import { clockTime, daysLeft, fullDay, now, shortMoment, today } from "../../static/js/till/data/clock.js";

test("the outlet's day begins in the outlet's zone", () => {
  assert.equal(today(new Date("2026-11-22T17:00:00Z")), "2026-11-23");
  assert.equal(today(new Date("2026-11-22T16:59:59Z")), "2026-11-22");
  assert.equal(clockTime("2026-11-23T02:41:00Z"), "09:41");
  assert.equal(shortMoment("2026-11-23T00:05:00+07:00"), "23/11 00:05");
  assert.equal(fullDay("2026-11-22T18:00:00Z"), "23/11/2026");
  assert.match(now(), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
});

test("days left are counted in days, over months and years", () => {
  assert.equal(daysLeft("2026-12-01", "2026-11-23"), 8);
  assert.equal(daysLeft("2026-11-23", "2026-11-23"), 0);
  assert.equal(daysLeft("2026-11-22", "2026-11-23"), -1);
  assert.equal(daysLeft("2027-01-01", "2026-12-31"), 1);
  assert.equal(daysLeft(null), null);
});

test("a clock is wrong beyond two minutes, either way", () => {
  const date = "Sat, 28 Nov 2026 03:00:00 GMT";
  const at = Date.parse(date);
  const errorAt = (seconds) => clockErrorMinutes(date, at + seconds * 1000, at + seconds * 1000 + 400);
  assert.deepEqual([0, 119, -119, 150, -720, 3 * 86_400].map(errorAt), [0, 0, 0, 2, -12, 4320]);
  assert.equal(clockErrorMinutes(null, at, at), null);
  assert.equal(clockErrorMinutes(date, at, at + 60_000), null, "an answer of a minute says too little");
});
