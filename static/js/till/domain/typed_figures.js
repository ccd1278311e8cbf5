// Figures that people type: an amount, a quantity, a whole number, read as a Vietnamese writes them. PURE.
// The twin of core/text/typed_figures.py; both are held to tests/vectors/typed_figures.json. Each function answers a number,
// { smaller, larger } when the text has two readings (the person must say which is meant), or null for no figure.

/** @typedef {number | { smaller: number, larger: number } | null} Figure */
/** @typedef {[whole: string, decimals: string]} Reading digits before and after the comma */

const LARGEST = 10n ** 15n;
const MOST_DIGITS = 9n;
const LONGEST = 60;

const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
const ACCENTS = /\p{M}/gu;
const BLANKS = /[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+/g;
const STRUCK_D = /[\u0111\u00f0]/g;
const MINUS = /[\u2010-\u2013\u2212]/g;
const SEPARATORS = /[., ]/g;
const PLAIN = /^\d+$/;
const GROUPED = /^[1-9]\d{0,2}(?:([., ])\d{3})(?:\1\d{3})*$/;
const DECIMAL = /^(.*)([.,])(\d+)$/;
/** @type {Map<string, bigint>} */
const UNITS = new Map();
for (const name of ["k", "ng", "ngan", "nghin"]) UNITS.set(name, 1_000n);
for (const name of ["tr", "trieu"]) UNITS.set(name, 1_000_000n);
for (const name of ["ty", "ti"]) UNITS.set(name, 1_000_000_000n);
const MONEY = new RegExp(
  "^(?<sign>[+-]?) ?(?:(?:₫|vnd|d) ?)?(?<number>\\d[\\d., ]*?) ?" +
    `(?:(?<unit>${[...UNITS.keys()].join("|")}) ?(?<rest>\\d{1,3})?)? ?(?:₫|dong|vnd|d)?$`,
);

/**
 * "45.000", "45 000 đ", "45k", "1,5tr", "1tr5" → đồng
 * @param {string} text
 * @returns {Figure}
 */
export function readMoney(text) {
  const match = MONEY.exec(plain(text))?.groups;
  if (!match) return null;
  const readings = decimalReadings(match.number);
  const unit = UNITS.get(match.unit);
  let values;
  if (unit === undefined) values = wholeAmounts(readings);
  else if (match.rest) values = PLAIN.test(match.number) ? [scaled(match.number, match.rest, unit)] : [];
  else values = readings.map(([whole, decimals]) => scaled(whole, decimals, unit));
  return oneOf(values.filter((value) => value !== null).map((value) => (match.sign === "-" ? -value : value)));
}

/**
 * "1,5", "1.5", "1.500,5" → thousandths of a product's unit; "1.500" of a product with decimals has two readings.
 * @param {string} text
 * @param {number} places decimals of the product's quantity
 * @returns {Figure}
 */
export function readQuantity(text, places) {
  const bare = plain(text);
  let readings = decimalReadings(bare);
  if (readings.length === 2) {
    if (places === 0) readings = readings.filter(([, decimals]) => !decimals);
    else if (bare.includes(",") && !bare.endsWith("0")) readings = readings.filter(([, decimals]) => decimals);
  }
  const values = readings.map(([whole, decimals]) => scaled(whole, decimals, 1000n)).filter((value) => value !== null);
  return oneOf(values.filter((value) => value < 10n ** MOST_DIGITS * 1000n));
}

/**
 * "30", "1.500" → a number without decimals or unit
 * @param {string} text
 * @returns {number | null}
 */
export function readWhole(text) {
  let bare = plain(text);
  const negative = bare.startsWith("-");
  if (negative) bare = bare.slice(1).trimStart();
  if (!PLAIN.test(bare) && !GROUPED.test(bare)) return null;
  const size = limited(BigInt(bare.replace(SEPARATORS, "")));
  return size === null ? null : Number(negative ? -size : size);
}

/**
 * Small letters without accents, d for the struck one, one kind of blank and minus, nothing invisible; "" when too long.
 * @param {string} text
 */
function plain(text) {
  if (Array.from(text).length > LONGEST) return "";
  const bare = text.normalize("NFD").replace(ACCENTS, "").replace(INVISIBLE, "").toLowerCase();
  const spaced = bare.replace(STRUCK_D, "d").replace(BLANKS, " ").replace(MINUS, "-");
  return spaced.replace(/^[ \r\n]+|[ \r\n]+$/g, "");
}

/**
 * Each way to read the figures as digits before and after the comma: two for "1.500" and "1,500", none for "1.50.000".
 * @param {string} number
 * @returns {Reading[]}
 */
function decimalReadings(number) {
  if (PLAIN.test(number)) return [[number, ""]];
  /** @type {Reading[]} */
  const readings = GROUPED.test(number) ? [[number.replace(SEPARATORS, ""), ""]] : [];
  const [, before, comma, decimals] = DECIMAL.exec(number) ?? [];
  if (decimals === undefined) return readings;
  const thousands = GROUPED.exec(before);
  if (!before || PLAIN.test(before) || (thousands && thousands[1] !== comma)) {
    readings.push([before.replace(SEPARATORS, "") || "0", decimals]);
  }
  return readings;
}

/**
 * Amounts written out in full. A đồng has no parts, so "45.000" is one reading; "45.000,00" ends in no parts at all.
 * @param {Reading[]} readings
 */
function wholeAmounts(readings) {
  const likely = readings.length === 2 ? readings.slice(0, 1) : readings;
  const full = likely.filter(([whole, decimals]) => !decimals || (/^00?$/.test(decimals) && whole.length > 3));
  return full.map(([whole]) => limited(BigInt(whole)));
}

/**
 * @param {string} whole
 * @param {string} decimals
 * @param {bigint} unit
 */
function scaled(whole, decimals, unit) {
  const value = BigInt(whole + decimals) * unit;
  const divisor = 10n ** BigInt(decimals.length);
  return value % divisor === 0n ? limited(value / divisor) : null;
}

/**
 * @param {bigint} value
 */
function limited(value) {
  return value < LARGEST ? value : null;
}

/**
 * @param {bigint[]} values
 * @returns {Figure}
 */
function oneOf(values) {
  const different = [...new Set(values)].sort((a, b) => (a < b ? -1 : 1)).map(Number);
  if (different.length === 2) return { smaller: different[0], larger: different[1] };
  return different.length ? different[0] : null;
}
