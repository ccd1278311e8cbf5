// The slips that the till draws itself say what the server's papers say, row by row.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { unsentRows } from "../../static/js/till/screens/payment/slip_rows.js";

const { cases } = JSON.parse(readFileSync(new URL("../vectors/unsent_slip.json", import.meta.url), "utf8"));
const breaking = (text) => text.replaceAll("\u00a0", " ");

for (const { name, facts, rows } of cases) {
  test(`a slip of this device: ${name}`, () => {
    const said = unsentRows(facts).map(({ kind, texts, look = [] }) => [
      [kind, ...look].join(" "),
      ...texts.map(breaking),
    ]);
    assert.deepEqual(said, rows);
  });
}
