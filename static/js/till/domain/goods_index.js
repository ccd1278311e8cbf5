// Finds goods by what a cashier types: name without accents, "5kg", first letters ("dx5"), code, PLU, barcode, lot, producer,
// commune. What is searched for is folded once, when a product comes or changes. PURE.

import { fold } from "./fold.js";

/**
 * @typedef {object} Findable
 * @property {string} code
 * @property {string} folded the name, folded
 * @property {string} producer_name
 * @property {string} [commune]
 * @property {string | null} plu
 * @property {string[]} barcodes
 * @property {{ lot: string }[]} lots
 */
/** @typedef {{ words: string, letters: string, codes: string[] }} Entry */

const MOST_FOUND = 60;
const SHORTEST_LETTERS = 2;

/** Folded names of producers and communes: few, and of many products. @type {Map<string, string>} */
const foldedNames = new Map();

/** @param {string} name */
function foldName(name) {
  let folded = foldedNames.get(name);
  if (folded === undefined) {
    folded = fold(name);
    foldedNames.set(name, folded);
  }
  return folded;
}

/** "gao 5 kg" may be typed "gao 5kg". @param {string} text */
const joinedUnits = (text) => [...text.matchAll(/(\d[\d.,]*) ([a-z]+)/g)].map(([, figure, unit]) => figure + unit);

/** First letters, figures and their units whole: "gao te dai xuan 5 kg" gives "gtdx5kg". @param {string} text */
const firstLetters = (text) => text.replace(/(\d[\d.,]*) ?([a-z]*)|([^\s\d])[^\s\d]*|\s+/g, "$1$2$3");

/** @param {Findable} product @returns {Entry} */
function entryOf({ code, folded, producer_name, commune = "", plu, barcodes, lots }) {
  const own = code.toLowerCase();
  const parts = own.split(/[-._]/);
  const codes = [own, ...(plu ? [plu] : []), ...barcodes, ...lots.map(({ lot }) => lot.toLowerCase())];
  const words = [
    folded,
    ...joinedUnits(folded),
    ...(parts.length > 1 ? [parts.join(" "), parts.join("")] : []),
    foldName(producer_name),
    foldName(commune),
    ...codes,
  ];
  return { words: ` ${words.join(" ")}`, letters: firstLetters(folded), codes };
}

export class GoodsIndex {
  /** @type {Map<string, Entry>} */
  #entries = new Map();

  /** @param {Findable} product */
  put(product) {
    this.#entries.set(product.code, entryOf(product));
  }

  /** @param {string} code */
  delete(code) {
    this.#entries.delete(code);
  }

  clear() {
    this.#entries.clear();
  }

  /**
   * Codes of goods, 60 at most: whose code it is, then those of which each typed word begins a word, then those whose first
   * letters it is; within each as `order` has them. All of them when nothing is typed.
   * @param {string} text
   * @param {string[]} order
   * @param {(code: string) => boolean} [isWanted]
   */
  search(text, order, isWanted = () => true) {
    const asked = fold(text);
    if (!asked) return order.filter(isWanted);
    const words = asked.split(" ").map((word) => ` ${word}`);
    const letters = words.length === 1 && asked.length >= SHORTEST_LETTERS ? asked : null;
    const mayBeCode = /\d/.test(asked);
    /** @type {string[][]} */
    const [exact, begun, lettered] = [[], [], []];
    for (const code of order) {
      const entry = this.#entries.get(code);
      if (!entry) continue;
      const isBegun = words.every((word) => entry.words.includes(word));
      if (!isBegun && !(letters && entry.letters.includes(letters))) continue;
      if (!isWanted(code)) continue;
      if (isBegun && entry.codes.includes(asked)) exact.push(code);
      else if (!isBegun) lettered.push(code);
      else if (begun.push(code) >= MOST_FOUND && !mayBeCode) break;
    }
    return [...exact, ...begun, ...lettered].slice(0, MOST_FOUND);
  }
}
