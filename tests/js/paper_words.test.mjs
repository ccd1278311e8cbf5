import assert from "node:assert/strict";
import { test } from "node:test";

import { today } from "../../static/js/till/data/clock.js";
import { paperWords } from "../../static/js/till/screens/line/paper_words.js";

/** @param {number} days */
function dayIn(days) {
  const moment = new Date(`${today()}T12:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + days);
  return moment.toISOString().slice(0, 10);
}

/** @param {string} day */
const written = (day) => day.split("-").reverse().join("/");

test("a paper is spoken of from thirty days before its end on", () => {
  assert.equal(paperWords({}), "");
  assert.equal(paperWords({ paper: { kind: "vietgap", valid_until: dayIn(31) } }), "");
  const soon = dayIn(30);
  assert.equal(paperWords({ paper: { kind: "vietgap", valid_until: soon } }), `VietGAP sắp hết hạn, ${written(soon)}`);
  const today_ = dayIn(0);
  assert.equal(
    paperWords({ paper: { kind: "food_safety", valid_until: today_ } }),
    `an toàn thực phẩm sắp hết hạn, ${written(today_)}`,
  );
  const ended = dayIn(-1);
  assert.equal(paperWords({ paper: { kind: "gi", valid_until: ended } }), `chỉ dẫn địa lý hết hạn ${written(ended)}`);
});
