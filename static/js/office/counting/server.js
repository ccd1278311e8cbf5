// What a count session asks of the server: take a figure, and tell those of everybody.

import { language } from "../../till/data/i18n.js";

/**
 * An entry as the server knows it.
 * @typedef {object} Entry
 * @property {number} n grows with each entry
 * @property {string} uid
 * @property {string} lot
 * @property {string} name
 * @property {string} unit
 * @property {string} counted
 * @property {string} counted_at
 * @property {boolean} by_scan
 * @property {string} recorded_by
 */
/** @import { KeptEntry } from "./kept.js" */

const TIMEOUT_MS = 8000;
/** Entries that came at once may show up in another order than their numbers: a few are read once more. */
const OVERLAP = 50;

/** The server said no for good; its sentence says why. */
export class Refused extends Error {}
/** Nobody is signed in here any more. */
export class SignedOut extends Error {}

/**
 * @param {string} address
 * @param {RequestInit} options
 */
async function ask(address, options) {
  const answer = await fetch(address, {
    credentials: "same-origin",
    cache: "no-store",
    ...options,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { Accept: "application/json", "Accept-Language": language, ...options.headers },
  });
  const body = await answer.json().catch(() => ({}));
  if (answer.ok) return body;
  if (answer.status === 401 || body.code === "csrf") throw new SignedOut();
  // Overloaded or broken: the figure waits.
  if (answer.status >= 500 || answer.status === 429) throw new TypeError(String(answer.status));
  throw new Refused(body.errors?.[0]?.message ?? body.detail ?? String(answer.status));
}

/**
 * @param {string} address
 * @param {KeptEntry} entry
 * @returns {Promise<Entry>}
 */
export function send(address, { uid, lot, counted, counted_at, by_scan }) {
  const meta = /** @type {HTMLMetaElement | null} */ (document.querySelector("meta[name=csrf-token]"));
  const body = { uid, lot, counted, counted_at, by_scan, sent_at: new Date().toISOString() };
  const headers = { "Content-Type": "application/json", "X-CSRFToken": meta?.content ?? "" };
  return ask(address, { method: "POST", body: JSON.stringify(body), headers });
}

/**
 * The entries after one of them, in the order they came.
 * @param {string} address
 * @param {number} after
 * @returns {Promise<Entry[]>}
 */
export async function entriesAfter(address, after) {
  const query = new URLSearchParams({ limit: "1000", after: String(Math.max(0, after - OVERLAP)) });
  return (await ask(`${address}?${query}`, {})).items;
}
