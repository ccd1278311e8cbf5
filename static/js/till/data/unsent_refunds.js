// Goods that came back while the server was gone: kept beside the sales that wait, and sent after the sale they are of.

import { answeredParts } from "../domain/kept_slip.js";
import { Refusal, get, put } from "./api.js";
import { now } from "./clock.js";
import { url } from "./urls.js";

/** @import { CartPart, RefundPart, SoldLine } from "../domain/kept_slip.js" */
/** @import { UnsentSale } from "./sender.js" */

/**
 * @typedef {object} RefundBody what the server takes, but for the shift
 * @property {string} sale its uid
 * @property {boolean} slip
 * @property {RefundPart[]} lines of the sale's answer; of a sale that waited itself, those of its cart
 * @property {string} method
 * @property {string} reason
 * @property {string} [at]
 * @property {boolean} [offline]
 * @property {number} [total_vnd] what was paid out
 * @property {string} [cashier] who took them back
 * @property {{ by: string, code: string }} [approval] a one-time code; a PIN is never stored
 */
/** @typedef {{ line: number, quantity: string }} BackLine */
/** @typedef {{ uid: string, number: string, total_vnd: number, lines?: BackLine[], voucher?: string }} RefundAnswer */

/**
 * What waits on this device.
 * @param {object} refund
 * @param {string} refund.uid
 * @param {string} refund.shift
 * @param {RefundBody} refund.body
 * @param {number} refund.totalVnd
 * @param {string} refund.goods what came back, in words
 * @param {string} refund.cashier
 * @param {CartPart[]} [refund.cart] lines of a sale that the server has not answered
 * @returns {UnsentSale}
 */
export function unsentRefund({ uid, shift, body, totalVnd, goods, cashier, cart }) {
  const at = now();
  const none = { lines: [], payments: [], discount_vnd: 0, rounding_vnd: 0 };
  return {
    uid,
    kind: "refund",
    document: { shift, sold_at: at, offline: true, ...none, total_vnd: -totalVnd },
    refund: { ...body, at, offline: true, cashier, total_vnd: totalVnd },
    cartParts: cart,
    cashier,
    summary: { goods },
    confirm: [],
    at,
    state: "waiting",
    tries: 0,
    reason: "",
  };
}

/**
 * Sends one; an id that is taken was taken by an earlier try.
 * @param {UnsentSale & { refund: RefundBody }} unsent
 * @param {number} timeout ms
 * @returns {Promise<RefundAnswer>}
 */
export async function sendRefund({ uid, document, refund, cartParts }, timeout) {
  const { lines, ...rest } = refund;
  const options = { timeout };
  /** @type {{ lines: SoldLine[], sold_at: string } | null} */
  const sale = cartParts ? await get(url("sale", { uid: refund.sale }), options) : null;
  const parts = cartParts && sale ? answeredParts(lines, cartParts, sale.lines) : lines;
  // A sale from before its shift's opening counts as of the opening; its goods came back no sooner. A moment in whole seconds
  // stands for all of its second.
  const isBefore = sale && Date.parse(sale.sold_at) > Date.parse(rest.at ?? "");
  try {
    const at = isBefore ? sale.sold_at.replace(/\.\d+/, "") : rest.at;
    const body = { ...rest, at, shift: document.shift, lines: parts, sent_at: now() };
    return await put(url("refund", { uid }), body, options);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "uid_reused") throw error;
    return get(url("refund", { uid }), options);
  }
}
