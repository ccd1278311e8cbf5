// Vietnamese input methods (Unikey, EVKey, OpenKey) swallow a key, send Backspace, and write letters with marks instead. This
// finds the key that was pressed. PURE. Sources: the key tables of Telex and VNI.

const TONES = "\u0301\u0300\u0309\u0303\u0323";
const CIRCUMFLEX = "\u0302";
const BREVE = "\u0306";
const HORN = "\u031b";
const MARKS = new RegExp(`[${TONES}${CIRCUMFLEX}${BREVE}${HORN}]`, "g");
/** Đ has no mark of its own in Unicode: it is written here as D with one. */
const STROKE = "\u0335";

/** @param {string} text */
const decomposed = (text) =>
  text.normalize("NFD").replaceAll("\u0111", `d${STROKE}`).replaceAll("\u0110", `D${STROKE}`);
/** @param {string} text without any mark */
const bare = (text) => decomposed(text).replace(MARKS, "").replaceAll(STROKE, "");
/** @param {string} text @returns {string[]} each letter with its marks */
const letters = (text) => decomposed(text).match(/\P{M}\p{M}*/gu) ?? [];

/** Whether an input method wrote it. @param {string} character */
export const isMarked = (character) => bare(character) !== character;

/**
 * The key of a mark: [in Telex, in VNI].
 * @param {string} mark
 * @param {string} letter that has it
 */
function keysOf(mark, letter) {
  const tone = TONES.indexOf(mark);
  if (tone >= 0) return ["sfrxj"[tone], "12345"[tone]];
  if (mark === CIRCUMFLEX) return [letter, "6"];
  if (mark === STROKE) return [letter, "9"];
  return ["w", mark === BREVE ? "8" : "7"];
}

/**
 * The one key that made `after` of `before`: [in Telex, in VNI]; null when no single key does.
 * @param {string} before what stood there
 * @param {string} after what the input method put there
 * @returns {[string, string] | null}
 */
export function keyBetween(before, after) {
  const isLonger = bare(after).length === bare(before).length + 1;
  if (isLonger && bare(after).startsWith(bare(before))) {
    const added = letters(after).at(-1) ?? "";
    // W alone is Ư in Telex.
    if (/^u/i.test(added) && added.includes(HORN)) return added[0] === "u" ? ["w", "u"] : ["W", "U"];
    return [added[0], added[0]];
  }
  if (bare(after) !== bare(before)) return null;
  const old = letters(before);
  for (const [n, letter] of letters(after).entries()) {
    if (letter === old[n]) continue;
    const mark = [...letter.slice(1)].find((one) => !old[n].includes(one));
    if (!mark) return ["z", "0"];
    const [telex, vni] = keysOf(mark, letter[0].toLowerCase());
    return [letter[0] === letter[0].toLowerCase() ? telex : telex.toUpperCase(), vni];
  }
  return null;
}
