import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { codeMeant, findCode } from "../../static/js/till/domain/offline_codes.js";

const { argon2id: cases } = JSON.parse(readFileSync(new URL("../vectors/argon2.json", import.meta.url), "utf8"));
const base64 = (hex) => Buffer.from(hex, "hex").toString("base64").replace(/=+$/, "");
const [one] = cases.filter(({ text }) => text === "0Z9K7QXW");
const stored = `$argon2id$v=19$m=${one.memory_kib},t=${one.passes},p=1$${base64(one.salt)}$${base64(one.hash)}`;
const approver = {
  by: "lan",
  name: "Lan",
  issued_at: "2026-11-23T08:00:00+07:00",
  expires_at: "2026-11-30T08:00:00+07:00",
  hashes: [stored.replace(/.$/, "A"), stored],
};
const nowMs = Date.parse("2026-11-29T10:00:00+07:00");
const find = (more) => findCode([approver], { by: "lan", code: "0Z9K7QXW", nowMs, ...more });

test("a manager's own code is found, however it is typed", async () => {
  assert.equal(await find({}), stored);
  assert.equal(await find({ code: "oz9k-7qxw " }), stored);
});

test("another code, another manager's, one too early or too late is not", async () => {
  assert.equal(await find({ code: "0Z9K7QXV" }), null);
  assert.equal(await find({ by: "minh" }), null);
  assert.equal(await find({ nowMs: Date.parse(approver.expires_at) }), null);
  assert.equal(await find({ nowMs: Date.parse(approver.issued_at) - 1 }), null);
});

test("what looks like a digit is one", () => assert.equal(codeMeant(" oO iIlL 9z "), "0011119Z"));
