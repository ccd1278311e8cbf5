// A customer pays in cash what was bought on account: it goes into this drawer, and to the oldest sale first.

import { messageOf, put } from "../../data/api.js";
import { t } from "../../data/i18n.js";
import { setState, till } from "../../data/state.js";
import { uid } from "../../data/uid.js";
import { url } from "../../data/urls.js";
import { nameBuyer } from "../../domain/cart.js";
import { amount, vnd } from "../../domain/money.js";
import { goButton, money, narrow, wayBack } from "../../ui/desk.js";
import { html } from "../../ui/html.js";
import { Keypad } from "../../ui/keypad.js";
import { notice, toast } from "../../ui/messages.js";
import { Screen, screens } from "../../ui/screens.js";

/** @import { Customer } from "../../data/customers.js" */

const LONGEST = 9;

export class PayDebtScreen extends Screen {
  title = t("Thu nợ");
  isDesk = true;
  waits = t("Đang thu nợ ở bên trái");
  isCountingMoney = true;
  #customer;
  #uid = uid();
  #isBusy = false;
  /** @type {string | null} */
  #message = null;
  keypad = new Keypad({ longest: LONGEST, onChange: () => this.update() });

  /** @param {Customer} customer who owes */
  constructor(customer) {
    super();
    this.#customer = customer;
  }

  get isBusy() {
    return this.#isBusy;
  }

  /** What is typed; all that is owed when nothing is. */
  get #paidVnd() {
    return this.keypad.whole ?? this.#customer.owed_vnd;
  }

  async submit() {
    if (this.#isBusy || !this.#paidVnd) return;
    this.#isBusy = true;
    this.#message = null;
    this.update();
    const { uid: customer } = this.#customer;
    try {
      const body = { customer, amount_vnd: this.#paidVnd, method: "cash", shift: till.shift?.uid };
      const paid = await put(url("customer_payment", { uid: this.#uid }), body);
      this.#isBusy = false;
      const { buyer } = till.cart;
      if (buyer?.uid === customer) setState({ cart: nameBuyer(till.cart, { ...buyer, owedVnd: paid.owed_vnd }) });
      screens.close();
      const got = vnd(paid.amount_vnd);
      if (paid.owed_vnd) toast(t("Đã thu nợ %(amount)s, còn nợ %(rest)s.", { amount: got, rest: vnd(paid.owed_vnd) }));
      else toast(t("Đã thu nợ %(amount)s, hết nợ.", { amount: got }));
      return;
    } catch (error) {
      this.#message = messageOf(error);
    }
    this.#isBusy = false;
    this.update();
  }

  render() {
    const { name, phone, owed_vnd } = this.#customer;
    const restVnd = owed_vnd - this.#paidVnd;
    const caret = this.keypad.text ? html`<i class="caret"></i>` : null;
    return html`
      <div class="desk">
        <div class="about">
          <div class="ware grow tint-plain">
            <h3>${t("Thu nợ của %(who)s", { who: name || phone })}</h3>
            <p class="from">${t("Tiền vào két của ca này, trả cho đơn cũ nhất trước.")}</p>
            ${this.#message ? notice(this.#message) : null}
          </div>
        </div>
        <div class="paper thin">
          <div class="due"><span>${t("Đang nợ")}</span><b class="num">${money(owed_vnd)}</b></div>
          <div class="given">
            <span>${t("Khách trả")}</span>
            <b class="${narrow(this.#paidVnd)} entry">${amount(this.#paidVnd)}${caret}<small>₫</small></b>
          </div>
          <div class=${restVnd < 0 ? "change bad" : "change"} role="status">
            <span>${restVnd < 0 ? t("Nhiều hơn số nợ") : t("Còn nợ")}</span>
            <b class=${narrow(restVnd)}>${money(Math.abs(restVnd))}</b>
          </div>
        </div>
        ${this.keypad.node}
        ${wayBack(() => this.goBack(), t("Thôi"))}
        ${goButton({
          label: t("Thu %(amount)s", { amount: vnd(this.#paidVnd) }),
          act: () => this.submit(),
          id: "debt-go",
          isOff: this.#isBusy || restVnd < 0,
        })}
      </div>
    `;
  }
}
