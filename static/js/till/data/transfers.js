// Transfers of this till's sales that nobody has seen arrive yet.

import { get } from "./api.js";
import { setState, till } from "./state.js";
import { url } from "./urls.js";

/** @import { SaleAnswer } from "./sender.js" */

/**
 * @typedef {object} Unconfirmed a transfer whose money nobody has seen
 * @property {string} sale uid
 * @property {number} n of the payment
 * @property {string} number of the sale
 * @property {string} soldAt
 * @property {number} amountVnd
 * @property {string} reference
 */

const MOST = "100";

/** @param {SaleAnswer} sale @returns {Unconfirmed[]} */
const transfersOf = ({ uid, number, sold_at, payments = [] }) =>
  payments
    .filter(({ state }) => state === "unconfirmed")
    .map(({ n = 1, amount_vnd, reference }) => ({
      sale: uid,
      n,
      number,
      soldAt: sold_at,
      amountVnd: amount_vnd,
      reference: reference ?? "",
    }));

/** Hears which transfers are still unseen, the newest first. */
export async function hearTransfers() {
  if (!till.boot.till || !till.online) return;
  const query = { till: till.boot.till, unconfirmed: "true", order: "newest", limit: MOST };
  const { items } = /** @type {{ items: SaleAnswer[] }} */ (await get(url("sales", {}, query)));
  const unconfirmed = items.flatMap(transfersOf);
  if (JSON.stringify(unconfirmed) !== JSON.stringify(till.unconfirmed)) setState({ unconfirmed });
}
