// What a scanned or typed code says, and what it means with the catalogue on this device. PURE.
// The twin of inventory/gs1.py; tests/vectors/scan.json holds both together. A wrong check digit is never a guess.

const FNC1 = "\x1d";
const LONGEST = 2000;
const LOT = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/;
const TEXT = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,32}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const DIGITS = /^[0-9]+$/;
const SYMBOLOGY = /^\][A-Za-z][0-9A-Za-z]/;
const WEIGHT_AI = /^310[0-5]$/;
const GTIN_LENGTHS = new Set([8, 12, 13, 14]);
const GS1_SYMBOLOGIES = new Set(["]C1", "]d2", "]Q3", "]e0", "]J1"]);
const LINK_QUALIFIERS = new Set(["22", "10", "21", "235"]);
const UNASSIGNED = new Set(["05", "06", "07", "08", "09", "38", "44", "45", "46", "47", "48", "49"]);
/** What stands where in a weight label: digits as they are, F any digit, P the PLU, G grams, C the check digit. */
const LAYOUT = "2FPPPPPGGGGGC";
const NOTHING = { kind: "nothing" };

/** Length of AI and value together, by the first two digits of the AI; the others end with FNC1. */
const FIXED_LENGTH = { "00": 20, "01": 16, "02": 16, "03": 16, "04": 18, 20: 4, 41: 16 };
for (let n = 1; n <= 9; n += 1) FIXED_LENGTH[`1${n}`] = 8;
for (let n = 1; n <= 6; n += 1) FIXED_LENGTH[`3${n}`] = 10;

/** The GTIN-14 of a code of 8, 12, 13 or 14 digits whose check digit is right, else null. */
export function gtin14(code) {
  if (!GTIN_LENGTHS.has(code.length) || !DIGITS.test(code) || /^0+$/.test(code)) return null;
  const padded = code.padStart(14, "0");
  let sum = 0;
  for (let i = 0; i < 13; i += 1) sum += Number(padded[i]) * (i % 2 === 0 ? 3 : 1);
  return (10 - (sum % 10)) % 10 === Number(padded[13]) ? padded : null;
}

/**
 * One code, `layout` of the outlet's weight labels →
 * {kind: "gtin|weighed|lot|receipt|text|nothing", gtin14?, lot?, plu?, milli?, expiry?, receipt?, text?}
 */
