// QR codes (ISO/IEC 18004), drawn on the device: the smallest version that holds a text, of digits or of bytes. PURE.
// The twin of core/printing/qr.py; tests/vectors/qr.json holds both to the same modules.

/** How much of a code may be lost: L 7 %, M 15 %. @typedef {"L" | "M"} Correction */
/** @typedef {{ mode: number, bits: number[], count: number, isDigits: boolean }} Content */

const LARGEST_VERSION = 40;
/** Any of the eight masks can be read; to weigh all of them takes eight times as long. */
const MASK = 2;
/**
 * Correction words of each block, and how many blocks, by version.
 * @type {Record<Correction, { words: number[], blocks: number[] }>}
 */
const CORRECTIONS = {
  L: {
    words: [
      7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30,
      30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
    blocks: [
      1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19,
      19, 20, 21, 22, 24, 25,
    ],
  },
  M: {
    words: [
      10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28,
      28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
    ],
    blocks: [
      1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33,
      35, 37, 38, 40, 43, 45, 47, 49,
    ],
  },
};
const FORMAT_BITS = { L: 1, M: 0 };

/** All modules of a version that hold words, of data and of correction. @param {number} version */
function rawModules(version) {
  let modules = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const aligned = Math.floor(version / 7) + 2;
    modules -= (25 * aligned - 10) * aligned - 55;
    if (version >= 7) modules -= 36;
  }
  return modules;
}

/** @param {number} version @param {Correction} correction */
function dataWords(version, correction) {
  const { words, blocks } = CORRECTIONS[correction];
  return Math.floor(rawModules(version) / 8) - words[version - 1] * blocks[version - 1];
}

/** @param {number[]} bits @param {number} value @param {number} length */
function push(bits, value, length) {
  for (let at = length - 1; at >= 0; at -= 1) bits.push((value >>> at) & 1);
}

/** @param {string} text @returns {Content} */
function contentOf(text) {
  /** @type {number[]} */
  const bits = [];
  const isDigits = /^\d+$/.test(text);
  if (isDigits) {
    for (let at = 0; at < text.length; at += 3) {
      const part = text.slice(at, at + 3);
      push(bits, Number(part), part.length * 3 + 1);
    }
    return { mode: 1, bits, count: text.length, isDigits };
  }
  const bytes = new TextEncoder().encode(text);
  for (const byte of bytes) push(bits, byte, 8);
  return { mode: 4, bits, count: bytes.length, isDigits };
}

/** How many bits say how long the content is. @param {Content} content @param {number} version */
function countBits({ isDigits }, version) {
  if (isDigits) return version < 10 ? 10 : version < 27 ? 12 : 14;
  return version < 10 ? 8 : 16;
}

/** @param {Content} content @param {Correction} correction the smallest version; null when no version is large enough */
function versionFor(content, correction) {
  for (let version = 1; version <= LARGEST_VERSION; version += 1) {
    if (4 + countBits(content, version) + content.bits.length <= dataWords(version, correction) * 8) return version;
  }
  return null;
}

/** @param {Content} content @param {number} version @param {Correction} correction */
function wordsOf(content, version, correction) {
  /** @type {number[]} */
  const bits = [];
  const room = dataWords(version, correction) * 8;
  push(bits, content.mode, 4);
  push(bits, content.count, countBits(content, version));
  for (const bit of content.bits) bits.push(bit);
  push(bits, 0, Math.min(4, room - bits.length));
  push(bits, 0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < room; pad ^= 0xec ^ 0x11) push(bits, pad, 8);
  const words = new Uint8Array(room / 8);
  bits.forEach((bit, at) => (words[at >> 3] |= bit << (7 - (at & 7))));
  return words;
}

/** In the field of 256 elements. @param {number} x @param {number} y */
function multiply(x, y) {
  let product = 0;
  for (let at = 7; at >= 0; at -= 1) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((y >>> at) & 1) * x;
  }
  return product;
}

