// Every sale exactly once: stored on this device first, sent until the server has answered, never sent twice with effect.

import { Refusal, Unreachable, get, ping, post, put } from "./api.js";
import { forgetSale, keepSale, keptSales, readSale } from "./store.js";
import { now } from "./clock.js";
import { t } from "./i18n.js";
import { url } from "./urls.js";

const STEADY_MS = 15000;
const BUSY_MS = 4000;
const SLOWEST_MS = 60000;
const SALE_MS = 8000;
const HURRIED_MS = 2000;

/** Whether the sale the server has under our id is ours (and not of a second window that went on with the same cart). */
function isSame(there, document) {
  const sameTime = new Date(there.sold_at).getTime() === new Date(document.sold_at).getTime();
  return (
    there.total_vnd === document.total_vnd &&
    (sameTime || (there.flags ?? []).some(({ code }) => code === "clock_differs"))
  );
}

/** It happened without the server; whoever is signed in when it is sent, it belongs to the one who sold. */
function asOffline(entry) {
  return { ...entry, document: { ...entry.document, offline: true, cashier: entry.cashier }, state: "waiting" };
}

export class Sender {
  #changed;
  #timer = 0;
  #wait = BUSY_MS;
  #working = false;
  #stopped = false;
  #lost = false;

  /** changed({waiting, refused}) is called whenever the queue is another. */
  constructor(changed) {
    this.#changed = changed;
  }

  async #tell() {
    const entries = await keptSales();
    const waiting = entries.filter((entry) => entry.state === "waiting");
    const refused = entries.filter((entry) => entry.state === "refused");
    this.#changed({ waiting, refused });
    return { waiting, refused };
  }

  /**
   * Sells: {sent: true, answer} when the server took it, {sent: false} when it is kept here for later.
   * A refusal is thrown and nothing is kept. The approval is never written down.
   */
  async sell(uid, document, { approval = undefined, cashier = undefined, summary = {}, confirm = [] } = {}) {
    const entry = { uid, document, cashier, summary, confirm, at: now(), state: "sending", tries: 0, reason: "" };
    await keepSale(entry);
    try {
      // A customer waits: a server that was not there a moment ago is asked, but not waited for.
      const answer = await this.#put(
        uid,
        approval === undefined ? document : { ...document, approval },
        this.#lost ? HURRIED_MS : SALE_MS,
      );
      this.#lost = false;
      await this.#confirm(entry, answer);
      await forgetSale(uid);
      return { sent: true, answer };
    } catch (trouble) {
      if (trouble instanceof Unreachable) {
        this.#lost = true;
        await keepSale(asOffline(entry));
        await this.#tell();
        this.soon();
        return { sent: false };
      }
      await forgetSale(uid);
      throw trouble;
    }
  }

  /** An id that is already taken was taken by an earlier try of ours: its answer is the answer. */
  async #put(uid, document, timeout = SALE_MS) {
    try {
      return await put(url("sale", { uid }), document, { timeout });
    } catch (trouble) {
      if (!(trouble instanceof Refusal) || trouble.code !== "uid_reused") throw trouble;
      const there = await get(url("sale", { uid }));
      if (isSame(there, document)) return there;
      throw new Refusal(409, {
        code: "sold_elsewhere",
        detail: t("Đơn này đã được bán ở một cửa sổ khác của máy này."),
      });
    }
  }

  async #confirm(entry, answer) {
    for (const [n, part] of (answer.payments ?? []).entries()) {
      if (part.method !== "vietqr" || !entry.confirm?.includes(part.reference)) continue;
      await post(url("payment_confirm", { uid: entry.uid, n: part.n ?? n + 1 })).catch((trouble) => {
        if (trouble instanceof Unreachable) throw trouble;
      });
    }
  }

  /** What this device keeps, told at once and without the network. */
  look() {
    return this.#tell();
  }

  /** A sale that was being sent when the tablet died: did the server take it? → the uids that it did take. */
  async recover() {
    const taken = [];
    for (const entry of (await keptSales()).filter(({ state }) => state === "sending")) {
      try {
        await get(url("sale", { uid: entry.uid }));
        await forgetSale(entry.uid);
        taken.push(entry.uid);
      } catch (trouble) {
        if (trouble instanceof Refusal && trouble.status === 404) await forgetSale(entry.uid);
        else {
          await keepSale(asOffline(entry));
          taken.push(entry.uid);
        }
      }
    }
    await this.#tell();
    return taken;
  }

  async retry(uid) {
    const entry = await readSale(uid);
    if (entry) await keepSale({ ...entry, state: "waiting", reason: "" });
    this.#wait = BUSY_MS;
    await this.work();
  }

  /** One round: is the server there, then oldest first. A refused one steps aside with its reason and holds up nobody. */
  async work() {
    if (this.#working) return;
    this.#working = true;
    try {
      let { waiting } = await this.#tell();
      const reached = await ping();
      this.#lost = !reached;
      if (reached) {
        for (const entry of waiting) if (!(await this.#send(entry))) break;
        ({ waiting } = await this.#tell());
      }
      this.#wait = waiting.length && !reached ? Math.min(this.#wait * 1.5, SLOWEST_MS) : BUSY_MS;
      this.#schedule(waiting.length || !reached ? this.#wait : STEADY_MS);
    } catch {
      this.#schedule(STEADY_MS);
    } finally {
      this.#working = false;
    }
  }

  async #send(entry) {
    try {
      const answer = await this.#put(entry.uid, entry.document);
      await this.#confirm(entry, answer);
      await forgetSale(entry.uid);
      return true;
    } catch (trouble) {
      const gate = trouble instanceof Refusal && ([401, 403, 429].includes(trouble.status) || trouble.code === "csrf");
      if (trouble instanceof Unreachable || gate) {
        await keepSale({ ...entry, tries: entry.tries + 1, reason: gate ? trouble.message : "" });
        return false;
      }
      await keepSale({ ...entry, state: "refused", tries: entry.tries + 1, reason: trouble.message });
      return true;
    }
  }

  /** No more rounds (the page closes). */
  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  soon() {
    this.#schedule(BUSY_MS);
  }

  #schedule(ms) {
    clearTimeout(this.#timer);
    if (!this.#stopped) this.#timer = setTimeout(() => this.work(), ms);
  }
}
