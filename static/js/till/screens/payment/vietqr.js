// The VietQR code of one amount, drawn by the server: asked for once what is typed has come to rest.

import { messageOf, post } from "../../data/api.js";
import { t } from "../../data/i18n.js";
import { url } from "../../data/urls.js";
import { vnd } from "../../domain/money.js";
import { html } from "../../ui/html.js";

/** @typedef {{ key: string, state: "none" | "asking" | "ready" | "failed", svg?: string, message?: string }} Code */

const REST_MS = 500;

export class VietQr {
  #onChange;
  /** @type {Code} */
  #code = { key: "", state: "none" };
  #timer = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);

  /** @param {() => unknown} onChange is called when the code is there, or could not be made */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /**
   * @param {number} amountVnd
   * @param {string} reference
   * @param {boolean} isTyping the amount may go on changing
   */
  ask(amountVnd, reference, isTyping) {
    const key = `${amountVnd} ${reference}`;
    if (this.#code.key === key || amountVnd <= 0) return;
    this.#code = { key, state: "asking" };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fetch(key, amountVnd, reference), isTyping ? REST_MS : 0);
  }

  /**
   * @param {string} key
   * @param {number} amountVnd
   * @param {string} reference
   */
  async #fetch(key, amountVnd, reference) {
    /** @type {Code} */
    let code;
    try {
      const { svg } = await post(url("vietqr"), { amount_vnd: amountVnd, reference });
      code = { key, state: "ready", svg };
    } catch (error) {
      code = { key, state: "failed", message: messageOf(error) };
    }
    if (this.#code.key === key) this.#code = code;
    this.#onChange();
  }

  /** What failed may be asked for again. */
  forgetFailure() {
    if (this.#code.state === "failed") this.#code = { key: "", state: "none" };
  }

  stop() {
    clearTimeout(this.#timer);
  }

  /**
   * @param {number} amountVnd
   * @param {string} reference
   */
  picture(amountVnd, reference) {
    const { state, svg = "", message = "" } = this.#code;
    if (state === "ready") {
      const alt = t("Mã VietQR %(amount)s, nội dung %(reference)s", { amount: vnd(amountVnd), reference });
      return html`<img src="data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}" alt=${alt}>`;
    }
    const text = state === "failed" ? `${t("Chưa tạo được mã VietQR.")} ${message}` : t("Đang tạo mã VietQR…");
    return html`<div class="waiting">${text}</div>`;
  }
}
