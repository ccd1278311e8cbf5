// VietQR: the text behind the QR that a bank app reads (NAPAS 247, transfer to an account). PURE.
// The twin of suppliers/vietqr.py; both are held to tests/vectors/vietqr.json.

const NAPAS = "A000000727";
const TO_ACCOUNT = "QRIBFTTA";
const PURPOSE_LENGTH = 25;
const LARGEST_VND = 10 ** 13 - 1;
const BIN = /^\d{6}$/;
/** And what looks like it. */
const STRUCK_D = /[\u0110\u00d0\u0189\u0111\u00f0\u0256]/g;
const ACCOUNT = /^[0-9A-Za-z]{1,19}$/;

/** CRC-16/CCITT-FALSE as four hexadecimal digits. @param {string} text ASCII */
export function checksum(text) {
  let crc = 0xffff;
  for (let at = 0; at < text.length; at += 1) {
    crc ^= text.charCodeAt(at) << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, "0");
}

/** A reference as banks carry it: ASCII without accents, single blanks, at most 25 characters. @param {string} text */
export function foldPurpose(text) {
  const bare = text.replace(STRUCK_D, (sign) => (sign === sign.toLowerCase() ? "d" : "D")).normalize("NFKD");
  const plain = bare.replace(/[^ -~]/gu, (sign) => (/\s/.test(sign) ? " " : ""));
  return plain.trim().split(/ +/).join(" ").slice(0, PURPOSE_LENGTH).trimEnd();
}

/** @param {string} name @param {string} value */
const field = (name, value) => `${name}${String(value.length).padStart(2, "0")}${value}`;

/** @typedef {{ bankBin: string, account: string }} Beneficiary */

/**
 * The text to draw as a QR; null for a bank, an account or an amount that cannot be.
 * @param {Beneficiary} to
 * @param {number} amountVnd
 * @param {string} purpose
 */
export function payload(to, amountVnd, purpose) {
  const account = to.account.replace(/[ .-]/g, "");
  if (!BIN.test(to.bankBin) || !ACCOUNT.test(account)) return null;
  if (!Number.isSafeInteger(amountVnd) || amountVnd <= 0 || amountVnd > LARGEST_VND) return null;
  const folded = foldPurpose(purpose);
  const beneficiary = field("00", to.bankBin) + field("01", account);
  const body = [
    field("00", "01"),
    field("01", "12"),
    field("38", field("00", NAPAS) + field("01", beneficiary) + field("02", TO_ACCOUNT)),
    field("53", "704"),
    field("54", String(amountVnd)),
    field("58", "VN"),
    folded ? field("62", field("08", folded)) : "",
    "6304",
  ].join("");
  return body + checksum(body);
}
