// What the till says: t("Đã gửi hết"). The Vietnamese sentence is the id; the other language comes with the page.

const page = globalThis.document;
const block = page?.querySelector("#translations")?.textContent;
/** @type {Record<string, string>} */
const translations = block ? JSON.parse(block) : {};

/** The reader's language, for what is asked of the server. */
export const language = page?.documentElement?.lang || "vi";
let current = language;

/**
 * Answers what `act` answers in another language: a paper has the outlet's, whoever reads the screen.
 * @template T
 * @param {string} other
 * @param {() => T} act
 * @returns {T}
 */
export function inLanguage(other, act) {
  const before = current;
  current = other;
  try {
    return act();
  } finally {
    current = before;
  }
}

/** A name that the page brings along in Vietnamese, in the reader's language. @param {string} text */
export const translated = (text) => (current === "vi" ? null : translations[text]) ?? text;

/**
 * A sentence in the reader's language; %(name)s stands for values.name.
 * @param {string} id
 * @param {Record<string, unknown>} [values]
 */
export function t(id, values = {}) {
  return translated(id).replace(/%\((\w+)\)s/g, (_, name) => String(values[name]));
}
