// How the last sale was paid after all: a wrong tap, put right before the shift closes.

import { messageOf, post } from "../../data/api.js";
import { t } from "../../data/i18n.js";
import { paymentLabel, paymentMethods } from "../../data/payment_methods.js";
import { setState, till } from "../../data/state.js";
import { uid } from "../../data/uid.js";
import { url } from "../../data/urls.js";
import { vnd } from "../../domain/money.js";
import { html, input } from "../../ui/html.js";
import { notice, toast } from "../../ui/messages.js";
import { Screen, screens } from "../../ui/screens.js";
import { withApproval } from "./approval.js";

/** @import { LastSale } from "../../data/state.js" */

export class CorrectPaymentScreen extends Screen {
  title = t("Sửa cách trả tiền");
  #sale;
  #uid = uid();
  #method;
  #isBusy = false;
  /** @type {unknown} */
  #problem = null;
  #reason = input`<input type="text" id="correct-reason" maxlength="200" autocomplete="off">`;

  /** @param {LastSale} sale that the server has */
  constructor(sale) {
    super();
    this.#sale = sale;
    const { payments } = sale.document;
    this.#method = paymentMethods().find((method) => method !== payments[0]?.method) ?? "cash";
    this.#reason.value = t("Bấm nhầm cách trả tiền");
  }

  get isBusy() {
    return this.#isBusy;
  }

  async submit() {
    if (this.#isBusy) return;
    const { uid: sale, document } = this.#sale;
    const reason = this.#reason.value.trim().normalize("NFC");
    if (!reason) {
      this.#problem = notice(t("Ghi lý do sửa."), "warn");
      this.update();
      return;
    }
    const payments = [{ method: this.#method, amount_vnd: document.total_vnd }];
    this.#isBusy = true;
    try {
      const body = { uid: this.#uid, payments, reason };
      const address = url("payments_correct", { uid: sale });
      const answer = await withApproval((approval) => post(address, { ...body, ...(approval && { approval }) }));
      this.#isBusy = false;
      if (!answer) return;
      if (till.lastSale?.uid === sale) {
        const toConfirm = this.#sale.toConfirm.filter((n) =>
          answer.payments.some((/** @type {{ n: number }} */ one) => one.n === n),
        );
        setState({ lastSale: { ...this.#sale, document: { ...document, payments }, changeVnd: 0, toConfirm } });
      }
      screens.close();
      const method = paymentLabel(this.#method);
      toast(t("Đã sửa: %(amount)s trả bằng %(method)s.", { amount: vnd(document.total_vnd), method }));
    } catch (error) {
      this.#isBusy = false;
      this.#problem = notice(messageOf(error));
      this.update();
    }
  }

  render() {
    const { document } = this.#sale;
    const before = document.payments.map((part) => `${paymentLabel(part.method)} ${vnd(part.amount_vnd)}`);
    const method = paymentLabel(this.#method);
    return [
      html`<p class="muted num">${t("Đã ghi: %(paid)s", { paid: before.join(" · ") })}</p>`,
      html`
        <div>
          <span class="label">${t("Khách đã trả bằng")}</span>
          <div class="choices">${paymentMethods().map((one) => this.#choice(one))}</div>
        </div>
      `,
      html`<div class="field"><label for="correct-reason">${t("Lý do")}</label>${this.#reason}</div>`,
      html`<p class="quiet">${t("Sửa được đến khi đóng ca. Sửa mà két phải có ít tiền đi thì cần quản lý duyệt.")}</p>`,
      this.#problem,
      html`
        <div class="bottom">
          <button type="button" class="btn-main done-button" id="correct" data-focus="go" @click=${() => this.submit()}>
            ${t("Ghi %(amount)s trả bằng %(method)s", { amount: vnd(document.total_vnd), method })}<kbd>Enter</kbd>
          </button>
        </div>
      `,
    ];
  }

  /** @param {string} method */
  #choice(method) {
    const choose = () => {
      this.#method = method;
      this.update();
    };
    return html`
      <button type="button" aria-pressed=${method === this.#method} data-focus=${method} @click=${choose}>
        ${paymentLabel(method)}
      </button>
    `;
  }
}
