// Search text: without accents, đ as d, small letters, so that "gao te" finds "Gạo tẻ". PURE.
// The twin of core/text/search_fold.py; both are held to tests/vectors/fold.json.

const LOOK_ALIKES = [
  // struck d, dotless i, final sigma
  ["\u0111\u00f0\u0256\u0131\u03c2", "dddi\u03c3"],
  // Cyrillic
  [
    "\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0456\u0455\u0458\u04bb",
    "abekmhopctyxisjh",
  ],
  // Greek
  ["\u03b1\u03b2\u03b5\u03b6\u03b7\u03b9\u03ba\u03bc\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7", "abezhikmnoptyx"],
  // dashes and quotes
  ["\u2010\u2012\u2013\u2014\u2015\u2212\u2018\u2019\u02bc\u201c\u201d", "------'''\"\""],
];
const SAME = new Map([["\u00df", "ss"]]);
for (const [signs, letters] of LOOK_ALIKES) {
  for (const [i, sign] of Array.from(signs).entries()) SAME.set(sign, letters[i]);
}
const UNSEEN = /[\p{M}\p{Cf}\u115f\u1160]/gu;
const BLANKS = /[\s\x1c-\x1f\x85]+/u;

/** @param {string} text */
export function fold(text) {
  const seen = text.normalize("NFKD").toLowerCase().replace(UNSEEN, "");
  return Array.from(seen, (sign) => SAME.get(sign) ?? sign)
    .join("")
    .split(BLANKS)
    .filter(Boolean)
    .join(" ");
}
