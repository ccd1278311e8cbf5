// A shift that was opened while the server was gone: it waits beside the sales made in it, and goes first.

import { Refusal, get, put } from "./api.js";
import { now } from "./clock.js";
import { finishSale, moveShift } from "./store.js";
import { url } from "./urls.js";

/** @import { Shift } from "./state.js" */
/** @import { UnsentSale } from "./sender.js" */

/** @typedef {{ till: string, opening_float_vnd: number, opened_at: string }} ShiftBody */
/**
 * @typedef {object} Settled what became of it
 * @property {Shift} shift that is open now
 * @property {Shift | null} instead of this one, which another device was before; null: it is this one
 * @property {boolean} isDatedAnew another shift was opened and closed meanwhile: this one begins now
 */

/**
 * @param {string} uid
 * @param {ShiftBody} body
 * @param {string} cashier
 * @returns {UnsentSale}
 */
export function unsentShift(uid, body, cashier) {
  const at = body.opened_at;
  const none = { lines: [], payments: [], discount_vnd: 0, rounding_vnd: 0, total_vnd: 0 };
  return {
    uid,
    kind: "shift",
    document: { shift: uid, sold_at: at, offline: true, ...none },
    opening: body,
    cashier,
    confirm: [],
    at,
    state: "waiting",
    tries: 0,
    reason: "",
  };
}

/** The shift as the till knows it. @param {UnsentSale} unsent @returns {Shift | null} */
export const shiftOf = ({ uid, opening }) =>
  opening ? { uid, opened_at: opening.opened_at, opening_float_vnd: opening.opening_float_vnd, isUnsent: true } : null;

/**
 * Opens it at the server. Where the till has one open already, what waits goes into that one: nothing is lost, and no drawer has
 * two shifts.
 * @param {UnsentSale & { opening: ShiftBody }} unsent
 * @param {() => Promise<Shift | null>} openThere the shift that is open at the server
 * @param {number} timeout ms
 * @returns {Promise<Settled>}
 */
export async function sendShift({ uid, opening, at }, openThere, timeout) {
  const { opened_at, opening_float_vnd } = opening;
  /** @param {object} body */
  const open = (body) => put(url("shift", { uid }), { ...body, sent_at: now() }, { timeout });
  let isDatedAnew = false;
  try {
    await open(opening);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === "shift_open") {
      const instead = await openThere();
      if (!instead) throw error;
      await moveShift(uid, instead.uid);
      return { shift: instead, instead: { uid, opened_at, opening_float_vnd }, isDatedAnew };
    }
    if (error.errors.some(({ field }) => field === "opened_at")) {
      isDatedAnew = true;
      await open({ till: opening.till, opening_float_vnd });
    } else if (error.code !== "uid_reused") throw error;
  }
  const there = isDatedAnew ? await get(url("shift", { uid }), { timeout }).catch(() => null) : null;
  await finishSale(uid, at);
  return { shift: { uid, opened_at: there?.opened_at ?? opened_at, opening_float_vnd }, instead: null, isDatedAnew };
}
