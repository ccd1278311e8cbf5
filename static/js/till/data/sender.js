// Every sale exactly once: stored on this device first, sent until the server has answered, never sent twice with effect.

import { Refusal, Unreachable, get, messageOf, ping, post, put } from "./api.js";
import { now } from "./clock.js";
import { t } from "./i18n.js";
import { deleteSale, listSales, readSale, saveSale } from "./store.js";
import { url } from "./urls.js";

/** @import { SaleDocument } from "../domain/cart.js" */

/** @typedef {{ by: string, pin: string }} Approval a manager's, given for one request and never stored */
/** @typedef {{ n?: number, method: string, amount_vnd: number, reference?: string | null }} Payment */
/**
 * @typedef {object} SaleAnswer
 * @property {string} uid
 * @property {string} number
 * @property {string} sold_at
 * @property {number} total_vnd
 * @property {Payment[]} [payments]
 * @property {{ code: string }[]} [flags]
 */
/**
 * @typedef {object} UnsentSale a sale on this device that the server has not answered yet
 * @property {string} uid
 * @property {SaleDocument} document
 * @property {string} [cashier] who sold
 * @property {{ goods?: string }} [summary] what the list of unsent sales shows
 * @property {string[]} confirm references of the transfers whose money was seen
 * @property {string} at when it was sold
 * @property {"sending" | "waiting" | "refused"} state
 * @property {number} tries
 * @property {string} reason why it could not be sent
 */
/** @typedef {{ waiting: UnsentSale[], refused: UnsentSale[] }} Queue */
/** @typedef {{ sent: true, answer: SaleAnswer } | { sent: false, answer?: undefined }} SaleOutcome */

const STEADY_MS = 15000;
const BUSY_MS = 4000;
const SLOWEST_MS = 60000;
const SALE_MS = 8000;
const HURRIED_MS = 2000;
/** The person at the till may not send; another one may. */
const NOT_OF_THE_SALE = [401, 403, 429];

/**
 * Whether the sale the server has under our id is ours, and not of a second window that went on with the same cart.
 * @param {SaleAnswer} there
 * @param {SaleDocument} document
 */
function isSame(there, document) {
  const hasSameTime = new Date(there.sold_at).getTime() === new Date(document.sold_at).getTime();
  const isClockWrong = (there.flags ?? []).some(({ code }) => code === "clock_differs");
  return there.total_vnd === document.total_vnd && (hasSameTime || isClockWrong);
}

/**
 * It happened without the server; whoever is signed in when it is sent, it belongs to the one who sold.
 * @param {UnsentSale} sale
 * @returns {UnsentSale}
 */
function asOffline(sale) {
  return { ...sale, document: { ...sale.document, offline: true, cashier: sale.cashier }, state: "waiting" };
}

export class Sender {
  #onChange;
  #timer = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
  #waitMs = BUSY_MS;
  #isWorking = false;
  #isStopped = false;
  #isLost = false;

