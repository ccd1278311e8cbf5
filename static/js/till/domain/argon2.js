// Argon2id (RFC 9106) with one lane, for codes that a till checks without the server. `tests/vectors/argon2.json`, made by the
// library the server hashes with, tests it. 64-bit words are pairs of 32-bit ones, the low one first.

import { blake2b } from "./blake2b.js";

const VERSION = 0x13;
const ARGON2ID = 2;
const WORDS = 256; // of 32 bits in a block of 1 KiB
const SLICES = 4;
const PER_ADDRESS_BLOCK = 128;

/**
 * The hash of a text. Takes a moment on a cheap device, so it waits for `pause` after each slice of the work.
 * @param {{ text: string, salt: Uint8Array, passes: number, memoryKib: number, length: number }} of
 * @param {() => Promise<unknown>} [pause]
 * @returns {Promise<Uint8Array>}
 */
export async function argon2id({ text, salt, passes, memoryKib, length }, pause = async () => {}) {
  const sliceLength = Math.floor(memoryKib / SLICES);
  const blocks = sliceLength * SLICES;
  const memory = new Uint32Array(blocks * WORDS);
  const first = firstHash(new TextEncoder().encode(text), salt, passes, memoryKib, length);
  for (const n of [0, 1]) {
    memory.set(wordsOf(longHash(joined(first, little(n), little(0)), 1024)), n * WORDS);
  }
  for (let pass = 0; pass < passes; pass += 1) {
    for (let slice = 0; slice < SLICES; slice += 1) {
      fillSlice(memory, { pass, slice, sliceLength, blocks, passes });
      await pause();
    }
  }
  return longHash(bytesOf(memory.subarray((blocks - 1) * WORDS)), length);
}

/** @param {Uint8Array} text @param {Uint8Array} salt @param {number} passes @param {number} memoryKib @param {number} length */
function firstHash(text, salt, passes, memoryKib, length) {
  const numbers = [1, length, memoryKib, passes, VERSION, ARGON2ID].map(little);
  const nothing = little(0); // no key, no further data
  return blake2b(joined(...numbers, little(text.length), text, little(salt.length), salt, nothing, nothing), 64);
}

/**
 * A hash of any length, H′ of the RFC.
 * @param {Uint8Array} data
 * @param {number} length
 */
function longHash(data, length) {
  const input = joined(little(length), data);
  if (length <= 64) {
    return blake2b(input, length);
  }
  const out = new Uint8Array(length);
  let block = blake2b(input, 64);
  let at = 0;
  for (; length - at > 64; at += 32) {
    out.set(block.subarray(0, 32), at);
    block = blake2b(block, Math.min(64, length - at - 32));
  }
  out.set(block, at);
  return out;
}

/** @typedef {{ pass: number, slice: number, sliceLength: number, blocks: number, passes: number }} Place */

/** @param {Uint32Array} memory @param {Place} place */
function fillSlice(memory, { pass, slice, sliceLength, blocks, passes }) {
  const byAddress = pass === 0 && slice < 2;
  const input = new Uint32Array(WORDS);
  const addresses = new Uint32Array(WORDS);
  const nothing = new Uint32Array(WORDS);
  input.set([pass, 0, 0, 0, slice, 0, blocks, 0, passes, 0, ARGON2ID, 0]);
  for (let i = pass === 0 && slice === 0 ? 2 : 0; i < sliceLength; i += 1) {
    if (byAddress && (i % PER_ADDRESS_BLOCK === 0 || (i === 2 && slice === 0))) {
      input[12] += 1;
      compress(nothing, 0, input, 0, addresses, 0, false);
      compress(nothing, 0, addresses, 0, addresses, 0, false);
    }
    const here = slice * sliceLength + i;
    const before = here === 0 ? blocks - 1 : here - 1;
    const random = byAddress ? addresses[2 * (i % PER_ADDRESS_BLOCK)] : memory[before * WORDS];
    const other = reference(random, pass, slice, i, sliceLength, blocks);
    compress(memory, before * WORDS, memory, other * WORDS, memory, here * WORDS, pass > 0);
  }
}

/**
 * Which block a block is mixed with: the later ones more often.
 * @param {number} random
 * @param {number} pass
 * @param {number} slice
 * @param {number} i
 * @param {number} sliceLength
 * @param {number} blocks
 */
function reference(random, pass, slice, i, sliceLength, blocks) {
  const area = pass === 0 ? slice * sliceLength + i - 1 : blocks - sliceLength + i - 1;
  const start = pass === 0 || slice === SLICES - 1 ? 0 : (slice + 1) * sliceLength;
  const square = highOfProduct(random >>> 0, random >>> 0);
  const back = highOfProduct(area, square);
  return (start + area - 1 - back) % blocks;
}

