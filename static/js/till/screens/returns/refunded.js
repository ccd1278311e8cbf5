// After goods came back: the money for the customer, large, and the slip as it leaves the printer.

import { t } from "../../data/i18n.js";
import { refundLabel } from "../../data/payment_methods.js";
import { setState } from "../../data/state.js";
import { vnd } from "../../domain/money.js";
import { html } from "../../ui/html.js";
import { Screen, screens } from "../../ui/screens.js";
import { printButton, serverSlip } from "../paper.js";

/** @import { Slip } from "../../data/state.js" */

/** @typedef {{ uid: string, number: string, total_vnd: number, voucher?: string }} RefundAnswer voucher: its code */

export class RefundedScreen extends Screen {
  title = t("Đã nhận hàng trả");
  isFull = true;
  hasWayBack = false;
  #answer;
  #method;
  /** @type {Slip} */
  #slip;

  /**
   * @param {RefundAnswer} answer
   * @param {string} method how the money went back
   */
  constructor(answer, method) {
    super();
    this.#answer = answer;
    this.#method = method;
    this.#slip = { kind: "refund", uid: answer.uid };
    setState({ lastSlip: { ...this.#slip, sent: true } });
  }

  submit() {
    screens.finish();
  }

  goBack() {
    screens.finish();
  }

  /** A scan begins the next cart. */
  onScan() {
    return null;
  }

  render() {
    const { number, total_vnd, voucher } = this.#answer;
    return [
      html`<span class="caption num">${t("Phiếu trả hàng số %(number)s", { number })}</span>`,
      html`
        <div class="verdict" role="status">
          <b class="num">${vnd(total_vnd)}</b><p>${t("Hoàn tiền cho khách")} · ${refundLabel(this.#method)}</p>
        </div>
      `,
      voucher
        ? html`
            <p class="selectable">${t("Phiếu mua hàng số %(code)s. Ghi hoặc in cho khách giữ.", { code: voucher })}</p>
          `
        : null,
      html`
        <div class="bottom">
          ${printButton(this.#slip, t("In thêm một bản"))}
          <button type="button" class="btn-main done-button" @click=${() => this.submit()}>${t("Xong")}<kbd>Enter</kbd></button>
        </div>
      `,
    ];
  }

  renderRight() {
    return [
      html`<div class="side-head"><h2>${t("Phiếu")}</h2></div>`,
      html`<div class="slip-frame">${serverSlip(this.#slip)}</div>`,
    ];
  }
}