  /** @param {(queue: Queue) => void} onChange is called when the queue may have changed */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** Reads the queue from this device, without the network, and reports it. */
  async readQueue() {
    const sales = await listSales();
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
   * @param {string} uid
   * @param {SaleDocument} document
   * @param {{ approval?: Approval, cashier?: string, summary?: { goods?: string }, confirm?: string[] }} [more]
   * @returns {Promise<SaleOutcome>}
   */
  async sell(uid, document, { approval = undefined, cashier = undefined, summary = {}, confirm = [] } = {}) {
    /** @type {UnsentSale} */
    const sale = { uid, document, cashier, summary, confirm, at: now(), state: "sending", tries: 0, reason: "" };
    await saveSale(sale);
    try {
      // A customer waits: a server that was not there a moment ago is asked, but not waited for.
      const body = approval === undefined ? document : { ...document, approval };
      const answer = await this.#put(uid, body, this.#isLost ? HURRIED_MS : SALE_MS);
      this.#isLost = false;
      await this.#confirm(sale, answer);
      await deleteSale(uid);
      return { sent: true, answer };
    } catch (error) {
      if (error instanceof Unreachable) {
        this.#isLost = true;
        await saveSale(asOffline(sale));
        await this.readQueue();
        this.soon();
        return { sent: false };
      }
      await deleteSale(uid);
      throw error;
    }
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
      return await put(url("sale", { uid }), document, { timeout });
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== "uid_reused") throw error;
      const there = await get(url("sale", { uid }));
      if (isSame(there, document)) return there;
      throw new Refusal(409, {
        code: "sold_elsewhere",
        detail: t("Đơn này đã được bán ở một cửa sổ khác của máy này."),
      });
    }
  }

  /**
   * Confirms the transfers whose money was seen.
   * @param {UnsentSale} sale
   * @param {SaleAnswer} answer
   */
  async #confirm(sale, answer) {
    for (const [at, { method, reference, n = at + 1 }] of (answer.payments ?? []).entries()) {
      if (method !== "vietqr" || !reference || !sale.confirm?.includes(reference)) continue;
      await post(url("payment_confirm", { uid: sale.uid, n })).catch((error) => {
        if (error instanceof Unreachable) throw error;
      });
    }
  }

  /** A sale that was being sent when the tablet died: did the server take it? → the uids that it did take. */
  async recover() {
    const taken = [];
    for (const sale of (await listSales()).filter(({ state }) => state === "sending")) {
      try {
        await get(url("sale", { uid: sale.uid }));
        await deleteSale(sale.uid);
        taken.push(sale.uid);
      } catch (error) {
        if (error instanceof Refusal && error.status === 404) await deleteSale(sale.uid);
        else {
          await saveSale(asOffline(sale));
          taken.push(sale.uid);
        }
      }
    }
    await this.readQueue();
    return taken;
  }

  /** @param {string} uid a sale that was refused */
  async retry(uid) {
    const sale = await readSale(uid);
    if (sale) await saveSale({ ...sale, state: "waiting", reason: "" });
    this.#waitMs = BUSY_MS;
    await this.work();
  }

  /** One round: is the server there, then oldest first. A refused one steps aside with its reason and holds up nobody. */
  async work() {
    if (this.#isWorking) return;
    this.#isWorking = true;
    try {
      let { waiting } = await this.readQueue();
      const isReachable = await ping();
      this.#isLost = !isReachable;
      if (isReachable) {
        for (const sale of waiting) if (!(await this.#send(sale))) break;
        ({ waiting } = await this.readQueue());
      }
      this.#waitMs = waiting.length && !isReachable ? Math.min(this.#waitMs * 1.5, SLOWEST_MS) : BUSY_MS;
      this.#schedule(waiting.length || !isReachable ? this.#waitMs : STEADY_MS);
    } catch {
      this.#schedule(STEADY_MS);
    } finally {
      this.#isWorking = false;
    }
  }

  /**
   * Answers whether the next one may be tried.
   * @param {UnsentSale} sale
   */
  async #send(sale) {
    const tries = sale.tries + 1;
    try {
      const answer = await this.#put(sale.uid, sale.document);
      await this.#confirm(sale, answer);
      await deleteSale(sale.uid);
      return true;
    } catch (error) {
      const isOfTheSession =
        error instanceof Refusal && (NOT_OF_THE_SALE.includes(error.status) || error.code === "csrf");
      if (error instanceof Unreachable || isOfTheSession) {
        await saveSale({ ...sale, tries, reason: isOfTheSession ? messageOf(error) : "" });
        return false;
      }
      await saveSale({ ...sale, state: "refused", tries, reason: messageOf(error) });
      return true;
    }
  }

  /** No more rounds (the page closes, or another window of this till sells). */
  stop() {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  soon() {
    this.#schedule(BUSY_MS);
  }

  #schedule(/** @type {number} */ ms) {
    clearTimeout(this.#timer);
    if (!this.#isStopped) this.#timer = setTimeout(() => this.work(), ms);
  }
}
