// What a scanned or typed code says, before anyone looks it up. PURE.
// The twin of inventory/codes/gs1.py; tests/vectors/scan.json, scan_field.json and gs1.json hold both together.
// A wrong check digit is never a guess.

import { TABLE } from "./gs1_table.js";

/** @typedef {[ai: string, value: string]} Element */
/** @typedef {{ pattern: RegExp, predefined: number, checked: number }} Format lengths; 0 for none */
/**
 * @typedef {object} Code what a code says
 * @property {"gtin" | "weighed" | "lot" | "receipt" | "text" | "nothing"} kind
 * @property {string | null} [gtin14]
 * @property {string | null} [lot]
 * @property {string} [plu]
 * @property {number | null} [milli]
 * @property {string | null} [expiry] 2026-11-23
 * @property {string} [receipt] uid of a sale
 * @property {string | null} [text]
 */

const FNC1 = "\x1d";
const LONGEST = 2000;
const TEXT = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,32}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const DIGITS = /^[0-9]+$/;
const SYMBOLOGY = /^\][A-Za-z][0-9A-Za-z]/;
const LINK = /^https?:\/\/[^/?#]+([^?#]*)(?:\?([^#]*))?/i;
const GTIN_LENGTHS = new Set([8, 12, 13, 14]);
/** What a scanner puts before an element string; the last four as Caps Lock makes them. */
const GS1_SYMBOLOGIES = new Set(["]C1", "]d2", "]Q3", "]J1", "]e0", "]c1", "]D2", "]q3", "]j1"]);
const LINK_QUALIFIERS = new Set(["22", "10", "21", "235"]);
const EXPIRY_DATES = ["15", "17", "7003"];
/** The first three digits of a weight's AI and its unit in kilograms, as a fraction: the kilogram and the pound. */
/** @type {[head: string, numerator: bigint, denominator: bigint][]} */
const NET_WEIGHTS = [
  ["310", 1n, 1n],
  ["320", 45359237n, 100000000n],
];
/** What stands where in a weight label: digits as they are, F any digit, P the PLU, G grams, C the check digit. */
const LAYOUT = "2FPPPPPGGGGGC";
/** @type {Code} */
const NOTHING = { kind: "nothing" };

/** @type {Record<string, string>} */
const LETTERS = { N: "[0-9]", X: `[!"%-?A-Z_a-z]`, Y: "[#\\-/0-9A-Z]", Z: "[\\-0-9=A-Z_a-z]" };

/**
 * `N13c+X..17?` → {pattern, predefined, checked}, as inventory/codes/gs1_table.py describes them.
 * @param {string} text
 * @param {boolean} hasPredefinedLength
 * @returns {Format}
 */
function formatOf(text, hasPredefinedLength) {
  let pattern = "";
  let length = 0;
  let checked = 0;
  for (const component of text.split("+")) {
    const [, letters, upto, number, check, optional] = /^([NXYZ])(\.\.)?(\d+)(c?)(\??)$/.exec(component) ?? [];
    const least = optional ? 0 : upto ? 1 : number;
    pattern += optional && !upto ? `(?:${LETTERS[letters]}{${number}})?` : `${LETTERS[letters]}{${least},${number}}`;
    length += Number(number);
    if (check) checked = Number(number);
  }
  return { pattern: new RegExp(`^(?:${pattern})$`), predefined: hasPredefinedLength ? length : 0, checked };
}

/** The format of every AI. No AI is the beginning of another. @type {Map<string, Format>} */
const FORMATS = new Map();
for (const line of TABLE.trim().split("\n")) {
  const [ais, ...rest] = line.split(" ");
  const format = rest[0] === "*" ? formatOf(rest[1], true) : formatOf(rest[0], false);
  const [first, last = first] = ais.split("-");
  for (let ai = Number(first); ai <= Number(last); ai += 1) FORMATS.set(String(ai).padStart(first.length, "0"), format);
}

/**
 * @param {string} digits
 */
function hasCheckDigit(digits) {
  let sum = 0;
  for (let i = 1; i < digits.length; i += 1) sum += Number(digits[digits.length - 1 - i]) * (i % 2 ? 3 : 1);
  return (10 - (sum % 10)) % 10 === Number(digits.at(-1));
}

/**
 * @param {string} ai
 * @param {string} value
 */
function fits(ai, value) {
  const format = FORMATS.get(ai);
  if (!format) return false;
  const { pattern, checked } = format;
  return pattern.test(value) && (!checked || hasCheckDigit(value.slice(0, checked)));
}

/**
 * @param {string} text
 */
const firstAi = (text) => [2, 3, 4].map((n) => text.slice(0, n)).find((head) => FORMATS.has(head));

/**
 * The [AI, value] pairs of an element string; null for an AI that does not exist or a value that does not fit it.
 * @param {string} message
 * @returns {Element[] | null}
 */
function elements(message) {
  /** @type {Element[]} */
  const pairs = [];
  let rest = message.replace(/^\x1d+/, "");
  while (rest) {
    const ai = firstAi(rest);
    const format = ai && FORMATS.get(ai);
    if (!format) return null;
    rest = rest.slice(ai.length);
    const fnc1 = rest.indexOf(FNC1);
    const end = format.predefined || (fnc1 < 0 ? rest.length : fnc1);
    const value = rest.slice(0, end);
    if (!fits(ai, value)) return null;
    pairs.push([ai, value]);
    rest = rest.slice(end).replace(/^\x1d+/, "");
  }
  return pairs;
}

/**
 * The GTIN-14 of a code of 8, 12, 13 or 14 digits whose check digit is right, else null.
 * @param {string} code
 */
export function gtin14(code) {
  if (!GTIN_LENGTHS.has(code.length) || !DIGITS.test(code) || /^0+$/.test(code)) return null;
  return hasCheckDigit(code) ? code.padStart(14, "0") : null;
}

/**
 * What a name may be when its letters came in the wrong case: Caps Lock was on, or all letters were made alike.
 * @param {string} name
 */
export function otherCases(name) {
  const upper = name.toUpperCase();
  const swapped = [...name].map((letter, n) => (letter === upper[n] ? letter.toLowerCase() : upper[n])).join("");
  return [...new Set([swapped, upper, name.toLowerCase()])].filter((other) => other !== name);
}

/**
 * One code; `thisYear` places years of two digits, `layout` is that of the outlet's weight labels →
 * {kind: "gtin|weighed|lot|receipt|text|nothing", gtin14?, lot?, plu?, milli?, expiry?, receipt?, text?}
 * @param {string} raw
 * @param {number} thisYear
 * @param {string} [layout]
 * @returns {Code}
 */
export function read(raw, thisYear, layout = LAYOUT) {
  let code = raw.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
  if (!code || code.length > LONGEST) return NOTHING;
  const symbology = SYMBOLOGY.test(code) ? code.slice(0, 3) : "";
  code = code.slice(symbology.length);
  const isGs1 = GS1_SYMBOLOGIES.has(symbology);
  const meaning = isGs1 ? elementString(code, thisYear) : null;
  if (meaning) return meaning;
  if (LINK.test(code)) return link(code, thisYear) ?? NOTHING;
  if (code.includes(FNC1)) return elementString(code, thisYear) ?? NOTHING;
  // With Caps Lock on, an EAN's `]E0` comes as the `]e0` of a GS1 DataBar.
  if (isGs1 && symbology !== "]e0") return NOTHING;
  return plain(code, thisYear, layout);
}

/**
 * @param {string} code
 * @param {number} thisYear
 * @param {string} layout
 * @returns {Code}
 */
function plain(code, thisYear, layout) {
  const text = TEXT.test(code) ? code : null;
  const gtin = gtin14(code);
  if (!gtin) {
    const meaning = code.startsWith("01") ? elementString(code, thisYear) : null; // a scanner that sends no leading FNC1
    return meaning ?? (text ? { kind: "text", text } : NOTHING);
  }
  const { plu, milli } = weightLabel(code, layout);
  return milli ? { kind: "weighed", gtin14: gtin, plu, milli, text } : { kind: "gtin", gtin14: gtin, text };
}

/**
 * The PLU and the grams of a label that is laid out like this; nothing for any other code.
 * @param {string} code
 * @param {string} layout
 * @returns {{ plu?: string, milli?: number }}
 */
function weightLabel(code, layout) {
  /** @type {Record<string, string>} */
  const digits = { P: "", G: "" };
  if (code.length !== layout.length) return {};
  for (const [at, mark] of [...layout].entries()) {
    if (DIGITS.test(mark) && mark !== code[at]) return {};
    digits[mark] = (digits[mark] ?? "") + code[at];
  }
  return { plu: digits.P.padStart(5, "0"), milli: Number(digits.G) };
}

/**
 * Our own label or receipt, or a GS1 Digital Link of any host and path prefix.
 * @param {string} code
 * @param {number} thisYear
 */
function link(code, thisYear) {
  const [, rawPath, rawQuery = ""] = LINK.exec(code) ?? ["", ""];
  let path;
  let query;
  try {
    path = rawPath.split("/").map(decodeURIComponent);
    query = attributes(rawQuery);
  } catch {
    return null;
  }
  if (!path.at(-1)) path.pop();
  return digitalLink(path, query, thisYear) ?? ownLink(path);
}

/**
 * The AIs of a link's query that are read here. Throws for one that is broken; other parameters may be.
 * @param {string} query
 * @returns {Element[]}
 */
function attributes(query) {
  return query.split(/[&;]/).flatMap((pair) => {
    const name = pair.split("=", 1)[0];
    const isRead = name === "10" || EXPIRY_DATES.includes(name) || NET_WEIGHTS.some(([head]) => name.startsWith(head));
    return FORMATS.has(name) && isRead ? [[name, decodeURIComponent(pair.slice(name.length + 1))]] : [];
  });
}

/**
 * `…/t/{lot}` of a label, `…/p/{product}` of a price card, `…/r/{uid}` of a receipt.
 * @param {string[]} path
 * @returns {Code | null}
 */
function ownLink(path) {
  if (path.length < 3) return null;
  const [letter, name] = path.slice(-2);
  const kind = letter.toLowerCase();
  const receipt = name.toLowerCase();
  if (kind === "t" && fits("10", name)) return { kind: "lot", lot: name };
  if (kind === "p" && !path.includes("01") && TEXT.test(name)) return { kind: "text", text: name };
  if (kind === "r" && UUID.test(receipt)) return { kind: "receipt", receipt };
  return null;
}

/**
 * `…/01/{gtin}[/22/…][/10/{lot}][/21/…]?17=…&3103=…`
 * @param {string[]} path
 * @param {Element[]} query
 * @param {number} thisYear
 */
function digitalLink(path, query, thisYear) {
  const isGtin = (/** @type {string | undefined} */ part) =>
    part !== undefined && GTIN_LENGTHS.has(part.length) && DIGITS.test(part);
  const at = path.findIndex((part, n) => part === "01" && isGtin(path[n + 1]));
  if (at < 0) return null;
  const gtin = gtin14(path[at + 1]);
  const rest = path.slice(at + 2);
  const names = rest.filter((_, n) => n % 2 === 0);
  if (!gtin || rest.length % 2 || new Set(names).size !== names.length) return null;
  if (!names.every((name) => LINK_QUALIFIERS.has(name))) return null;
  const qualifiers = names.map((name, n) => /** @type {Element} */ ([name, rest[2 * n + 1]]));
  /** @type {Element[]} */
  const named = [["01", gtin], ...qualifiers, ...query];
  return named.every(([ai, value]) => fits(ai, value)) ? fromElements(named, thisYear) : null;
}

/**
 * @param {string} message
 * @param {number} thisYear
 */
function elementString(message, thisYear) {
  const named = elements(message);
  return named?.length ? fromElements(named, thisYear) : null;
}

/**
 * The parts a till needs. An AI with two values, or a value that cannot be true, makes all of it nothing.
 * @param {Element[]} named
 * @param {number} thisYear
 * @returns {Code | null}
 */
function fromElements(named, thisYear) {
  const values = new Map();
  for (const [ai, value] of named) {
    if (values.has(ai) && values.get(ai) !== value) return null;
    values.set(ai, value);
  }
  const gtin = values.has("01") ? gtin14(values.get("01")) : null;
  const lot = values.get("10") ?? null;
  if (!gtin && (values.has("01") || lot === null)) return null;
  const days = EXPIRY_DATES.filter((ai) => values.has(ai)).map((ai) => dayOf(values.get(ai).slice(0, 6), thisYear));
  const milli = weight(values);
  if (days.includes(null) || milli === false) return null;
  const kind = milli ? "weighed" : gtin ? "gtin" : "lot";
  return { kind, gtin14: gtin, lot, milli, expiry: days.sort()[0] ?? null };
}

/**
 * `310n` or `320n` and six digits: kilograms or pounds with n places → thousandths of a kilogram, null without any.
 * Kilograms come first where both are named. Pounds are rounded half up; kilograms that thousandths cannot hold, and no
 * weight at all, give false.
 * @param {Map<string, string>} values
 */
function weight(values) {
  for (const [head, numerator, denominator] of NET_WEIGHTS) {
    const weights = [...values].filter(([ai]) => ai.startsWith(head));
    if (weights.length > 1) return false;
    for (const [ai, value] of weights) {
      const thousandths = 1000n * BigInt(value) * numerator;
      const unit = denominator * 10n ** BigInt(ai[3]);
      const milli = (2n * thousandths + unit) / (2n * unit);
      return milli === 0n || (numerator === 1n && thousandths % unit !== 0n) ? false : Number(milli);
    }
  }
  return null;
}

/**
 * YYMMDD → "YYYY-MM-DD"; day 00 is the last of the month; null when there is no such day.
 * @param {string} value
 * @param {number} thisYear
 */
function dayOf(value, thisYear) {
  const year = fullYear(Number(value.slice(0, 2)), thisYear);
  const [month, day] = [Number(value.slice(2, 4)), Number(value.slice(4))];
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day > last) return null;
  return `${year}-${String(month).padStart(2, "0")}-${String(day || last).padStart(2, "0")}`;
}

/**
 * The year from 49 years back to 50 years ahead that ends so (GS1 General Specifications, 7.12).
 * @param {number} twoDigits
 * @param {number} thisYear
 */
function fullYear(twoDigits, thisYear) {
  const ahead = twoDigits - (thisYear % 100);
  const century = thisYear - (thisYear % 100) + (ahead >= 51 ? -100 : ahead <= -50 ? 100 : 0);
  return century + twoDigits;
}