/** @param {number} degree */
function divisorOf(degree) {
  const divisor = new Uint8Array(degree);
  divisor[degree - 1] = 1;
  let root = 1;
  for (let n = 0; n < degree; n += 1) {
    for (let at = 0; at < degree; at += 1) {
      divisor[at] = multiply(divisor[at], root) ^ (at + 1 < degree ? divisor[at + 1] : 0);
    }
    root = multiply(root, 2);
  }
  return divisor;
}

/** @param {Uint8Array} data @param {Uint8Array} divisor */
function remainderOf(data, divisor) {
  const remainder = new Uint8Array(divisor.length);
  for (const word of data) {
    const factor = word ^ remainder[0];
    remainder.copyWithin(0, 1);
    remainder[remainder.length - 1] = 0;
    divisor.forEach((one, at) => (remainder[at] ^= multiply(one, factor)));
  }
  return remainder;
}

/**
 * Words in blocks, each with its correction, woven together.
 * @param {Uint8Array} data
 * @param {number} version
 * @param {Correction} correction
 */
function woven(data, version, correction) {
  const count = CORRECTIONS[correction].blocks[version - 1];
  const divisor = divisorOf(CORRECTIONS[correction].words[version - 1]);
  const short = Math.floor(data.length / count);
  const longOnes = data.length % count;
  const blocks = [];
  for (let n = 0, at = 0; n < count; n += 1) {
    const length = short + (n >= count - longOnes ? 1 : 0);
    const block = data.subarray(at, at + length);
    blocks.push({ block, remainder: remainderOf(block, divisor) });
    at += length;
  }
  const words = [];
  for (let at = 0; at <= short; at += 1) for (const { block } of blocks) if (at < block.length) words.push(block[at]);
  for (let at = 0; at < divisor.length; at += 1) for (const { remainder } of blocks) words.push(remainder[at]);
  return words;
}

/** The modules of a code while it is drawn. */
class Modules {
  size;
  #version;
  /** @type {boolean[][]} */
  black;
  /** @type {boolean[][]} */
  #isFixed;

  /** @param {number} version */
  constructor(version) {
    this.#version = version;
    this.size = version * 4 + 17;
    this.black = Array.from({ length: this.size }, () => Array(this.size).fill(false));
    this.#isFixed = Array.from({ length: this.size }, () => Array(this.size).fill(false));
  }

