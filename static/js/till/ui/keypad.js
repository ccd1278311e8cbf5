// A keypad for fingers and for the number keys alike: it has the text that was typed and reports every change.
// It shows one decimal sign, a comma, whichever key it was typed with; groups are not typed, so no figure has two readings.

import { t } from "../data/i18n.js";
import { readMoney, readQuantity } from "../domain/typed_figures.js";
import { html } from "./html.js";
import { mark } from "./icons.js";

export class Keypad {
  text = "";
  #places;
  #longest;
  #isCode;
  #onChange;

  /**
   * @param {object} [options]
   * @param {number} [options.places] 0: whole numbers with a 000 key; else a decimal comma
   * @param {boolean} [options.isCode] digits as they are typed, a leading 0 too, with a key that takes all of them away
   * @param {boolean} [options.isShort] a short number, as a PIN or a count: a key that takes all of it away instead of 000
   * @param {number} [options.longest] most characters
   * @param {(text: string) => void} [options.onChange] called after every key
   */
  constructor({ places = 0, isCode = false, isShort = isCode, longest = 12, onChange = () => {} } = {}) {
    this.#places = places;
    this.#longest = longest;
    this.#isCode = isCode;
    this.#onChange = onChange;
    const press = (/** @type {string} */ key, look = "") =>
      html`<button type="button" class=${look || null} @click=${() => this.press(key)}>${key}</button>`;
    const clear = html`<button type="button" class="soft" @click=${() => this.set("")}>${t("Xóa hết")}</button>`;
    this.node = html`
      <div class="keys num" role="group" aria-label=${t("Bàn phím số")}>
        ${[..."123456789"].map((key) => press(key))}
        ${isShort ? clear : press(places > 0 ? "," : "000", "soft")}
        ${press("0")}
        <button type="button" class="soft" aria-label=${t("Xóa một chữ số")} @click=${() => this.erase()}>
          ${mark("erase", 26)}
        </button>
      </div>
    `;
  }

  /** @param {string} keys one key or several at once, as "000"; a "k" writes the thousands of an amount */
  press(keys) {
    for (const key of this.#places > 0 ? keys : keys.replace(/k/gi, "000")) {
      const sign = key === "." ? "," : key;
      if (sign === ",") {
        if (this.#places > 0 && !this.text.includes(",")) this.text = `${this.text || "0"},`;
      } else if (/\d/.test(sign)) {
        const after = this.text.split(",")[1];
        if (this.text.length < this.#longest && (after === undefined || after.length < this.#places)) {
          this.text = this.text === "0" && !this.#isCode ? sign : this.text + sign;
        }
      }
    }
    this.#onChange(this.text);
  }

  erase() {
    this.set(this.text.slice(0, -1));
  }

  /** @param {string} text */
  set(text) {
    this.text = text;
    this.#onChange(this.text);
  }

  /** A whole amount; null when nothing is typed. */
  get whole() {
    const read = readMoney(this.text);
    return typeof read === "number" ? read : null;
  }

  /** Thousandths; null when nothing is typed. */
  get milli() {
    const read = readQuantity(this.text.replace(/,$/, ""), this.#places);
    return read !== null && typeof read === "object" ? read.smaller : read;
  }
}
