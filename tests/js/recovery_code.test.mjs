import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import test from "node:test";

import { isRecoveryCode } from "../../static/js/till/domain/recovery_begin.js";
import { anewUid, recoveryCode } from "../../static/js/till/domain/recovery_code.js";
import { hmacSha256, sha256 } from "../../static/js/till/domain/sha256.js";

const { cases, anew } = JSON.parse(readFileSync(new URL("../vectors/recovery.json", import.meta.url)));
const bytes = (length) => Uint8Array.from({ length }, (_, n) => (n * 73 + length) & 255);

test("digests are those of everybody else", () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000]) {
    const content = bytes(length);
    assert.equal(Buffer.from(sha256(content)).toString("hex"), createHash("sha256").update(content).digest("hex"));
    for (const key of [bytes(16), bytes(64), bytes(100)]) {
      const theirs = createHmac("sha256", key).update(content).digest("hex");
      assert.equal(Buffer.from(hmacSha256(key, content)).toString("hex"), theirs);
    }
  }
});

test("a code is written as the server reads it", async () => {
  const { CompressionStream } = globalThis;
  for (const { till, key, uid, document, codes } of cases) {
    delete globalThis.CompressionStream;
    const plain = await recoveryCode({ uid, document, till, key });
    globalThis.CompressionStream = CompressionStream;
    assert.equal(plain, codes[0]);
    const packed = await recoveryCode({ uid, document, till, key });
    assert.ok(isRecoveryCode(packed) && (plain.length < 600 || packed.length < plain.length));
  }
});

test("goods are not taken for a recovery code", () => {
  for (const text of ["9801", "8938500000010", "980112345678", `0${"9".repeat(80)}`, `9801${"x".repeat(80)}`]) {
    assert.equal(isRecoveryCode(text), false, text);
  }
});

test("a sale that is written anew has the uid that the server looks for", () => {
  for (const [uid, then] of Object.entries(anew)) assert.equal(anewUid(uid), then);
});
