// Every sale exactly once: stored on this device first, sent until the server has answered, never sent twice with effect. So are
// goods that came back, and a shift that was opened, while the server was gone: the shift goes first, the others in their order.
// One that the server cannot take is set aside with its reason and tried again after growing pauses; the next ones go on.

import { Refusal, Unreachable, get, messageOf, ping, post, put } from "./api.js";
import { beginSelling, stopSelling } from "./carts.js";
import { slipOf, withReturned } from "../domain/kept_slip.js";
import { faultOf } from "../domain/sending.js";
import { now } from "./clock.js";
import { t } from "./i18n.js";
import { sendRefund } from "./unsent_refunds.js";
import { asOffline, asSetAside, isSame } from "./unsent_sale.js";
import { sendShift, shiftOf } from "./unsent_shift.js";
import {
  SoldAlready,
  addSale,
  finishSale,
  listSales,
  readSale,
  replaceSale,
  updateSale,
  updateSlip,
  withdrawSale,
} from "./store.js";
import { url } from "./urls.js";

/** @import { Cart, SaleDocument } from "../domain/cart.js" */
/** @import { CartPart, SaleDetails } from "../domain/kept_slip.js" */
/** @import { StoredCarts } from "./carts.js" */
/** @import { Shift } from "./state.js" */
/** @import { RefundBody } from "./unsent_refunds.js" */
/** @import { Settled, ShiftBody } from "./unsent_shift.js" */

/** @typedef {{ by: string, pin: string }} Approval a manager's, given for one request and never stored */
/** @typedef {{ n?: number, method: string, amount_vnd: number, reference?: string | null, state?: string }} Payment */
/** @typedef {{ number: string, payments?: Payment[], flags?: { code: string }[] }} Answered */
/** @typedef {Omit<SaleDetails, "number" | "payments"> & Answered} SaleAnswer */
/**
 * @typedef {object} UnsentSale a sale on this device that the server has not answered yet
 * @property {string} uid
 * @property {SaleDocument} document
 * @property {string} [cashier] who sold
 * @property {{ goods?: string }} [summary] what the list of unsent sales shows
 * @property {string[]} confirm references of the transfers whose money was seen
 * @property {string} at when it was sold
 * @property {"sending" | "waiting" | "refused"} state refused: set aside, a manager has to look at it
 * @property {number} tries
 * @property {string} reason why it could not be sent
 * @property {number} [retryAt] ms since 1970: when one that was set aside is tried again
 * @property {string[]} [was] the uids it had before it was written anew
 * @property {Cart} [cart] what it was, until the server has taken it
 * @property {"refund" | "shift"} [kind] nothing: a sale. `document` tells of the others when they were and what they cost
 * @property {RefundBody} [refund]
 * @property {CartPart[]} [cartParts] of a refund: the cart whose lines it names
 * @property {ShiftBody} [opening] of a shift
 */
/** @typedef {{ waiting: UnsentSale[], refused: UnsentSale[] }} Queue without a shift: that is told by `onShift` */
/**
 * @typedef {{ sent: true, answer: SaleAnswer, toConfirm: number[] }
 *   | { sent: false, answer?: undefined, trouble?: string }} SaleOutcome
 * `toConfirm` numbers the transfers that a manager has to confirm
 */

/** The server is gone, and without it this sale may not be. */
export class CutOff extends Error {}

/**
 * @typedef {object} SaleExtras
 * @property {Approval} [approval]
 * @property {string} [cashier]
 * @property {{ goods?: string }} [summary]
 * @property {string[]} [confirm] references of the transfers whose money was seen
 * @property {boolean} [needsOnline] not without the server: what only a manager may allow was allowed by nobody yet
 */

const STEADY_MS = 15000;
const BUSY_MS = 4000;
const SLOWEST_MS = 60000;
const SALE_MS = 8000;
/** A customer waits; the sale lies on this device already. */
const PATIENCE_MS = 2000;

