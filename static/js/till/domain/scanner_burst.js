// Tells a scanner from fingers by the time between keys. PURE: keys and times in, codes or typed characters out.

import { isMarked, keyBetween } from "./input_method.js";

/**
 * @typedef {{ kind: "scan", code: string, others: string[], typed: string }} ScannedKeys others: what it may be too, when an
 * input method wrote over it; typed: what fingers wrote right before it
 */
/** @typedef {{ kind: "typed", text: string }} TypedKeys by fingers */
/** @typedef {{ kind: "suffix" }} SuffixKey one more end key of the scan before */
/** @typedef {ScannedKeys | TypedKeys | SuffixKey} Keys */
/**
 * @typedef {object} KeyEvent what is read of a keyboard event
 * @property {string} key
 * @property {string} [code]
 * @property {boolean} [shiftKey]
 * @property {boolean} [ctrlKey]
 * @property {boolean} [altKey]
 * @property {boolean} [metaKey]
 * @property {(key: string) => boolean} [getModifierState]
 */

/** A scanner on a cable. */
const FAST_MS = 45;
const FAST_SHORTEST = 4;
/** A scanner over Bluetooth: as slow as quick fingers, but all keys of a code come so, and evenly. */
const SLOW_MS = 100;
const SLOW_SHORTEST = 6;
const UNEVEN_MS = 50;
/** Without an end key it must be this long. */
const UNENDED_SHORTEST = 8;
/** Figures of a PIN at most: where one is asked for, a burst of so many is typed, however evenly. */
export const LONGEST_PIN = 8;
/** How long after a scan an end key still belongs to it, as long as no other key comes between. */
const SUFFIX_MS = 250;

/** Nothing came for so long: the burst is over. */
export const IDLE_MS = SLOW_MS + 20;

const SIGNS = { Minus: "-_", Slash: "/?", Period: "..", Comma: ",<", Semicolon: ";:", Equal: "=+", Space: "  " };

/**
 * Enter, Tab, and what scanners send for CR and LF.
 * @param {KeyEvent} event
 */
export function isEndKey({ key, ctrlKey = false }) {
  return key === "Enter" || key === "Tab" || (ctrlKey && /^[jm]$/i.test(key));
}

/**
 * The character a key stands for, whatever Caps Lock or the Vietnamese input method makes of it; null for the others.
 * @param {KeyEvent} event
 * @returns {string | null}
 */
export function characterOf(event) {
  const { key, code = "", shiftKey = false, ctrlKey = false, altKey = false, metaKey = false } = event;
  if (key === "\x1d" || (ctrlKey && (key === "]" || code === "BracketRight"))) return "\x1d";
  if (ctrlKey || altKey || metaKey) return null;
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  const ofKey = shiftKey ? letter : letter?.toLowerCase();
  if (/^[a-z]$/i.test(key) && ofKey && event.getModifierState?.("CapsLock")) return ofKey;
  if (key.length === 1 && key.charCodeAt(0) < 127) return key;
  // An input method hides the key ("Process", "Unidentified") or has already made a Vietnamese letter of it.
  if (key.length > 1 && key !== "Process" && key !== "Unidentified") return null;
  if (ofKey) return ofKey;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (digit) return shiftKey && code.startsWith("Digit") ? ")!@#$%^&*("[Number(digit)] : digit;
  const signs = SIGNS[/** @type {keyof typeof SIGNS} */ (code)];
  if (signs) return shiftKey ? signs[1] : signs[0];
  return key.length === 1 ? key : null;
}

/** Collects the keys of one burst and tells what they were. Times are in ms. */
export class Burst {
  /** What stands there now. */
  #text = "";
  /** The keys that were pressed, as a Telex and as a VNI input method would have taken them. */
  #pressed = ["", ""];
  /** What stood there before an input method began to write over it. @type {string | null} */
  #before = null;
  /** It has written since, and not only erased. */
  #hasWritten = false;
  #isRewritten = false;
  /** @type {number[]} */
  #gaps = [];
  #last = -Infinity;
  #suffixUntil = -Infinity;

  /** How much of a possible scan is pending. */
  get length() {
    return this.#text.length;
  }

  /**
   * Whether a key at this moment comes too late for the scan that may be pending: another may begin with it.
   * @param {number} ms
   */
  mayBegin(ms) {
    return ms - this.#last > FAST_MS;
  }

