import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { amount, parseQuantity, quantityWords, vnd } from "../../static/js/till/domain/money.js";
import { readMoney, readQuantity, readWhole } from "../../static/js/till/domain/typed_figures.js";

const vectors = JSON.parse(readFileSync(new URL("../vectors/typed_figures.json", import.meta.url)));

function expected(one, name) {
  const value = name === "quantity" ? parseQuantity : Number;
  if (one.either) return { smaller: value(one.either[0]), larger: value(one.either[1]) };
  return one.refused ? null : value(one[name]);
}

test("every amount is read as the vector says", () => {
  for (const one of vectors.money) {
    assert.deepEqual(readMoney(one.text), expected(one, "vnd"), JSON.stringify(one.text));
  }
});

test("every quantity is read as the vector says", () => {
  for (const one of vectors.quantity) {
    assert.deepEqual(
      readQuantity(one.text, one.places),
      expected(one, "quantity"),
      `${JSON.stringify(one.text)} at ${one.places}`,
    );
  }
});

test("every whole number is read as the vector says", () => {
  for (const one of vectors.whole) {
    assert.deepEqual(readWhole(one.text), expected(one, "whole"), JSON.stringify(one.text));
  }
});

test("what the till writes is read back as the same, or asked about", () => {
  for (const value of [0, 1, 999, 1000, 45000, 1_005_000, 10 ** 12, -1, -45000]) {
    for (const text of [vnd(value), amount(value), String(value)]) assert.equal(readMoney(text), value, text);
  }
  for (const milli of [0, 1, 500, 1234, 1250, 1500, 12_500, 1_500_500, 1_500_000, 1_234_567_890]) {
    const read = readQuantity(quantityWords(milli), 3);
    assert.equal(read?.larger ?? read, milli);
  }
});
