// Vietnamese letters from keys that are tapped: a tone goes to the vowel of the word where it is written. PURE.

/** The five tones as the combining marks that make the letters. */
export const TONES = { acute: "\u0301", grave: "\u0300", hook: "\u0309", tilde: "\u0303", dot: "\u0323" };

const MARKS = /[\u0301\u0300\u0309\u0303\u0323]/g;
/** @param {string} letter */
const isVowel = (letter) => /^[aeiouy]/i.test(letter.normalize("NFD"));

/** A letter without its tone; the circumflex, the breve and the horn stay. @param {string} letter */
const toneless = (letter) => letter.normalize("NFD").replace(MARKS, "").normalize("NFC");

/**
 * Which letter of a word bears the tone: the last one with a mark of its own, else the last vowel before a consonant, else the
 * first of two ("hòa"); the u of "qu" and the i of "gi" before a vowel are no vowels.
 * @param {string[]} letters without tones
 * @returns {number} -1 for a word without a vowel
 */
function bearerOf(letters) {
  const [one, two, three = ""] = letters;
  const begins = /^(qu|gi)$/i.test(`${one}${two}`) && isVowel(three);
  const vowels = letters.flatMap((letter, at) => (at >= (begins ? 2 : 0) && isVowel(letter) ? [at] : []));
  if (vowels.length === 0) return -1;
  const last = vowels[vowels.length - 1];
  const marked = vowels.filter((at) => letters[at].normalize("NFD").length > 1).pop();
  if (marked !== undefined) return marked;
  if (vowels.length === 1 || last < letters.length - 1) return last;
  return vowels[vowels.length - 2];
}

/**
 * The text with a tone on its last word; the same tone once more takes it away.
 * @param {string} text up to the place where somebody writes
 * @param {string} mark one of the combining marks
 */
export function withTone(text, mark) {
  const composed = text.normalize("NFC");
  const [word] = /\p{L}*$/u.exec(composed) ?? [""];
  const letters = [...word];
  const plain = letters.map(toneless);
  const at = bearerOf(plain);
  if (at < 0) return text;
  const had = letters[at].normalize("NFD").includes(mark);
  if (!had) plain[at] = `${plain[at]}${mark}`.normalize("NFC");
  return composed.slice(0, composed.length - word.length) + plain.join("");
}
