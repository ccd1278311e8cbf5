// The papers of this till that are not printed, and where they may be printed instead.

import { get, post } from "./api.js";
import { till } from "./state.js";
import { uid } from "./uid.js";
import { url } from "./urls.js";

/**
 * @typedef {object} PrintJob
 * @property {number} id
 * @property {string} paper
 * @property {string} name what people call the paper
 * @property {string} document
 * @property {string | null} number
 * @property {string} printer its address
 * @property {"waiting" | "printing" | "printed" | "failed" | "expired" | "cancelled"} state
 * @property {string | null} trouble
 * @property {string} asked_at
 */
/** @typedef {{ name: string, printer: string }} OtherTill */
/** @typedef {"retry" | "cancel" | "again"} PrintAct */

/** A paper that is being tried stands in the list too: a printer without paper will refuse it again. */
const UNPRINTED = ["printing", "waiting", "failed", "expired"];
const MOST = "20";

/** What is not printed, the oldest first. @returns {Promise<PrintJob[]>} */
export async function unprinted() {
  const of = till.boot.till ?? "";
  const lists = await Promise.all(
    UNPRINTED.map((state) => get(url("print_jobs", {}, { till: of, state, limit: MOST }))),
  );
  return lists.flatMap(({ items }) => items).sort((one, other) => one.id - other.id);
}

/** Tills whose printer is another one; each printer once. @param {string} printer @returns {Promise<OtherTill[]>} */
export async function otherPrinters(printer) {
  const { items } = await get(url("tills", {}, { limit: "200" }));
  const others = items.filter((/** @type {OtherTill} */ one) => one.printer !== "none:" && one.printer !== printer);
  return [...new Map(others.map((/** @type {OtherTill} */ one) => [one.printer, one])).values()];
}

/** An act on a print job: however often the same one is sent, it happens once. @param {PrintJob} job */
export function actsOn({ id }) {
  const acts = new Map();
  /**
   * @param {PrintAct} what
   * @param {string} [printer] the address of another printer
   */
  return async (what, printer) => {
    const key = `${what} ${printer ?? ""}`;
    if (!acts.has(key)) acts.set(key, uid());
    await post(url(`print_job_${what}`, { job: id }), { uid: acts.get(key), ...(printer ? { printer } : {}) });
    acts.delete(key);
  };
}
