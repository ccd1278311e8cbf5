import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { argon2id } from "../../static/js/till/domain/argon2.js";

const { argon2id: cases } = JSON.parse(readFileSync(new URL("../vectors/argon2.json", import.meta.url), "utf8"));

test("the hash is the one that the server's library makes", async () => {
  for (const one of cases) {
    const hash = await argon2id({
      text: one.text,
      salt: Buffer.from(one.salt, "hex"),
      passes: one.passes,
      memoryKib: one.memory_kib,
      length: one.length,
    });
    assert.equal(Buffer.from(hash).toString("hex"), one.hash, JSON.stringify(one));
  }
});
