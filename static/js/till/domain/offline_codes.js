// A manager's one-time codes, checked on the device: what was typed against the argon2 hashes that the server sent.

import { argon2id } from "./argon2.js";

/**
 * @typedef {object} Approver a manager's codes that may still be used, of one sheet
 * @property {string} by a username
 * @property {string} name
 * @property {string} issued_at
 * @property {string} expires_at
 * @property {string[]} hashes as argon2 writes them: $argon2id$v=19$m=…,t=…,p=1$salt$hash
 */

const HASH = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([^$]+)\$([^$]+)$/;

/** A code as it was meant: O for 0, I and L for 1. @param {string} text */
export const codeMeant = (text) =>
  text
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");

/** @param {string} text base 64 without its end */
const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

/**
 * The hash of the code that was typed in a manager's name; null when there is none at this moment.
 * @param {Approver[]} approvers
 * @param {{ by: string, code: string, nowMs: number }} typed
 * @param {() => Promise<unknown>} [pause] lets other things go on between the slices of the work
 * @returns {Promise<string | null>}
 */
export async function findCode(approvers, { by, code, nowMs }, pause) {
  const text = codeMeant(code);
  const isGood = (/** @type {Approver} */ one) =>
    one.by === by && Date.parse(one.issued_at) <= nowMs && nowMs < Date.parse(one.expires_at);
  /** The hash of what was typed, by salt and costs: codes of one sheet share them. @type {Map<string, string>} */
  const made = new Map();
  for (const stored of approvers.filter(isGood).flatMap(({ hashes }) => hashes)) {
    const [, memory, passes, salt, hash] = HASH.exec(stored) ?? [];
    if (!hash) continue;
    const key = `${memory} ${passes} ${salt}`;
    if (!made.has(key)) {
      const { length } = bytes(hash);
      const costs = { salt: bytes(salt), passes: Number(passes), memoryKib: Number(memory), length };
      made.set(key, String(await argon2id({ text, ...costs }, pause)));
    }
    if (made.get(key) === String(bytes(hash))) return stored;
  }
  return null;
}
