// Sends what is kept, oldest first, until the server has it all; what it refuses stays in sight with the reason.

import { Refused, SignedOut, send } from "./server.js";

/** @import { Kept } from "./kept.js" */
/** @import { Entry } from "./server.js" */

const AGAIN_MS = 3000;

export class Sender {
  #kept;
  #address;
  #onTaken;
  #onChange;
  #timer = 0;
  #isSending = false;
  /** @type {"ok" | "offline" | "signed-out"} */
  state = "ok";

  /**
   * @param {Kept} kept
   * @param {string} address
   * @param {object} to
   * @param {(entry: Entry) => void} to.onTaken
   * @param {() => void} to.onChange
   */
  constructor(kept, address, { onTaken, onChange }) {
    this.#kept = kept;
    this.#address = address;
    this.#onTaken = onTaken;
    this.#onChange = onChange;
    addEventListener("online", () => this.send());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.send());
  }

  get waiting() {
    return this.#kept.all.filter((entry) => !entry.refused);
  }

  async send() {
    clearTimeout(this.#timer);
    if (this.#isSending) return;
    this.#isSending = true;
    try {
      for (const entry of this.waiting) await this.#sendOne(entry);
      this.state = "ok";
    } catch (error) {
      this.state = error instanceof SignedOut ? "signed-out" : "offline";
      this.#timer = setTimeout(() => this.send(), AGAIN_MS);
    } finally {
      this.#isSending = false;
    }
    this.#onChange();
    // What was typed while the last one was on its way.
    if (this.state === "ok" && this.waiting.length) this.send();
  }

  /** @param {import("./kept.js").KeptEntry} entry */
  async #sendOne(entry) {
    try {
      const taken = await send(this.#address, entry);
      this.#kept.drop(entry.uid);
      this.#onTaken(taken);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#kept.refuse(entry.uid, error.message);
    }
    this.#onChange();
  }
}
