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
 * @typedef {object} Entry
 * @property {string} text its words, each with its first sign raised, then its first letters, all of them raised
 * @property {number} lettersAt where those begin
 * @property {string[]} codes
 */
/**
 * @typedef {object} Search the last one: whoever types on looks among what it found, and where it had not looked
 * @property {string} asked folded
 * @property {string[]} order
 * @property {string[]} found
 * @property {number} next the place in `order` where it ended
 */

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

const FIRST_RAISED_DIGIT = 0x10;

/**
 * A sign as it stands at the beginning of a word, or among first letters. What is searched for then begins with a sign that is
 * rare, which is found five times as fast as the blank before each word. Folded text has none of these signs.
 * @param {string} sign
 */
function raised(sign) {
  if (sign >= "0" && sign <= "9") return String.fromCharCode(FIRST_RAISED_DIGIT + Number(sign));
  return sign >= "a" && sign <= "z" ? sign.toUpperCase() : `\x01${sign}`;
}

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
  const text = words.join(" ").split(" ").filter(Boolean).map(raisedWord).join(" ");
  return { text: `${text} ${raisedLetters(firstLetters(folded))}`, lettersAt: text.length, codes };
}

/**
 * Whether an entry has each typed word at the beginning of a word (true), or only the letters as first letters (false); null:
 * neither.
 * @param {Entry} entry
 * @param {string[]} words raised
 * @param {string | null} letters raised
 */
function beginsWith({ text, lettersAt }, words, letters) {
  const isBegun = (/** @type {string} */ word) => {
    const at = text.indexOf(word);
    return at >= 0 && at < lettersAt;
  };
  if (isBegun(words[0]) && words.every(isBegun)) return true;
  return letters !== null && text.includes(letters, lettersAt) ? false : null;
}

export class GoodsIndex {
  /** @type {Map<string, Entry>} */
  #entries = new Map();
  /** @type {Search | null} */
  #last = null;

  /** @param {Findable} product */
  put(product) {
    this.#last = null;
    this.#entries.set(product.code, entryOf(product));
  }

  /** @param {string} code */
  delete(code) {
    this.#last = null;
    this.#entries.delete(code);
  }

  clear() {
    this.#last = null;
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
    const words = asked.split(" ").map(raisedWord);
    const letters = words.length === 1 && asked.length >= SHORTEST_LETTERS ? raisedLetters(asked) : null;
    const mayBeCode = /\d/.test(asked);
    const before = this.#before(asked, order);
    /** @type {string[][]} */
    const [found, exact, begun, lettered] = [[], [], [], []];
    const isEnough = (/** @type {string} */ code) => {
      const entry = this.#entries.get(code);
      const isBegun = entry ? beginsWith(entry, words, letters) : null;
      if (!entry || isBegun === null) return false;
      found.push(code);
      if (!isWanted(code)) return false;
      if (isBegun && entry.codes.includes(asked)) exact.push(code);
      else if (!isBegun) lettered.push(code);
      else return begun.push(code) >= MOST_FOUND && !mayBeCode;
      return false;
    };
    const last = before.found.findIndex(isEnough);
    if (last >= 0) found.push(...before.found.slice(last + 1));
    let { next } = before;
    let isDone = last >= 0;
    while (!isDone && next < order.length) isDone = isEnough(order[next++]);
    this.#last = { asked, order, found, next };
    return [...exact, ...begun, ...lettered].slice(0, MOST_FOUND);
  }

  /**
   * Where a search may begin: at what the last one found when this one asks for more of the same. A single letter is no first
   * letter yet and finds less than two of them.
   * @param {string} asked
   * @param {string[]} order
   */
  #before(asked, order) {
    const last = this.#last;
    const isNarrower = last?.order === order && last.asked.length >= SHORTEST_LETTERS && asked.startsWith(last.asked);
    return last && isNarrower ? last : { found: [], next: 0 };
  }
}