const isDue = (/** @type {UnsentSale} */ { retryAt = 0 }) => retryAt <= Date.now();

const soldElsewhere = () =>
  new Refusal(409, { code: "sold_elsewhere", detail: t("Đơn này đã được bán ở một cửa sổ khác của máy này.") });

export class Sender {
  #onChange;
  #openThere;
  #onArrived;
  #onShift = (/** @type {Settled} */ _settled) => {};
  /** A shift of this device that the server does not know yet. @type {UnsentSale | null} */
  #shift = null;
  #timer = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
  #waitMs = BUSY_MS;
  #isWorking = false;
  #isStopped = false;
  #isLost = false;

  /**
   * @param {(queue: Queue) => void} onChange is called when the queue may have changed
   * @param {() => Promise<Shift | null>} [openThere] the shift that is open at the server
   * @param {(answer: SaleAnswer) => void} [onArrived] is called when a sale that waited here has arrived
   */
  constructor(onChange, openThere = async () => null, onArrived = () => {}) {
    this.#onChange = onChange;
    this.#openThere = openThere;
    this.#onArrived = onArrived;
  }

  /** @param {(settled: Settled) => void} act is called when a shift that was opened without the server has arrived */
  onShift(act) {
    this.#onShift = act;
  }

  /** The shift of a till that waits on this device. @param {string | null} code */
  unsentShift(code) {
    return this.#shift?.opening?.till === code ? shiftOf(this.#shift) : null;
  }

  /** Reads the queue from this device, without the network, and reports it. */
  async readQueue() {
    const all = await listSales();
    const sales = all.filter(({ kind }) => kind !== "shift");
    this.#shift = all.find(({ kind }) => kind === "shift") ?? null;
    const queue = {
      waiting: sales.filter(({ state }) => state === "waiting"),
      refused: sales.filter(({ state }) => state === "refused"),
    };
    this.#onChange(queue);
    return queue;
  }

  /**
   * Sells: {sent: true, answer} when the server took it, {sent: false} when it is stored here for later.
   * A refusal is thrown and nothing stays here. The approval is never stored.
   * @param {StoredCarts & { cart: Cart }} carts of which `cart` is sold
   * @param {SaleDocument} document
   * @param {SaleExtras} [more]
   * @returns {Promise<SaleOutcome>}
   */
  async sell(carts, document, more = {}) {
    const { approval, cashier, summary = {}, confirm = [], needsOnline = false } = more;
    const { cart } = carts;
    const { uid } = cart;
    const at = now();
    /** @type {UnsentSale} */
    const sale = { uid, document, cashier, summary, confirm, at, state: "sending", tries: 0, reason: "", cart };
    // A customer waits: a server that was not there a moment ago is not asked before it is heard again, unless it must be.
    const isAsked = !this.#isLost || needsOnline || approval !== undefined;
    beginSelling(uid);
    try {
      await addSale(isAsked ? sale : asOffline(sale), { ...carts, cart: null });
    } catch (error) {
      stopSelling(uid);
      throw error instanceof SoldAlready ? soldElsewhere() : error;
    }
    if (!isAsked) {
      await this.readQueue();
      this.soon();
      return { sent: false };
    }
    try {
      const shift = await this.#settleShift(document.shift, PATIENCE_MS);
      const body = { ...document, shift, ...(approval && { approval }) };
      const answer = await this.#put(uid, body, PATIENCE_MS);
      this.#isLost = false;
      const toConfirm = await this.#confirm(sale, answer);
      // The server has it: a page that dies before this is written asks the server and hears so.
      finishSale(uid, at, slipOf(answer)).catch(() => {});
      return { sent: true, answer, toConfirm };
    } catch (error) {
      const isServersFault = error instanceof Refusal && error.status >= 500;
      if (error instanceof Unreachable || isServersFault) {
        this.#isLost = !isServersFault;
        if (needsOnline) {
          // The server refuses such a sale: it cannot have taken it.
          stopSelling(uid);
          await withdrawSale(uid, carts);
          throw new CutOff();
        }
        const stored = asOffline(sale);
        await updateSale(isServersFault ? asSetAside(stored, error) : stored);
        await this.readQueue();
        this.soon();
        const isDiskFull = error instanceof Unreachable && error.isDiskFull;
        return isDiskFull ? { sent: false, trouble: error.message } : { sent: false };
      }
      stopSelling(uid);
      await withdrawSale(uid, carts);
      throw error;
    }
  }