  /** @param {number} x @param {number} y @param {boolean} isBlack */
  #fix(x, y, isBlack) {
    this.black[y][x] = isBlack;
    this.#isFixed[y][x] = true;
  }

  /** @param {Correction} correction */
  drawPatterns(correction) {
    for (let at = 0; at < this.size; at += 1) {
      this.#fix(6, at, at % 2 === 0);
      this.#fix(at, 6, at % 2 === 0);
    }
    for (const [x, y] of [
      [3, 3],
      [this.size - 4, 3],
      [3, this.size - 4],
    ]) {
      this.#finder(x, y);
    }
    const places = this.#alignments();
    const last = places.length - 1;
    for (const [i, x] of places.entries()) {
      for (const [j, y] of places.entries()) {
        const isAtFinder = (i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0);
        if (!isAtFinder) this.#square(x, y, 2);
      }
    }
    this.#format(correction);
    this.#versionBits();
  }

  #alignments() {
    if (this.#version === 1) return [];
    const count = Math.floor(this.#version / 7) + 2;
    const step = Math.floor((this.#version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2;
    const places = [6];
    for (let at = this.size - 7; places.length < count; at -= step) places.splice(1, 0, at);
    return places;
  }

  /** @param {number} x @param {number} y */
  #finder(x, y) {
    for (let dy = -4; dy <= 4; dy += 1) {
      for (let dx = -4; dx <= 4; dx += 1) {
        const far = Math.max(Math.abs(dx), Math.abs(dy));
        const isInside = x + dx >= 0 && x + dx < this.size && y + dy >= 0 && y + dy < this.size;
        if (isInside) this.#fix(x + dx, y + dy, far !== 2 && far !== 4);
      }
    }
  }

  /** @param {number} x @param {number} y @param {number} reach */
  #square(x, y, reach) {
    for (let dy = -reach; dy <= reach; dy += 1) {
      for (let dx = -reach; dx <= reach; dx += 1) this.#fix(x + dx, y + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
    }
  }

  /** @param {Correction} correction */
  #format(correction) {
    const data = (FORMAT_BITS[correction] << 3) | MASK;
    let rest = data;
    for (let n = 0; n < 10; n += 1) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
    const bits = ((data << 10) | rest) ^ 0x5412;
    const bit = (/** @type {number} */ at) => ((bits >>> at) & 1) === 1;
    for (let at = 0; at <= 5; at += 1) this.#fix(8, at, bit(at));
    this.#fix(8, 7, bit(6));
    this.#fix(8, 8, bit(7));
    this.#fix(7, 8, bit(8));
    for (let at = 9; at < 15; at += 1) this.#fix(14 - at, 8, bit(at));
    for (let at = 0; at < 8; at += 1) this.#fix(this.size - 1 - at, 8, bit(at));
    for (let at = 8; at < 15; at += 1) this.#fix(8, this.size - 15 + at, bit(at));
    this.#fix(8, this.size - 8, true);
  }

  #versionBits() {
    if (this.#version < 7) return;
    let rest = this.#version;
    for (let n = 0; n < 12; n += 1) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
    const bits = (this.#version << 12) | rest;
    for (let at = 0; at < 18; at += 1) {
      const isBlack = ((bits >>> at) & 1) === 1;
      const [near, far] = [Math.floor(at / 3), this.size - 11 + (at % 3)];
      this.#fix(far, near, isBlack);
      this.#fix(near, far, isBlack);
    }
  }

  /** From the lower right corner in double columns, up and down, masked. @param {number[]} words */
  drawWords(words) {
    let at = 0;
    for (let right = this.size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5;
      const isUpward = ((right + 1) & 2) === 0;
      for (let n = 0; n < this.size; n += 1) {
        const y = isUpward ? this.size - 1 - n : n;
        for (const x of [right, right - 1]) {
          if (this.#isFixed[y][x]) continue;
          const bit = at < words.length * 8 ? (words[at >> 3] >>> (7 - (at & 7))) & 1 : 0;
          this.black[y][x] = (bit === 1) !== (x % 3 === 0);
          at += 1;
        }
      }
    }
  }
}

/**
 * The modules of the smallest code that holds a text, without the white around it; null when no code is large enough.
 * @param {string} text
 * @param {Correction} [correction]
 */
export function qrModules(text, correction = "M") {
  const content = contentOf(text);
  const version = versionFor(content, correction);
  if (version === null) return null;
  const modules = new Modules(version);
  modules.drawPatterns(correction);
  modules.drawWords(woven(wordsOf(content, version, correction), version, correction));
  return modules.black;
}

/** White around a code, in modules, as the standard asks. */
const QUIET = 4;

/**
 * A code as the address of a picture, one unit a module; null when no code is large enough.
 * @param {string} text
 * @param {Correction} [correction]
 */
export function qrPicture(text, correction = "M") {
  const rows = qrModules(text, correction);
  if (!rows) return null;
  const side = rows.length + 2 * QUIET;
  let path = "";
  for (const [y, row] of rows.entries()) {
    for (let x = 0; x < row.length; x += 1) {
      const start = x;
      while (row[x]) x += 1;
      if (x > start) path += `M${start + QUIET} ${y + QUIET}h${x - start}v1h-${x - start}z`;
    }
  }
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${side}v${side}H0z"/><path fill="#000" d="${path}"/></svg>`;
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}
