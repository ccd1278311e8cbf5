// One box finds a slip by whatever is typed into it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isOfDays, isSought, readSlipQuery } from "../../static/js/till/domain/slip_query.js";

const means = (text) => readSlipQuery(text, "2026").map(({ by, value }) => `${by} ${value}`);

test("a number is a slip's, with or without its year", () => {
  assert.deepEqual(means("2025-000123"), ["number 2025-000123"]);
  assert.deepEqual(means(" 2026-7 "), ["number 2026-000007"]);
  assert.deepEqual(means("123"), ["number 2026-000123"]);
});

test("ten digits are a phone, however they are written", () => {
  assert.deepEqual(means("0912345321"), ["phone 0912345321"]);
  assert.deepEqual(means("0912 345 321"), ["phone 0912345321"]);
  assert.deepEqual(means("+84 912.345.321"), ["phone +84912345321"]);
});

test("money is an amount, a short figure may be a number too", () => {
  assert.deepEqual(means("45.000"), ["amount 45000"]);
  assert.deepEqual(means("45k"), ["amount 45000"]);
  assert.deepEqual(means("1tr5"), ["amount 1500000"]);
  assert.deepEqual(means("25000"), ["number 2026-025000", "amount 25000"]);
  assert.deepEqual(means("1250000"), ["amount 1250000"]);
});

test("anything else is goods; nothing is nothing", () => {
  assert.deepEqual(means("gạo 5kg"), ["goods gạo 5kg"]);
  assert.deepEqual(means("DX-GAO"), ["goods DX-GAO"]);
  assert.deepEqual(means("  "), []);
});

test("only amounts and goods are looked for on chosen days", () => {
  const of = (text) => isOfDays(readSlipQuery(text, "2026")[0]);
  assert.deepEqual(["12", "0912345321", "45k", "gao", ""].map(of), [false, false, true, true, true]);
});

test("a slip on the device is found as the server finds it", () => {
  const slip = { number: "2026-000007", total_vnd: 64000, lines: [{ product: "VH-DUA", basket: "TET" }] };
  const finds = (text) => readSlipQuery(text, "2026").some((sought) => isSought(slip, sought, () => "Dưa gang muối"));
  for (const text of ["7", "64.000", "dua muoi", "vh-dua", "tết"]) assert.ok(finds(text), text);
  for (const text of ["8", "64", "32k", "gạo", "0912345321"]) assert.ok(!finds(text), text);
  assert.ok(isSought({ ...slip, number: null }, { by: "product", value: "VH-DUA" }, String));
});
