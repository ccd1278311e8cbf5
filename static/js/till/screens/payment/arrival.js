// Watches for the money of a transfer while its code is shown: the bank tells the server, the server tells the till.

import { get } from "../../data/api.js";
import { till } from "../../data/state.js";
import { url } from "../../data/urls.js";

const LOOK_MS = 1500;
const WAIT_MS = 4000;

/** @typedef {{ amountVnd: number, reference: string }} Asked the transfer whose code a customer sees */

export class ArrivalWatch {
  #onArrived;
  /** @type {Asked | null} */
  #asked = null;
  #timer = 0;

  /** @param {(asked: Asked, at: string) => void} onArrived is called once for each transfer, with when the money came */
  constructor(onArrived) {
    this.#onArrived = onArrived;
  }

  /** Watches for this transfer from now on; null watches for none. @param {Asked | null} asked */
  follow(asked) {
    if (asked?.amountVnd === this.#asked?.amountVnd && asked?.reference === this.#asked?.reference) return;
    this.#asked = asked;
    clearTimeout(this.#timer);
    if (asked) this.#look(asked);
  }

  /** @param {Asked} asked */
  async #look(asked) {
    let at = null;
    if (till.online) {
      const query = { amount_vnd: String(asked.amountVnd), reference: asked.reference };
      // What cannot be heard now is heard a moment later.
      at = (await get(url("vietqr", {}, query), { timeout: WAIT_MS }).catch(() => null))?.at;
    }
    if (this.#asked !== asked) return;
    if (at) this.#onArrived(asked, at);
    else this.#timer = setTimeout(() => this.#look(asked), LOOK_MS);
  }
}
