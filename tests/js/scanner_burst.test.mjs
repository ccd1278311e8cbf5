import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { Burst, IDLE_MS, characterOf, isEndKey } from "../../static/js/till/domain/scanner_burst.js";

const vectors = JSON.parse(readFileSync(new URL("../vectors/till_keys.json", import.meta.url)));

/** The browser's event of a stroke. */
function eventOf(stroke, caps) {
  if (stroke === "BS") return { key: "Backspace", code: "Backspace" };
  if (stroke === "Enter" || stroke === "Tab") return { key: stroke, code: stroke };
  if (stroke === "Ctrl+J") return { key: "j", code: "KeyJ", ctrlKey: true };
  if (stroke.startsWith("u:")) return { key: stroke.slice(2), code: "" };
  const isLetter = /[a-z]/i.test(stroke);
  const isUpper = isLetter && stroke === stroke.toUpperCase();
  const code = isLetter ? `Key${stroke.toUpperCase()}` : /\d/.test(stroke) ? `Digit${stroke}` : "Minus";
  const key = caps && isLetter ? (isUpper ? stroke.toLowerCase() : stroke.toUpperCase()) : stroke;
  return { key, code, shiftKey: isUpper, getModifierState: () => Boolean(caps) };
}

/** The results that the burst reports to the page for these strokes. */
function read({ keys = "", strokes = [...keys], ends = [], gap_ms: gap, field = false, caps = false }) {
  const burst = new Burst();
  const results = [];
  let at = 1000;
  for (const stroke of [...strokes, ...ends]) {
    at += gap;
    const event = eventOf(stroke, caps);
    if (gap > IDLE_MS) results.push(burst.idle(field));
    if (isEndKey(event)) results.push(burst.end(at, field));
    else if (stroke === "BS") assert.ok(burst.erase(at), "an input method's Backspace belongs to the burst");
    else results.push(burst.key(characterOf(event), at, { isInField: field, isInjected: event.code === "" }));
  }
  results.push(burst.idle(field));
  return results.filter(Boolean);
}

/** A result as the vectors write it. */
const resultText = ({ kind, code, text }) => [kind, code ?? text].filter(Boolean).join(" ");

test("every burst is what the vector says", () => {
  for (const { id, gives, others = [], ...burst } of vectors.bursts) {
    const keys = read(burst);
    assert.deepEqual(keys.map(resultText), gives, id);
    assert.deepEqual(keys.find(({ kind }) => kind === "scan")?.others ?? [], others, id);
  }
});

test("Enter that confirms a figure typed right after a scan is not the scanner's", () => {
  const burst = new Burst();
  for (const [n, figure] of [..."8938597000014"].entries()) burst.key(figure, 1000 + 8 * n);
  assert.equal(burst.end(1104)?.kind, "scan");
  burst.key("9", 1150, { isInField: true });
  assert.deepEqual(burst.idle(true), { kind: "typed", text: "9" });
  assert.equal(burst.end(1290, true), null);
});

test("the keys of the browser cases are scans, and each further end key belongs to them", () => {
  const codes = { piece: "8938597000014", kg: "8938596000015", dd: "GAO-DDA3" };
  for (const { id, code, gap_ms, ends, typed_from: typedFrom } of vectors.cases) {
    const letters = [...codes[code]];
    const strokes =
      typedFrom === "telex" ? letters.flatMap((c, n) => (letters[n - 1] === c ? ["BS", "u:Đ"] : [c])) : letters;
    assert.deepEqual(
      read({ strokes, gap_ms, ends }).map(resultText),
      [`scan ${codes[code]}`, ...ends.slice(1).map(() => "suffix")],
      id,
    );
  }
});

test("a person's Backspace is no input method's", () => {
  const burst = new Burst();
  burst.key("5", 1000);
  assert.equal(burst.erase(1300), false);
});

test("an end key long after a scan is a person's", () => {
  const burst = new Burst();
  for (const [n, digit] of [..."8938597000014"].entries()) burst.key(digit, 1000 + n * 8);
  assert.equal(burst.end(1110)?.kind, "scan");
  assert.equal(burst.end(1900), null);
});

test("a scan right behind typed letters is a scan, and the letters stay typed", () => {
  const burst = new Burst();
  let at = 1000;
  for (const letter of "mien") burst.key(letter, (at += 60), { isInField: true });
  assert.equal(burst.mayBegin(at + 70), true);
  at += 62;
  for (const digit of "8938500000027") burst.key(digit, (at += 8), { isInField: true });
  assert.deepEqual(burst.end(at + 8, true), { kind: "scan", code: "8938500000027", others: [], typed: "mien" });
});

test("a few quick letters at the end of a word are no scan", () => {
  const burst = new Burst();
  let at = 1000;
  for (const letter of "mien") burst.key(letter, (at += 60), { isInField: true });
  for (const letter of "dong") burst.key(letter, (at += 30), { isInField: true });
  assert.deepEqual(burst.end(at + 30, true), { kind: "typed", text: "miendong" });
});

/** What a burst of figures with so many ms between them is, where a PIN is asked for. */
function pinKeys(figures, gapMs, isEnded = true, isInField = false) {
  const burst = new Burst();
  let at = 1000;
  for (const figure of figures) burst.key(figure, (at += gapMs), { isInField, isForPin: true });
  return isEnded ? burst.end(at + gapMs, isInField, true) : burst.idle(isInField, true);
}

test("where a PIN is asked for figures are a PIN, however evenly and quickly they come", () => {
  for (const isInField of [false, true]) {
    for (const gap of [5, 30, 60, 90]) {
      for (const pin of ["4821", "482193", "48219377"]) {
        assert.deepEqual(pinKeys(pin, gap, true, isInField), { kind: "typed", text: pin }, `${pin} at ${gap} ms`);
        assert.deepEqual(
          pinKeys(pin, gap, false, isInField),
          { kind: "typed", text: pin },
          `${pin} at ${gap} ms, no Enter`,
        );
      }
    }
  }
});

test("where a PIN is asked for more figures than a PIN has are a scan when they end as one", () => {
  assert.deepEqual(pinKeys("8938597000014", 60)?.kind, "scan");
  assert.deepEqual(pinKeys("8938597000014", 60, false), { kind: "typed", text: "8938597000014" });
});

test("elsewhere the same figures are a scan", () => {
  const burst = new Burst();
  let at = 1000;
  for (const figure of "482193") burst.key(figure, (at += 60));
  assert.equal(burst.end(at + 60)?.kind, "scan");
});
