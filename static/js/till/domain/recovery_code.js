// The recovery code of a sale that the server does not have: its document in digits, signed with the till's key. PURE.
// pos/recovery/codes.py reads it; both are held to tests/vectors/recovery.json. docs/device.md has the format.

import { BEGIN } from "./recovery_begin.js";
import { hmacSha256, joined, sha256 } from "./sha256.js";

const MAC_BYTES = 16;
const STEP_BYTES = 7;
/** How many digits hold so many bytes. */
const DIGITS = [0, 3, 5, 8, 10, 13, 15, 17];
const [PLAIN, DEFLATED] = [0, 1];

/**
 * The uid of a sale that is written anew or mended: it follows from the one it had, so that who scans the slip of then finds it.
 * @param {string} uid
 */
export function anewUid(uid) {
  const bytes = sha256(new TextEncoder().encode(`anew ${uid}`)).slice(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x80;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** @param {Uint8Array} bytes */
function digitsOf(bytes) {
  let digits = "";
  for (let at = 0; at < bytes.length; at += STEP_BYTES) {
    const part = bytes.subarray(at, at + STEP_BYTES);
    const number = part.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
    digits += String(number).padStart(DIGITS[part.length], "0");
  }
  return digits;
}

/** @param {Uint8Array} bytes @returns {Promise<{ how: number, packed: Uint8Array }>} */
async function pack(bytes) {
  if (!("CompressionStream" in globalThis)) return { how: PLAIN, packed: bytes };
  const stream = new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)])
    .stream()
    .pipeThrough(new CompressionStream("deflate-raw"));
  return { how: DEFLATED, packed: new Uint8Array(await new Response(stream).arrayBuffer()) };
}

/**
 * @param {object} sale
 * @param {string} sale.uid
 * @param {object} sale.document as it is sent
 * @param {string} sale.till its code
 * @param {string} sale.key the till's, in hexadecimal digits
 */
export async function recoveryCode({ uid, document, till, key }) {
  const encoder = new TextEncoder();
  const { how, packed } = await pack(encoder.encode(JSON.stringify({ uid, ...document })));
  const name = encoder.encode(till);
  const signed = joined(Uint8Array.of(how, name.length), name, packed);
  const keyBytes = Uint8Array.from(key.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return BEGIN + digitsOf(joined(hmacSha256(keyBytes, signed).subarray(0, MAC_BYTES), signed));
}
