// Tells a scanner from fingers by the time between keys. PURE: keys and times in, codes or typed characters out.

/** @typedef {{ kind: "scan", code: string }} ScannedCode */
/** @typedef {{ kind: "typed", text: string }} TypedText */
/** @typedef {ScannedCode | TypedText} Keys what a burst of keys was */
/**
 * @typedef {object} Key what is read of a KeyboardEvent
 * @property {string} key
 * @property {string} [code]
 * @property {boolean} [shiftKey]
 * @property {boolean} [ctrlKey]
 * @property {boolean} [altKey]
 * @property {boolean} [metaKey]
 */

const GAP_MS = 45;
const SHORTEST = 4;

/** The two characters of a key, without and with Shift. @type {Record<string, string>} */
const SIGNS = { Minus: "-_", Slash: "/?", Period: "..", Comma: ",<", Semicolon: ";:", Equal: "=+", Space: "  " };

/**
 * The character a key stands for, whatever the Vietnamese input method makes of it; null for the others.
 * @param {Key} event
 */
export function characterOf(event) {
  const { key, code = "", shiftKey = false, ctrlKey = false, altKey = false, metaKey = false } = event;
  if (key === "\x1d" || (ctrlKey && (key === "]" || code === "BracketRight"))) return "\x1d";
  if (ctrlKey || altKey || metaKey) return null;
  if (key.length === 1 && key.charCodeAt(0) < 127) return key;
  // An input method hides the key ("Process", "Unidentified") or has already made a Vietnamese letter of it.
  if (key.length > 1 && key !== "Process" && key !== "Unidentified") return null;
  const letter = /^Key([A-Z])$/.exec(code);
  if (letter) return shiftKey ? letter[1] : letter[1].toLowerCase();
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code);
  if (digit) return shiftKey && code.startsWith("Digit") ? ")!@#$%^&*("[Number(digit[1])] : digit[1];
  const signs = SIGNS[code];
  if (signs) return shiftKey ? signs[1] : signs[0];
  return key.length === 1 ? key : null;
}

/** Collects keys. `key(character, ms)`, `end(ms)` and `idle()` answer what came, or null. */
export class Burst {
  #text = "";
  #last = -Infinity;

  /**
   * One more character. What was pending and too slow to be a scan comes back as typed.
   * @param {string} character
   * @param {number} ms when
   * @returns {TypedText | null}
   */
  key(character, ms) {
    const late = ms - this.#last > GAP_MS;
    /** @type {TypedText | null} */
    const typed = late && this.#text ? { kind: "typed", text: this.#text } : null;
    this.#text = (late ? "" : this.#text) + character;
    this.#last = ms;
    return typed;
  }

  /**
   * Enter or Tab: a quick burst of four characters or more is a scan.
   * @param {number} ms when
   * @returns {Keys | null}
   */
  end(ms) {
    const text = this.#text;
    const quick = ms - this.#last <= GAP_MS * 2;
    this.#text = "";
    if (!text) return null;
    return quick && text.length >= SHORTEST ? { kind: "scan", code: text } : { kind: "typed", text };
  }

  /**
   * Nothing came for a while: a long quick burst without an end key is a scan too.
   * @returns {Keys | null}
   */
  idle() {
    const text = this.#text;
    this.#text = "";
    if (!text) return null;
    return text.length >= 8 ? { kind: "scan", code: text } : { kind: "typed", text };
  }

  /** How much of a possible scan is pending. */
  get length() {
    return this.#text.length;
  }
}

export const IDLE_MS = GAP_MS * 2;