  /**
   * A shift that was opened without the server is opened there before anything is sold in it; answers the one to sell in.
   * @param {string} uid
   * @param {number} timeout ms
   */
  async #settleShift(uid, timeout = SALE_MS) {
    const waiting = this.#shift;
    if (!waiting?.opening || waiting.uid !== uid) return uid;
    const settled = await sendShift({ ...waiting, opening: waiting.opening }, this.#openThere, timeout);
    this.#shift = null;
    this.#onShift(settled);
    return settled.shift.uid;
  }

  /** Takes in what was made without the server. @param {UnsentSale} unsent */
  async keep(unsent) {
    await addSale(unsent);
    await this.readQueue();
    this.soon();
  }

  /**
   * An id that is already taken was taken by an earlier try of ours: its answer is the answer.
   * @param {string} uid
   * @param {SaleDocument} document
   * @param {number} [timeout] ms
   * @returns {Promise<SaleAnswer>}
   */
  async #put(uid, document, timeout = SALE_MS) {
    try {
      return await put(url("sale", { uid }), { ...document, sent_at: now() }, { timeout });
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== "uid_reused") throw error;
      const there = await get(url("sale", { uid }), { timeout });
      if (isSame(there, document)) return there;
      throw soldElsewhere();
    }
  }

  /**
   * Confirms the transfers whose money was seen; answers the numbers of those that need a manager.
   * @param {UnsentSale} sale
   * @param {SaleAnswer} answer
   */
  async #confirm(sale, answer) {
    /** @type {number[]} */
    const toConfirm = [];
    for (const [at, { method, reference, n = at + 1 }] of (answer.payments ?? []).entries()) {
      if (method !== "vietqr" || !reference || !sale.confirm?.includes(reference)) continue;
      await post(url("payment_confirm", { uid: answer.uid, n })).catch((error) => {
        if (error instanceof Unreachable) throw error;
        if (error instanceof Refusal && error.code === "approval_needed") toConfirm.push(n);
      });
    }
    return toConfirm;
  }

  /**
   * A sale that was being sent when the tablet died: did the server take it? Answers the uids that are sold. The cart of one
   * that the server never got is open again: nobody saw it as done.
   * @param {(cart: Cart, cashier?: string) => StoredCarts} reopen answers all carts with this one among them
   */
  async recover(reopen) {
    const sold = [];
    for (const sale of (await listSales()).filter(({ state }) => state === "sending")) {
      try {
        await finishSale(sale.uid, sale.at, slipOf(await get(url("sale", { uid: sale.uid }))));
        sold.push(sale.uid);
      } catch (error) {
        if (error instanceof Refusal && error.status === 404) {
          await withdrawSale(sale.uid, sale.cart && reopen(sale.cart, sale.cashier));
        } else {
          await updateSale(asOffline(sale));
          sold.push(sale.uid);
        }
      }
    }
    await this.readQueue();
    return sold;
  }

  /** @param {string} uid a sale that was set aside */
  async retry(uid) {
    const sale = await readSale(uid);
    if (sale) await updateSale({ ...sale, state: "waiting", reason: "" });
    this.#waitMs = BUSY_MS;
    await this.work();
  }

  /**
   * A manager has it sent as a sale of its own: what the server has under its uid is another one.
   * @param {string} uid of one that was set aside
   * @param {string} as the new uid
   */
  async writeAnew(uid, as) {
    const sale = await readSale(uid);
    if (sale?.state === "refused") {
      const was = [...(sale.was ?? []), uid];
      await replaceSale(uid, { ...sale, uid: as, was, state: "waiting", tries: 0, reason: "", retryAt: 0 });
    }
    await this.work();
  }

  /**
   * A manager mends it: its cart is open again under another uid, with the money that was taken for it.
   * @param {string} uid of one that was set aside
   * @param {(sale: UnsentSale & { cart: Cart }) => StoredCarts} reopen answers all carts with this one's among them
   */
  async mend(uid, reopen) {
    const sale = await readSale(uid);
    const { cart } = sale ?? {};
    if (sale?.state === "refused" && cart) await replaceSale(uid, null, reopen({ ...sale, cart }));
    await this.readQueue();
  }

  /** A manager gives up a refund that was set aside. @param {string} uid */
  async drop(uid) {
    if ((await readSale(uid))?.state === "refused") await replaceSale(uid, null);
    await this.readQueue();
  }

  /** One round: is the server there, then oldest first, and last those that were set aside long enough ago. */
  async work() {
    if (this.#isWorking) return;
    this.#isWorking = true;
    try {
      let { waiting, refused } = await this.readQueue();
      const isReachable = await ping();
      this.#isLost = !isReachable;
      if (isReachable) {
        if (this.#shift) {
          await this.#settleShift(this.#shift.uid);
          ({ waiting, refused } = await this.readQueue());
        }
        for (const sale of [...waiting, ...refused.filter(isDue)]) if (!(await this.#send(sale))) break;
        ({ waiting, refused } = await this.readQueue());
      }
      this.#waitMs = waiting.length > 0 && !isReachable ? Math.min(this.#waitMs * 1.5, SLOWEST_MS) : BUSY_MS;
      this.#schedule(waiting.length || !isReachable ? this.#waitMs : STEADY_MS);
    } catch {
      this.#schedule(STEADY_MS);
    } finally {
      this.#isWorking = false;
    }
  }

  /**
   * One that was written anew may have come to the server under a uid of before, by the recovery code on its slip.
   * @param {UnsentSale} sale
   */
  async #recovered({ was = [], document }) {
    for (const uid of was) {
      try {
        const there = await get(url("sale", { uid }));
        if (isSame(there, document)) return there;
      } catch (error) {
        if (!(error instanceof Refusal && error.status === 404)) throw error;
      }
    }
    return null;
  }

  /**
   * Answers whether the next one may be tried.
   * @param {UnsentSale} sale
   */
  async #send(sale) {
    const tries = sale.tries + 1;
    try {
      if (sale.refund) {
        const { sale: of } = sale.refund;
        const { lines = [] } = await sendRefund({ ...sale, refund: sale.refund }, SALE_MS);
        await updateSlip(of, (slip) => withReturned(slip, lines));
        await finishSale(sale.uid, sale.at);
        return true;
      }
      const answer = (await this.#recovered(sale)) ?? (await this.#put(sale.uid, sale.document));
      await this.#confirm(sale, answer);
      await finishSale(sale.uid, sale.at, slipOf(answer));
      this.#onArrived(answer);
      return true;
    } catch (error) {
      if (error instanceof Unreachable) {
        await updateSale({ ...sale, tries });
        return false;
      }
      const fault = error instanceof Refusal ? faultOf(error.status, error.code) : "sale";
      await updateSale(fault === "sale" ? asSetAside(sale, error) : { ...sale, tries, reason: messageOf(error) });
      return fault !== "session";
    }
  }

  /** No more rounds (the page closes, or another window of this till sells). */
  stop() {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  soon = () => this.#schedule(BUSY_MS);

  #schedule(/** @type {number} */ ms) {
    clearTimeout(this.#timer);
    if (!this.#isStopped) this.#timer = setTimeout(() => this.work(), ms);
  }
}