  /**
   * One more character. Answers what was pending, when this one comes too late to belong to it.
   * @param {string} character
   * @param {number} ms
   * @param {{ isInField?: boolean, isInjected?: boolean, isForPin?: boolean }} [how] isInjected: by a program, there is no such
   * key
   * @returns {Keys | null}
   */
  key(character, ms, { isInField = false, isInjected = false, isForPin = false } = {}) {
    const isLate = ms - this.#last > SLOW_MS;
    const pending = isLate ? this.idle(isInField, isForPin) : null;
    if (this.#text || this.#before !== null) this.#gaps.push(ms - this.#last);
    this.#last = ms;
    this.#suffixUntil = -Infinity;
    if (isInjected && isMarked(character)) this.#before ??= this.#text;
    if (this.#before !== null && isInjected) {
      this.#text += character;
      this.#hasWritten = true;
    } else {
      this.#settleRewrite();
      this.#text += character;
      this.#pressed = this.#pressed.map((keys) => keys + character);
    }
    return pending;
  }

  /**
   * Backspace: answers whether an input method sent it, in the middle of a burst.
   * @param {number} ms
   */
  erase(ms) {
    if (!this.#text || ms - this.#last > SLOW_MS) return false;
    if (this.#hasWritten) this.#settleRewrite();
    this.#before ??= this.#text;
    this.#text = [...this.#text].slice(0, -1).join("");
    this.#gaps.push(ms - this.#last);
    this.#last = ms;
    return true;
  }

  /**
   * An end key: what the burst was. An end key after a scan belongs to it.
   * @param {number} ms
   * @param {boolean} [isInField]
   * @param {boolean} [isForPin] a PIN is asked for: figures are one, unless they are more than a PIN has
   * @returns {Keys | null}
   */
  end(ms, isInField = false, isForPin = false) {
    if (!this.#text) return ms <= this.#suffixUntil ? { kind: "suffix" } : null;
    const isQuick = ms - this.#last <= SLOW_MS;
    const isScan = isQuick && (this.#isFast(FAST_SHORTEST) || this.#isSlow(SLOW_SHORTEST, isInField));
    return this.#take(ms, isScan, isForPin && this.#isOfFigures && this.#size <= LONGEST_PIN);
  }

  /**
   * Nothing came for a while: a long burst without an end key is a scan too.
   * @param {boolean} [isInField]
   * @param {boolean} [isForPin] figures without an end key are a PIN, however many
   * @returns {Keys | null}
   */
  idle(isInField = false, isForPin = false) {
    if (!this.#text && this.#before === null) return null;
    const isSlow = this.#isOfFigures && this.#isSlow(UNENDED_SHORTEST, isInField);
    return this.#take(this.#last + SLOW_MS, this.#isFast(UNENDED_SHORTEST) || isSlow, isForPin && this.#isOfFigures);
  }

  get #isOfFigures() {
    return /^\d+$/.test(this.#text);
  }

  /** How many keys were pressed, as far as is known. */
  get #size() {
    return Math.max(this.#text.length, this.#pressed[0].length);
  }

  #isFast(/** @type {number} */ shortest) {
    return this.#size >= shortest && this.#gaps.every((gap) => gap <= FAST_MS);
  }

  /**
   * In a field somebody may write as quickly, but not as evenly, and words without a digit.
   * @param {number} shortest
   * @param {boolean} isInField
   */
  #isSlow(shortest, isInField) {
    if (this.#size < shortest || this.#gaps.some((gap) => gap > SLOW_MS)) return false;
    return !isInField || (/\d/.test(this.#text) && Math.max(...this.#gaps) - Math.min(...this.#gaps) <= UNEVEN_MS);
  }

  /**
   * @param {number} ms
   * @param {boolean} looksScanned
   * @param {boolean} isPin
   * @returns {Keys | null}
   */
  #take(ms, looksScanned, isPin) {
    const isScan = looksScanned && !isPin;
    this.#settleRewrite();
    const text = this.#text;
    const [code, ...others] = this.#isRewritten ? new Set([...this.#pressed, text]) : [text];
    const tail = isScan || isPin || this.#isRewritten ? "" : this.#fastTail();
    this.#text = "";
    this.#pressed = ["", ""];
    this.#isRewritten = false;
    this.#gaps = [];
    if (!isScan && !tail) return text ? { kind: "typed", text } : null;
    this.#suffixUntil = ms + SUFFIX_MS;
    if (tail) return { kind: "scan", code: tail, others: [], typed: text.slice(0, -tail.length) };
    return { kind: "scan", code, others, typed: "" };
  }

  /** What a scanner wrote while somebody was typing: the keys since the last slow one, when they are many. */
  #fastTail() {
    const slow = this.#gaps.findLastIndex((gap) => gap > FAST_MS);
    const isAligned = this.#gaps.length === this.#text.length - 1;
    const tail = isAligned ? this.#text.slice(slow + 1) : "";
    return tail.length >= UNENDED_SHORTEST ? tail : "";
  }

  /** An input method has written over the end of the text: which key did it swallow? */
  #settleRewrite() {
    if (this.#before === null) return;
    const keys = keyBetween(this.#before, this.#text) ?? ["", ""];
    this.#pressed = this.#pressed.map((pressed, n) => pressed + keys[n]);
    this.#isRewritten ||= this.#before !== this.#text;
    this.#before = null;
    this.#hasWritten = false;
  }
}
