import assert from "node:assert/strict";
import test from "node:test";

import { PROTOCOLS, ScaleReader } from "../../static/js/till/domain/scales.js";

const bytes = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** What a reader says of a recording, in pieces of so many bytes that come 100 ms apart. */
function read(name, recording, size = recording.length) {
  const reader = new ScaleReader(PROTOCOLS[name]);
  const all = typeof recording === "string" ? bytes(recording) : recording;
  const readings = [];
  for (let at = 0; at < all.length; at += size) readings.push(...reader.take(all.subarray(at, at + size), at * 100));
  return readings;
}

const still = (milli) => ({ milli, isStable: true });
const moving = (milli) => ({ milli, isStable: false });
const over = { milli: 0, isStable: false, isOver: true };

/** A frame of Toledo's continuous output. */
function toledo(digits, { point = 5, state = 0x30 } = {}) {
  return [0x02, 0x20 | point, state, 0x20, ...bytes(digits), ...bytes("000000"), 0x0d];
}

test("CAS, A&D and DIBAL say whether the weight stands still", () => {
  const recording =
    "US,GS,+  0.812kg\r\nST,GS,+  1.234kg\r\nST,NT,-  0.050kg\r\nOL,GS,+        \r\nST,GS,   350 g\r\nST,GS,+  1,500kg\r\n";
  const expected = [moving(812), still(1234), still(-50), over, still(350), still(1500)];
  for (const size of [recording.length, 1, 7, 18]) {
    assert.deepEqual(read("cas", recording, size), expected, `${size} bytes`);
  }
});

test("Toledo's frames say where the point stands, what moves and what is below zero", () => {
  const recording = Uint8Array.from([
    ...toledo("001234"),
    ...toledo("  1234", { point: 4 }),
    ...toledo("000120", { state: 0x38 }),
    ...toledo("000120", { state: 0x32 }),
    ...toledo("999999", { state: 0x34 }),
    ...toledo("002000", { state: 0x20 }), // pounds
  ]);
  const expected = [still(1234), still(12_340), moving(120), still(-120), over];
  for (const size of [recording.length, 1, 5]) assert.deepEqual(read("toledo", recording, size), expected);
});

test("a Toledo that sends a checksum, or that begins in the middle of a frame, is read from the next frame on", () => {
  const recording = Uint8Array.from([
    ...bytes("234000000"),
    0x0d,
    ...toledo("001234"),
    0x5a,
    ...toledo("001240"),
    0x02,
  ]);
  assert.deepEqual(read("toledo", recording), [still(1234), still(1240)]);
});

test("Mettler's dialogue is asked for and read", () => {
  assert.equal(PROTOCOLS.sics.ask, "SIR\r\n");
  const recording = "S D     0.400 kg\r\nS S     1.234 kg\r\nS +\r\nES\r\nS S      -20 g\r\n";
  assert.deepEqual(read("sics", recording), [moving(400), still(1234), over, still(-20)]);
});

test("a bare weight stands still once it is the same for a while", () => {
  const reader = new ScaleReader(PROTOCOLS.bare);
  const says = (text, at) => reader.take(bytes(`${text}\r\n`), at)[0];
  assert.deepEqual(says("  1.234 kg", 0), moving(1234));
  assert.deepEqual(says("  1.234 kg", 300), moving(1234));
  assert.deepEqual(says("  1.234 kg", 700), still(1234));
  assert.deepEqual(says("  1.240 kg", 800), moving(1240));
});

test("noise is no weight, and what comes after it is read", () => {
  const noise = Uint8Array.from({ length: 5000 }, (_, n) => (n * 73) % 251);
  for (const name of Object.keys(PROTOCOLS)) {
    const reader = new ScaleReader(PROTOCOLS[name]);
    for (const { milli } of reader.take(noise, 0)) assert.ok(Number.isSafeInteger(milli));
  }
  const reader = new ScaleReader(PROTOCOLS.cas);
  reader.take(noise, 0);
  reader.take(bytes("\r\n"), 0);
  assert.deepEqual(reader.take(bytes("ST,GS,+  1.000kg\r\n"), 0), [still(1000)]);
  for (const text of ["lb 5\r\n", "ST,GS,+  1.0 lb\r\n", "\r\n", "ST,GS,+1.2.3kg\r\n"]) {
    assert.deepEqual(read("cas", text), []);
  }
});
