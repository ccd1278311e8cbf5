import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { checksum, foldPurpose, payload } from "../../static/js/till/domain/vietqr.js";

const { cases, purposes, written } = JSON.parse(readFileSync(new URL("../vectors/vietqr.json", import.meta.url)));

test("the checksum tells right payloads from wrong ones", () => {
  for (const { payload: text, crc_ok } of cases) {
    assert.equal(checksum(text.slice(0, -4)) === text.slice(-4), crc_ok, text);
  }
});

test("a purpose is folded as banks carry it", () => {
  for (const { text, folded } of purposes) assert.equal(foldPurpose(text), folded, JSON.stringify(text));
});

test("a transfer is written as the server writes it", () => {
  for (const { bank_bin, account, amount_vnd, purpose, payload: text } of written) {
    assert.equal(payload({ bankBin: bank_bin, account }, amount_vnd, purpose), text);
  }
});

test("what is no transfer is not written", () => {
  const to = { bankBin: "970436", account: "123" };
  for (const amount of [0, -1, 1.5, 10 ** 13, Number.NaN]) assert.equal(payload(to, amount, "x"), null);
  assert.equal(payload({ ...to, bankBin: "97043" }, 1, "x"), null);
  assert.equal(payload({ ...to, account: "" }, 1, "x"), null);
});
