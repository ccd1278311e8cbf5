import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import test from "node:test";

import { qrModules, qrPicture } from "../../static/js/till/domain/qr.js";

const { cases } = JSON.parse(readFileSync(new URL("../vectors/qr.json", import.meta.url)));

test("every code has the modules that the vector says", () => {
  for (const { text, correction, side, sha256 } of cases) {
    const modules = qrModules(text, correction);
    assert.equal(modules.length, side, text.slice(0, 40));
    const rows = modules.map((row) => row.map(Number).join("")).join("\n");
    assert.equal(createHash("sha256").update(rows).digest("hex"), sha256, text.slice(0, 40));
  }
});

test("what no code can hold has none", () => {
  assert.equal(qrModules("x".repeat(3000)), null);
  assert.equal(qrPicture("x".repeat(3000)), null);
  assert.match(decodeURIComponent(qrPicture("7")), /viewBox="0 0 29 29"/);
});