export function read(raw, layout = LAYOUT) {
  let code = raw.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
  if (!code || code.length > LONGEST) return NOTHING;
  const symbology = SYMBOLOGY.test(code) ? code.slice(0, 3) : "";
  if (GS1_SYMBOLOGIES.has(symbology)) return elementString(code.slice(3)) ?? NOTHING;
  code = code.slice(symbology.length);
  if (/^https?:\/\//i.test(code)) return link(code) ?? NOTHING;
  if (code.includes(FNC1)) return elementString(code) ?? NOTHING;
  return plain(code, layout);
}

function plain(code, layout) {
  const text = TEXT.test(code) ? code : null;
  const gtin = gtin14(code);
  if (!gtin) {
    const meaning = code.startsWith("01") ? elementString(code) : null;
    return meaning ?? (text ? { kind: "text", text } : NOTHING);
  }
  const { plu, milli } = weightLabel(code, layout);
  return milli ? { kind: "weighed", gtin14: gtin, plu, milli, text } : { kind: "gtin", gtin14: gtin, text };
}

/** The PLU and the grams of a label that is laid out like this; nothing for any other code. */
function weightLabel(code, layout) {
  const said = { P: "", G: "" };
  if (code.length !== layout.length) return {};
  for (const [at, mark] of [...layout].entries()) {
    if (DIGITS.test(mark) && mark !== code[at]) return {};
    said[mark] = (said[mark] ?? "") + code[at];
  }
  return { plu: said.P.padStart(5, "0"), milli: Number(said.G) };
}

function link(code) {
  const parts = /^https?:\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?/i.exec(code);
  if (!parts) return null;
  let path;
  let query;
  try {
    path = parts[2].split("/").map(decodeURIComponent);
    query = [...new URLSearchParams(parts[3] ?? "")];
  } catch {
    return null;
  }
  if (path.length && !path[path.length - 1]) path.pop();
  return digitalLink(path, query) ?? ownLink(path);
}

function ownLink(path) {
  if (path.length < 3) return null;
  const [letter, name] = path.slice(-2);
  if (letter === "t" && LOT.test(name)) return { kind: "lot", lot: name };
  if (letter === "r" && UUID.test(name.toLowerCase())) return { kind: "receipt", receipt: name.toLowerCase() };
  return null;
}

function digitalLink(path, query) {
  const at = path.findIndex(
    (part, n) =>
      part === "01" && n + 1 < path.length && GTIN_LENGTHS.has(path[n + 1].length) && DIGITS.test(path[n + 1]),
  );
  if (at < 0) return null;
  const gtin = gtin14(path[at + 1]);
  const rest = path.slice(at + 2);
  if (!gtin || rest.length % 2) return null;
  const elements = [["01", gtin]];
  for (let n = 0; n < rest.length; n += 2) {
    if (!LINK_QUALIFIERS.has(rest[n]) || elements.some(([ai]) => ai === rest[n])) return null;
    elements.push([rest[n], rest[n + 1]]);
  }
  for (const [ai, value] of query) {
    if (ai === "15" || ai === "17" || WEIGHT_AI.test(ai)) elements.push([ai, value]);
  }
  return fromElements(elements);
}

function elementString(message) {
  const elements = [];
  let rest = message.replace(/^\x1d+/, "");
  while (rest) {
    const head = rest.slice(0, 2);
    if (!/^[0-9]{2}$/.test(head) || UNASSIGNED.has(head)) return null;
    const length = FIXED_LENGTH[head];
    let element;
    if (length) {
      element = rest.slice(0, length);
      rest = rest.slice(length);
      if (element.length !== length || !DIGITS.test(element)) return null;
    } else if ("234789".includes(head[0]) || head === "10") {
      const end = rest.indexOf(FNC1);
      element = end < 0 ? rest : rest.slice(0, end);
      rest = end < 0 ? "" : rest.slice(end + 1);
    } else {
      return null;
    }
    const width = head >= "31" && head <= "36" ? 4 : 2;
    elements.push([element.slice(0, width), element.slice(width)]);
    rest = rest.replace(/^\x1d+/, "");
  }
  return fromElements(elements);
}

function fromElements(elements) {
  const said = new Map();
  for (const [ai, value] of elements) {
    if (said.has(ai) && said.get(ai) !== value) return null;
    said.set(ai, value);
  }
  const weights = [...said].filter(([ai]) => WEIGHT_AI.test(ai));
  const gtin = said.has("01") ? gtin14(said.get("01")) : null;
  const lot = said.get("10") ?? null;
  if ((!gtin && (said.has("01") || lot === null)) || weights.length > 1) return null;
  if (lot !== null && !LOT.test(lot)) return null;
  const day = said.get("17") || said.get("15") || null;
  const expiry = day === null ? null : gs1Day(day);
  const milli = weights.length ? weight(...weights[0]) : null;
  if (expiry === false || milli === false) return null;
  return { kind: milli ? "weighed" : gtin ? "gtin" : "lot", gtin14: gtin, lot, milli, expiry };
}

/** `310n` and six digits: kilograms with n places → thousandths; false when it is none. */
function weight(ai, value) {
  if (!/^[0-9]{6}$/.test(value)) return false;
  const scaled = Number(value) * 1000;
  const unit = 10 ** Number(ai[3]);
  return scaled % unit || scaled === 0 ? false : scaled / unit;
}

/** YYMMDD → "YYYY-MM-DD"; day 00 is the last of the month; false when there is no such day. */
function gs1Day(value) {
  if (!/^[0-9]{6}$/.test(value)) return false;
  const [year, month, day] = [2000 + Number(value.slice(0, 2)), Number(value.slice(2, 4)), Number(value.slice(4))];
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day > last) return false;
  return `${year}-${String(month).padStart(2, "0")}-${String(day || last).padStart(2, "0")}`;
}

/**
 * What a code is among the goods this device knows. `goods` offers product(code), byGtin(gtin14), byPlu(plu), lot(code),
 * and `outlet` with the `weight_label` its scale prints.
 * → {kind: "product|lot|weighed|receipt|unknown", product?, lot?, milli?, sale?}
 */
export function resolve(raw, goods) {
  const said = read(raw, goods.outlet?.weight_label);
  if (said.kind === "nothing") return { kind: "unknown" };
  if (said.kind === "receipt") return { kind: "receipt", sale: said.receipt };
  if (said.text) {
    const lot = goods.lot(said.text);
    if (lot) return { kind: "lot", product: lot.product, lot: lot.lot };
    const product = goods.product(said.text);
    if (product) return { kind: "product", product: product.code };
  }
  if (said.kind === "lot") {
    const lot = goods.lot(said.lot);
    return lot ? { kind: "lot", product: lot.product, lot: lot.lot } : { kind: "unknown" };
  }
  const owner = said.gtin14 ? goods.byGtin(said.gtin14) : null;
  if (owner) {
    const lot = said.lot ? goods.lot(said.lot) : null;
    const own = lot && lot.product === owner.code ? { lot: lot.lot } : {};
    if (said.milli && owner.unit === "kg" && !said.plu) {
      return { kind: "weighed", product: owner.code, milli: said.milli, ...own };
    }
    return own.lot ? { kind: "lot", product: owner.code, ...own } : { kind: "product", product: owner.code };
  }
  const byPlu = said.plu ? goods.byPlu(said.plu) : null;
  return byPlu ? { kind: "weighed", product: byPlu.code, milli: said.milli } : { kind: "unknown" };
}
