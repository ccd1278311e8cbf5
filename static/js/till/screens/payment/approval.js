// A manager's approval, asked for where it is needed.

import { Refusal, messageOf, post } from "../../data/api.js";
import { till } from "../../data/state.js";
import { url } from "../../data/urls.js";
import { seldom } from "../later.js";

/** @import { Approval } from "../../data/sender.js" */
/** @import { Asked } from "./ask_approval.js" */

/** Refusals that an approval passes: goods in the hand beat the book, too. */
const PASSES = new Set(["approval_needed", "approval_refused", "out_of_stock", "credit_refused"]);

/** Approvals of carts that are not sold yet, in this page's memory only. @type {Map<string, Approval>} */
const given = new Map();

/**
 * Asks now for what the sale will need, and has the server say that the PIN is a manager's. Without a server nobody can say so:
 * a one-time code is asked for when the money is taken.
 * @param {string} cart its uid
 * @param {string} why
 * @param {Asked} asked
 * @returns {Promise<"approved" | "unheard" | "refused">}
 */
export async function approveNow(cart, why, asked) {
  if (!till.online) return "unheard";
  let sentence = why;
  /** @type {string | null} */
  let refused = null;
  for (;;) {
    const approval = await (await seldom()).askApproval(sentence, refused, asked);
    if (!approval) return "refused";
    try {
      await post(url("check_pin"), { username: approval.by, pin: approval.pin });
      given.set(cart, approval);
      return "approved";
    } catch (error) {
      if (!(error instanceof Refusal)) return "unheard";
      refused = approval.by;
      sentence = messageOf(error);
    }
  }
}

/** What a manager has approved of the cart. @param {string} cart its uid */
export const approvalOf = (cart) => given.get(cart);

/**
 * Does something that may need a manager, asking until it is done or given up (then null).
 * @template T
 * @param {(approval: Approval | undefined) => Promise<T>} act
 * @param {Approval} [known] that was given before
 * @returns {Promise<T | null>}
 */
export async function withApproval(act, known) {
  let approval = known;
  for (;;) {
    try {
      return await act(approval);
    } catch (error) {
      const code = error instanceof Refusal ? error.code : "";
      if (!(error instanceof Refusal) || !PASSES.has(code)) throw error;
      const refused = code === "approval_refused" ? (approval?.by ?? null) : null;
      const { askApproval } = await seldom();
      approval = (await askApproval(error.message, refused)) ?? undefined;
      if (!approval) return null;
    }
  }
}
