// SHA-256 and HMAC. A browser has its own on https only; a till may be opened by plain http in a shop's network. PURE.

const BLOCK = 64;
/** The first 32 bits of the fractional parts of the roots of the first primes. @param {number} root @param {number} count */
function constants(root, count) {
  const values = [];
  for (let n = 2; values.length < count; n += 1) {
    let isPrime = true;
    for (let d = 2; d * d <= n; d += 1) if (n % d === 0) isPrime = false;
    if (isPrime) values.push(Math.floor((n ** (1 / root) % 1) * 2 ** 32));
  }
  return values;
}
const ROUNDS = constants(3, 64);
const START = constants(2, 8);

/** @param {number} word @param {number} by */
const turned = (word, by) => (word >>> by) | (word << (32 - by));

/** @param {Uint8Array} content */
export function sha256(content) {
  const length = content.length + 9;
  const padded = new Uint8Array(Math.ceil(length / BLOCK) * BLOCK);
  padded.set(content);
  padded[content.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(content.length / 2 ** 29));
  view.setUint32(padded.length - 4, (content.length * 8) >>> 0);
  const state = START.slice();
  const words = new Int32Array(64);
  for (let start = 0; start < padded.length; start += BLOCK) {
    for (let n = 0; n < 16; n += 1) words[n] = view.getInt32(start + n * 4);
    for (let n = 16; n < 64; n += 1) {
      const [a, b] = [words[n - 15], words[n - 2]];
      const small = turned(a, 7) ^ turned(a, 18) ^ (a >>> 3);
      const large = turned(b, 17) ^ turned(b, 19) ^ (b >>> 10);
      words[n] = words[n - 16] + small + words[n - 7] + large;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let n = 0; n < 64; n += 1) {
      const first = h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[n] + words[n];
      const second = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
    }
    for (const [n, word] of [a, b, c, d, e, f, g, h].entries()) state[n] = (state[n] + word) | 0;
  }
  const digest = new Uint8Array(32);
  const out = new DataView(digest.buffer);
  for (const [n, word] of state.entries()) out.setInt32(n * 4, word);
  return digest;
}

/** @param {Uint8Array[]} parts */
export function joined(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** @param {Uint8Array} key @param {Uint8Array} content */
export function hmacSha256(key, content) {
  const padded = new Uint8Array(BLOCK);
  padded.set(key.length > BLOCK ? sha256(key) : key);
  const inner = sha256(
    joined(
      padded.map((byte) => byte ^ 0x36),
      content,
    ),
  );
  return sha256(
    joined(
      padded.map((byte) => byte ^ 0x5c),
      inner,
    ),
  );
}
