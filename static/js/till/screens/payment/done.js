// After the money: the change, large; the slip as it leaves the printer; the next customer with Enter.

import { messageOf, post } from "../../data/api.js";
import { t } from "../../data/i18n.js";
import { paymentLabel } from "../../data/payment_methods.js";
import { setState } from "../../data/state.js";
import { url } from "../../data/urls.js";
import { vnd } from "../../domain/money.js";
import { html } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";
import { notice, toast } from "../../ui/messages.js";
import { Screen, screens } from "../../ui/screens.js";
import { withApproval } from "./approval.js";
import { ownSlip } from "./own_slip.js";
import { printButton, serverSlip } from "../paper.js";

/** @import { Cart, PricedCart, SaleDocument } from "../../domain/cart.js" */
/** @import { SaleOutcome } from "../../data/sender.js" */
/** @import { Slip } from "../../data/state.js" */

/**
 * @typedef {object} Sold
 * @property {string} uid
 * @property {Cart} cart
 * @property {PricedCart} priced
 * @property {SaleDocument} document
 * @property {number} changeVnd
 * @property {SaleOutcome} outcome
 */

export class DoneScreen extends Screen {
  title = t("Đã bán");
  hasHiddenTitle = true;
  isFull = true;
  hasWayBack = false;
  #sale;
  /** @type {Slip} */
  #slip;
  /** The transfers that a manager has to confirm. @type {number[]} */
  #toConfirm;
  #isBusy = false;

  /** @param {Sold} sale */
  constructor(sale) {
    super();
    this.#sale = sale;
    this.#toConfirm = sale.outcome.sent ? sale.outcome.toConfirm : [];
    this.#slip = { kind: "sale", uid: sale.uid };
    setState({ lastSlip: { ...this.#slip, sent: sale.outcome.sent } });
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

  async #confirm() {
    if (this.#isBusy) return;
    this.#isBusy = true;
    const { uid } = this.#sale;
    try {
      for (const n of [...this.#toConfirm]) {
        const address = url("payment_confirm", { uid, n });
        if (!(await withApproval((approval) => post(address, approval ? { approval } : {})))) break;
        this.#toConfirm = this.#toConfirm.filter((one) => one !== n);
      }
    } catch (error) {
      toast(messageOf(error), "bad");
    }
    this.#isBusy = false;
    this.update();
  }

  #confirmation() {
    const text = t("Tiền chuyển khoản của đơn này cần quản lý xác nhận là đã nhận.");
    return html`
      <div class="stack">
        ${notice(text, "warn")}
        <button type="button" id="confirm-transfer" @click=${() => this.#confirm()}>${t("Quản lý xác nhận")}</button>
      </div>
    `;
  }

  render() {
    const { uid, document, outcome, changeVnd } = this.#sale;
    const { payments } = document;
    const caption = outcome.sent
      ? t("Đã ghi đơn số %(number)s", { number: outcome.answer.number })
      : t("Đã giữ đơn trên máy này");
    const offline = t("Máy chủ mất kết nối. Đơn được giữ trên máy này và gửi khi có mạng lại. Cứ bán tiếp.");
    const change = html`
      <div class="change-box" role="status" data-sale=${uid}>
        <span>${t("Tiền thừa trả khách")}</span><b class="num" id="change">${vnd(changeVnd)}</b>
      </div>
    `;
    const print = html`
      <button type="button" @click=${() => window.print()}>${mark("printer")}${t("In phiếu tạm")}</button>
    `;
    return [
      html`<div><span class="caption">${caption}</span><div class="due num">${vnd(document.total_vnd)}</div></div>`,
      payments.some(({ method }) => method === "cash") && change,
      !outcome.sent && notice(outcome.trouble ?? offline, "warn"),
      this.#toConfirm.length ? this.#confirmation() : null,
      outcome.answer?.flags?.length ? notice(t("Đơn đã ghi, có điểm cần quản lý xem lại."), "warn") : null,
      html`<ul class="parts">${payments.map(
        (part) => html`
        <li><span>${paymentLabel(part.method)}</span><b class="num">${vnd(part.amount_vnd)}</b></li>
      `,
      )}</ul>`,
      html`
        <div class="bottom">
          ${outcome.sent ? printButton(this.#slip, t("In thêm một bản")) : print}
          <button type="button" class="btn-main done" id="next" @click=${() => this.submit()}>
            ${t("Đơn mới")}<kbd>Enter</kbd>
          </button>
        </div>
      `,
    ];
  }

  renderRight() {
    const slip = this.#sale.outcome.sent ? serverSlip(this.#slip) : ownSlip(this.#sale);
    return [html`<h3 class="no-print">${t("Phiếu")}</h3>`, html`<div class="slip-frame">${slip}</div>`];
  }
}
