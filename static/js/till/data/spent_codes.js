// One-time codes that this device has used: the server may offer their hashes again until the sale has reached it.

import { readSnapshot, saveSnapshot } from "./store.js";

const NAME = "spent codes";
const REMEMBERED = 200;

/** @returns {Promise<string[]>} */
const spent = async () => (await readSnapshot(NAME).catch(() => null)) ?? [];

/**
 * Without the codes that were used here.
 * @param {import("../domain/offline_codes.js").Approver[]} approvers
 */
export async function unspent(approvers) {
  const used = new Set(await spent());
  return approvers
    .map((one) => ({ ...one, hashes: one.hashes.filter((hash) => !used.has(hash)) }))
    .filter(({ hashes }) => hashes.length);
}

/** @param {string} hash */
export async function spend(hash) {
  await saveSnapshot(NAME, [...(await spent()), hash].slice(-REMEMBERED));
}