/** The high 32 bits of a product of two 32-bit numbers. @param {number} a @param {number} b */
function highOfProduct(a, b) {
  const [al, ah, bl, bh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = ah * bl + ((al * bl) >>> 16);
  const middleLow = al * bh + (middle % 65536);
  return ah * bh + Math.floor(middle / 65536) + Math.floor(middleLow / 65536);
}

const mixed = new Uint32Array(WORDS);
const xored = new Uint32Array(WORDS);

/**
 * The compression of two blocks into a third, G of the RFC; `over` xors it over what is there.
 * @param {Uint32Array} x
 * @param {number} xAt
 * @param {Uint32Array} y
 * @param {number} yAt
 * @param {Uint32Array} out
 * @param {number} outAt
 * @param {boolean} over
 */
function compress(x, xAt, y, yAt, out, outAt, over) {
  for (let i = 0; i < WORDS; i += 1) {
    mixed[i] = xored[i] = x[xAt + i] ^ y[yAt + i];
  }
  for (let row = 0; row < 8; row += 1) {
    round(32 * row, 2, 4);
  }
  for (let column = 0; column < 8; column += 1) {
    round(4 * column, 2, 32);
  }
  for (let i = 0; i < WORDS; i += 1) {
    out[outAt + i] = (over ? out[outAt + i] : 0) ^ mixed[i] ^ xored[i];
  }
}

/**
 * A round of BLAKE2b without message over 16 words: 8 pairs that lie `between` apart, the words of a pair `within`.
 * @param {number} at
 * @param {number} within
 * @param {number} between
 */
function round(at, within, between) {
  /** @param {number} n */
  const word = (n) => at + (n >> 1) * between + (n & 1) * within;
  for (let n = 0; n < 4; n += 1) {
    quarter(word(n), word(n + 4), word(n + 8), word(n + 12));
  }
  for (let n = 0; n < 4; n += 1) {
    quarter(word(n), word(4 + ((n + 1) & 3)), word(8 + ((n + 2) & 3)), word(12 + ((n + 3) & 3)));
  }
}

/** @param {number} a @param {number} b @param {number} c @param {number} d */
function quarter(a, b, c, d) {
  const v = mixed;
  addProduct(v, a, b);
  let low = v[d] ^ v[a];
  let high = v[d + 1] ^ v[a + 1];
  v[d] = high;
  v[d + 1] = low;
  addProduct(v, c, d);
  low = v[b] ^ v[c];
  high = v[b + 1] ^ v[c + 1];
  v[b] = (low >>> 24) | (high << 8);
  v[b + 1] = (high >>> 24) | (low << 8);
  addProduct(v, a, b);
  low = v[d] ^ v[a];
  high = v[d + 1] ^ v[a + 1];
  v[d] = (low >>> 16) | (high << 16);
  v[d + 1] = (high >>> 16) | (low << 16);
  addProduct(v, c, d);
  low = v[b] ^ v[c];
  high = v[b + 1] ^ v[c + 1];
  v[b] = (low << 1) | (high >>> 31);
  v[b + 1] = (high << 1) | (low >>> 31);
}

/** a += b + 2·low(a)·low(b), in 64 bits. @param {Uint32Array} v @param {number} a @param {number} b */
function addProduct(v, a, b) {
  const x = v[a];
  const y = v[b];
  const [xl, xh, yl, yh] = [x & 0xffff, x >>> 16, y & 0xffff, y >>> 16];
  const lows = Math.imul(xl, yl);
  const cross = Math.imul(xh, yl) >>> 0;
  const middle = (lows >>> 16) + (cross & 0xffff) + (Math.imul(xl, yh) >>> 0);
  const high = (Math.imul(xh, yh) >>> 0) + (cross >>> 16) + Math.floor(middle / 65536);
  const low = ((middle << 16) | (lows & 0xffff)) >>> 0;
  const sum = x + y + ((low << 1) >>> 0);
  v[a] = sum;
  v[a + 1] = v[a + 1] + v[b + 1] + ((high << 1) | (low >>> 31)) + Math.floor(sum / 4294967296);
}

/** @param {number} n */
function little(n) {
  return new Uint8Array([n & 255, (n >>> 8) & 255, (n >>> 16) & 255, n >>> 24]);
}

/** @param {...Uint8Array} parts */
function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @param {Uint8Array} bytes */
function wordsOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Uint32Array.from({ length: bytes.length / 4 }, (_, i) => view.getUint32(4 * i, true));
}

/** @param {Uint32Array} words */
function bytesOf(words) {
  const bytes = new Uint8Array(4 * words.length);
  const view = new DataView(bytes.buffer);
  words.forEach((word, i) => view.setUint32(4 * i, word, true));
  return bytes;
}
