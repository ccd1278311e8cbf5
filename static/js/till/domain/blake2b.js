// BLAKE2b (RFC 7693) without a key: what Argon2 begins and ends with.

const IV = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
];
const ORDER = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];
const ROUNDS = 12;
const BLOCK = 128;
const MASK = 0xffffffffffffffffn;

/**
 * The digest of some bytes.
 * @param {Uint8Array} data
 * @param {number} length up to 64 bytes
 */
export function blake2b(data, length) {
  const state = [...IV];
  state[0] ^= BigInt(0x01010000 ^ length);
  const blocks = Math.max(1, Math.ceil(data.length / BLOCK));
  for (let n = 0; n < blocks; n += 1) {
    const block = new Uint8Array(BLOCK);
    block.set(data.subarray(n * BLOCK, (n + 1) * BLOCK));
    const isLast = n === blocks - 1;
    mix(state, block, BigInt(isLast ? data.length : (n + 1) * BLOCK), isLast);
  }
  const out = new DataView(new ArrayBuffer(64));
  state.forEach((word, i) => out.setBigUint64(8 * i, word, true));
  return new Uint8Array(out.buffer).slice(0, length);
}

/** @param {bigint[]} state @param {Uint8Array} block @param {bigint} counted @param {boolean} isLast */
function mix(state, block, counted, isLast) {
  const view = new DataView(block.buffer);
  const message = Array.from({ length: 16 }, (_, i) => view.getBigUint64(8 * i, true));
  const v = [...state, ...IV];
  v[12] ^= counted;
  if (isLast) {
    v[14] ^= MASK;
  }
  for (let n = 0; n < ROUNDS; n += 1) {
    const order = ORDER[n % ORDER.length];
    for (let i = 0; i < 8; i += 1) {
      const turn = i < 4 ? 0 : 1;
      const at = [0, 1, 2, 3].map((part) => 4 * part + ((i + turn * part) & 3));
      quarter(v, at, message[order[2 * i]], message[order[2 * i + 1]]);
    }
  }
  state.forEach((word, i) => {
    state[i] = word ^ v[i] ^ v[i + 8];
  });
}

/** @param {bigint[]} v @param {number[]} at @param {bigint} x @param {bigint} y */
function quarter(v, [a, b, c, d], x, y) {
  v[a] = (v[a] + v[b] + x) & MASK;
  v[d] = right(v[d] ^ v[a], 32n);
  v[c] = (v[c] + v[d]) & MASK;
  v[b] = right(v[b] ^ v[c], 24n);
  v[a] = (v[a] + v[b] + y) & MASK;
  v[d] = right(v[d] ^ v[a], 16n);
  v[c] = (v[c] + v[d]) & MASK;
  v[b] = right(v[b] ^ v[c], 63n);
}

/** @param {bigint} word @param {bigint} by */
function right(word, by) {
  return (word >> by) | ((word << (64n - by)) & MASK);
}
