// An exchange for something that costs less, or as much: what goes back to the customer, and how.

import { t } from "../../data/i18n.js";
import { paymentMethods, refundLabel } from "../../data/payment_methods.js";
import { setState, till } from "../../data/state.js";
import { sums } from "../../domain/cart.js";
import { overVnd } from "../../domain/exchange.js";
import { amount, vnd } from "../../domain/money.js";
import { goButton, money, narrow, wayBack } from "../../ui/desk.js";
import { html } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";
import { notice } from "../../ui/messages.js";
import { Screen } from "../../ui/screens.js";

/** @import { Received, PayResult } from "../payment/pay.js" */

export class ExchangeBackScreen extends Screen {
  title = t("Đổi hàng");
  isDesk = true;
  isCountingMoney = true;
  waits = t("Đang đổi hàng ở bên trái");
  #sell;
  #isBusy = false;
  /** @type {string | null} */
  #message = null;

  /** @param {(received: Received) => Promise<PayResult>} sell */
  constructor(sell) {
    super();
    this.#sell = sell;
  }

  get isBusy() {
    return this.#isBusy;
  }

  onScan() {
    return t("Quay lại đơn rồi quét tiếp.");
  }

  /** @param {string} method */
  #choose(method) {
    const { cart } = till;
    if (!cart.exchange) return;
    setState({ cart: { ...cart, exchange: { ...cart.exchange, body: { ...cart.exchange.body, method } } } });
    this.#message = null;
    this.update();
  }

  async submit() {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#message = null;
    this.update();
    const { ok, message } = await this.#sell({ payments: [], roundingVnd: 0, confirmed: [], changeVnd: 0 });
    this.#isBusy = false;
    if (ok) return;
    this.#message = message ?? null;
    this.update();
  }

  render() {
    const { cart } = till;
    const backVnd = overVnd(cart);
    const brought = cart.exchange?.totalVnd ?? 0;
    const done = backVnd ? t("Đổi hàng, trả %(amount)s", { amount: vnd(backVnd) }) : t("Đổi hàng");
    const label = this.#isBusy ? t("Đang ghi đơn…") : done;
    return html`
      <div class="desk no-keys">
        <div class="about">
          <div class="ware grow tint-plain">
            <h3>${t("Đổi hàng")}</h3>
            <p class="from">${t("Món khách lấy rẻ hơn món khách trả, hoặc bằng. Đưa khách phần chênh lệch.")}</p>
            ${this.#message ? notice(this.#message, "warn") : null}
          </div>
          ${backVnd ? this.#methods() : null}
        </div>
        <div class="paper thin">
          <div class="what-for">${mark("return")}${t("Trả lại khách")}</div>
          <div class="given">
            <span>${t("Khách trả lại")}</span><b class=${narrow(brought)}>${amount(brought)}<small>\u00a0₫</small></b>
          </div>
          <div class="by"><span>${t("khách lấy")}</span><b class="num">${amount(sums(cart).totalVnd)}<small>₫</small></b></div>
          <div class="change"><span>${t("Đưa khách")}</span><b class=${narrow(backVnd)}>${money(backVnd)}</b></div>
        </div>
        ${wayBack(() => this.goBack(), t("Sửa đơn"))}
        ${goButton({ label, act: () => this.submit(), id: "finish", isOff: this.#isBusy })}
      </div>
    `;
  }

  #methods() {
    const chosen = till.cart.exchange?.body.method;
    return html`
      <div class="box">
        <span class="label">${t("Hoàn bằng")}</span>
        <div class="choices">${paymentMethods()
          .filter((method) => method !== "account" || method === chosen)
          .map(
            (method) => html`
              <button
                type="button" aria-pressed=${method === chosen} data-focus=${method} @click=${() => this.#choose(method)}
              >${refundLabel(method)}</button>
            `,
          )}</div>
      </div>
    `;
  }
}
