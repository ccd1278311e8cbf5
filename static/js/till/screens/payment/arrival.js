// Watches for the money of a transfer while its code is shown: the bank tells the server, the server tells the till.

import { get } from "../../data/api.js";
import { till } from "../../data/state.js";
import { url } from "../../data/urls.js";
import { html } from "../../ui/html.js";

const LOOK_MS = 1500;
const WAIT_MS = 4000;
const SECOND_MS = 1000;

/** @typedef {{ amountVnd: number, reference: string }} Asked the transfer whose code a customer sees */

export class ArrivalWatch {
  #onArrived;
  /** @type {Asked | null} */
  #asked = null;
  #timer = 0;
  #clock = 0;
  #seconds = 0;
  /** How long the customer's code has been shown: "0:24". */
  waited = html`<b class="sec num" aria-hidden="true"></b>`;

  /** @param {(asked: Asked, at: string) => void} onArrived is called once for each transfer, with when the money came */
  constructor(onArrived) {
    this.#onArrived = onArrived;
  }

  /** Watches for this transfer from now on; null watches for none. @param {Asked | null} asked */
  follow(asked) {
    if (asked?.amountVnd === this.#asked?.amountVnd && asked?.reference === this.#asked?.reference) return;
    this.#asked = asked;
    clearTimeout(this.#timer);
    clearInterval(this.#clock);
    if (!asked) return;
    this.#seconds = -1;
    this.#tick();
    this.#clock = setInterval(() => this.#tick(), SECOND_MS);
    this.#look(asked);
  }

  #tick() {
    this.#seconds += 1;
    this.waited.textContent = `${Math.trunc(this.#seconds / 60)}:${String(this.#seconds % 60).padStart(2, "0")}`;
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
