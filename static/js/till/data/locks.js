// What opens the till without a server: a check of the PIN or password that its person typed on this device last, made by PBKDF2.
// The secret itself is stored nowhere. Browsers do this on https and on the server's own machine only, as they store the page.

import { readSnapshot, saveSnapshot } from "./store.js";

/** @typedef {{ salt: number[], digest: number[] }} Lock */
/** @typedef {Lock & { wrong: number }} StoredLock wrong: tries since the last right one */

const ROUNDS = 600_000;
const TYPED = "till-typed";
export const MOST_TRIES = 5;

const nameOf = (/** @type {string} */ username) => `lock:${username}`;

/** @param {string} secret @param {number[]} salt */
async function digestOf(secret, salt) {
  const bytes = new TextEncoder().encode(secret.normalize("NFC"));
  const key = await crypto.subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: new Uint8Array(salt), iterations: ROUNDS };
  return [...new Uint8Array(await crypto.subtle.deriveBits(how, key, 256))];
}

/** @param {string} secret @returns {Promise<Lock | null>} null where the browser cannot make one */
async function makeLock(secret) {
  if (!globalThis.crypto?.subtle) return null;
  const salt = [...crypto.getRandomValues(new Uint8Array(16))];
  return { salt, digest: await digestOf(secret, salt) };
}

/**
 * This is the person's secret: the server said so.
 * @param {string} username
 * @param {string} secret
 */
export async function keepLock(username, secret) {
  const lock = await makeLock(secret);
  if (lock) await saveSnapshot(nameOf(username), { ...lock, wrong: 0 });
}

/**
 * Somebody types a password on the sign-in page; whether it is right, the page after it tells.
 * @param {string} username
 * @param {string} secret
 */
export async function rememberTyped(username, secret) {
  sessionStorage.removeItem(TYPED);
  const lock = await makeLock(secret);
  if (lock) sessionStorage.setItem(TYPED, JSON.stringify({ username, lock }));
}

/** This person was let in by the server: what they typed on the sign-in page was right. @param {string} username */
export async function adoptTyped(username) {
  const typed = JSON.parse(sessionStorage.getItem(TYPED) ?? "null");
  sessionStorage.removeItem(TYPED);
  if (typed?.username === username) await saveSnapshot(nameOf(username), { ...typed.lock, wrong: 0 });
}

/** Whether this device can check the person's secret. @param {string} username */
export const hasLock = async (username) => Boolean(await readSnapshot(nameOf(username)).catch(() => null));

/**
 * Whether this is the secret; each try is counted before it is checked, and after too many nothing opens any more.
 * @param {string} username
 * @param {string} secret
 * @returns {Promise<"open" | "wrong" | "shut">}
 */
export async function tryLock(username, secret) {
  /** @type {StoredLock | null | undefined} */
  const lock = await readSnapshot(nameOf(username));
  if (!lock || lock.wrong >= MOST_TRIES) return "shut";
  const wrong = lock.wrong + 1;
  await saveSnapshot(nameOf(username), wrong < MOST_TRIES ? { ...lock, wrong } : null);
  const digest = await digestOf(secret, lock.salt);
  if (digest.join() === lock.digest.join()) {
    await saveSnapshot(nameOf(username), { ...lock, wrong: 0 });
    return "open";
  }
  return wrong < MOST_TRIES ? "wrong" : "shut";
}
