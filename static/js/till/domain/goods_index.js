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
/**
 * @typedef {object} Entry what a product is found by
 * @property {string} words each with its first sign raised
 * @property {string} letters its first letters, all of them raised
 * @property {string[]} codes
 * @property {number} [shelf] where its texts stand
 */
/** @typedef {"words" | "letters"} Kind */
/**
 * @typedef {object} Joined the texts of goods that follow one another, as one: the engine looks through it many times as fast
 * @property {string} text
 * @property {number[]} ends where the text of each ends
 */

const MOST_FOUND = 60;
const SHORTEST_LETTERS = 2;
/** Goods whose texts are joined: so many are joined anew when one of them changes its name. */
const ON_A_SHELF = 500;

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

/**
 * A sign as it stands at the beginning of a word, or among first letters: a capital, or a sign as far below a digit. What is
 * searched for then begins with a sign that is rare, which is found five times as fast as the blank before each word. Folded text
 * has none of these signs.
 * @param {string} sign
 */
const raised = (sign) => (/[0-9a-z]/.test(sign) ? String.fromCharCode(sign.charCodeAt(0) - 32) : `\x01${sign}`);

const raisedWord = (/** @type {string} */ word) => raised(word[0]) + word.slice(1);

const raisedLetters = (/** @type {string} */ letters) => Array.from(letters, raised).join("");

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
  return {
    words: words.join(" ").split(" ").filter(Boolean).map(raisedWord).join(" "),
    letters: raisedLetters(firstLetters(folded)),
    codes,
  };
}

export class GoodsIndex {
  /** @type {Map<string, Entry>} */
  #entries = new Map();
  /** The goods as they were ordered last. @type {string[]} */
  #order = [];
  /** Their texts, joined when they are first looked through. @type {Record<Kind, Joined>[]} */
  #shelves = [];

  /** @param {Findable} product */
  put(product) {
    const entry = entryOf(product);
    const before = this.#entries.get(product.code);
    // A sale changes what lies there, and no text.
    if (before?.words === entry.words) entry.shelf = before.shelf;
    else this.delete(product.code);
    this.#entries.set(product.code, entry);
  }

  /** The texts beside it are joined anew. @param {string} code */
  delete(code) {
    const shelf = this.#entries.get(code)?.shelf;
    if (shelf === undefined) this.#shelves = [];
    else delete this.#shelves[shelf];
    this.#entries.delete(code);
  }

  clear() {
    this.#entries.clear();
    this.#shelves = [];
  }

  /** @param {number} n */
  #join(n) {
    const goods = this.#order.slice(n * ON_A_SHELF, (n + 1) * ON_A_SHELF).map((code) => this.#entries.get(code));
    for (const entry of goods) if (entry) entry.shelf = n;
    const joined = (/** @type {Kind} */ kind) => {
      const texts = goods.map((entry) => `${entry?.[kind] ?? ""} `);
      let end = 0;
      return { text: texts.join(""), ends: texts.map(({ length }) => (end += length)) };
    };
    return { words: joined("words"), letters: joined("letters") };
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
    if (order !== this.#order) this.#shelves = [];
    this.#order = order;
    const [longest, ...others] = asked
      .split(" ")
      .map(raisedWord)
      .sort((a, b) => b.length - a.length);
    /** @type {Set<string>} */
    const found = new Set();
    const add = (
      /** @type {Kind} */ kind,
      /** @type {string} */ sought,
      isRight = (/** @type {Entry} */ _) => true,
    ) => {
      for (const [code, entry] of this.#having(kind, sought)) {
        if (found.size >= MOST_FOUND) break;
        if (isRight(entry) && isWanted(code)) found.add(code);
      }
    };
    if (!others.length) add("words", `${longest} `, ({ codes }) => codes.includes(asked));
    add("words", longest, ({ words }) => others.every((word) => words.includes(word)));
    if (!others.length && asked.length >= SHORTEST_LETTERS) add("letters", raisedLetters(asked));
    return [...found];
  }

  /**
   * The goods that have something in their texts, in their order.
   * @param {Kind} kind
   * @param {string} sought raised
   * @returns {Generator<[string, Entry]>}
   */
  *#having(kind, sought) {
    for (let n = 0; n * ON_A_SHELF < this.#order.length; n += 1) {
      const { text, ends } = (this.#shelves[n] ??= this.#join(n))[kind];
      let [i, at] = [0, text.indexOf(sought)];
      while (at >= 0) {
        while (ends[i] <= at) i += 1;
        const code = this.#order[n * ON_A_SHELF + i];
        yield [code, /** @type {Entry} */ (this.#entries.get(code))];
        at = text.indexOf(sought, ends[i]);
      }
    }
  }
}
