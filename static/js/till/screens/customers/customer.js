// Whose the cart is: a known customer, found by phone on the keys or by name, or just a name that is written on the sale.

import { messageOf } from "../../data/api.js";
import { addCustomer, buyerOf, customerOf, findCustomers } from "../../data/customers.js";
import { t } from "../../data/i18n.js";
import { setState, till } from "../../data/state.js";
import { nameBuyer, setCustomer, withoutCustomer } from "../../domain/cart.js";
import { vnd } from "../../domain/money.js";
import { goButton, wayBack } from "../../ui/desk.js";
import { html, input } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";
import { Keypad } from "../../ui/keypad.js";
import { toast } from "../../ui/messages.js";
import { Screen, screens } from "../../ui/screens.js";
import { History } from "./history.js";
import { PayDebtScreen } from "./pay_debt.js";

/** @import { Customer } from "../../data/customers.js" */

const WHOLE_NUMBER = 10;
const LEAST_DIGITS = 8;

/** `0912 345 321` @param {string} digits */
const grouped = (digits) => digits.replace(/^(\d{4})(\d{1,3})(\d*)$/, "$1 $2 $3").trim();

const wasOnSlip = () => till.cart.buyer?.isOnSlip ?? false;

export class CustomerScreen extends Screen {
  title = t("Khách hàng");
  isDesk = true;
  waits = t("Đang chọn khách ở bên trái");
  keypad = new Keypad({ isCode: true, longest: 12, onChange: () => this.#onKeys() });
  #name = input`
    <input type="text" id="customer-name" maxlength="120" autocomplete="off" value=${till.cart.customer}>
  `;
  #consent = input`<input type="checkbox" id="customer-consent">`;
  #onSlip = input`<input type="checkbox" id="customer-on-slip" checked=${wasOnSlip()}>`;
  /**
   * Whose number was typed: undefined before the server was asked, null when nobody has it.
   * @type {Customer | null | undefined}
   */
  #found = undefined;
  /** Those with such a name. @type {Customer[] | null} */
  #named = null;
  /** Who is chosen already. @type {Customer | null} */
  #chosen = null;
  #history = new History(() => this.update());
  #isBusy = false;
  /** @type {string | null} */
  #message = null;

  get isBusy() {
    return this.#isBusy;
  }

  async enter() {
    const { buyer } = till.cart;
    if (!buyer || !till.online) return;
    this.#history.show(buyer.uid);
    try {
      this.#chosen = await customerOf(buyer.uid);
      this.update();
    } catch {
      // What the cart knows is enough.
    }
  }

  #onKeys() {
    this.#found = undefined;
    this.#message = null;
    this.update();
    if (this.keypad.text.length === WHOLE_NUMBER && this.keypad.text.startsWith("0")) this.#search();
  }

  /** @param {() => Promise<void>} act asks the server, while nothing else may happen */
  async #ask(act) {
    this.#isBusy = true;
    this.#message = null;
    this.update();
    try {
      await act();
    } catch (error) {
      this.#message = messageOf(error);
    }
    this.#isBusy = false;
    this.update();
  }

  #search() {
    const digits = this.keypad.text;
    return this.#ask(async () => {
      const [customer] = await findCustomers(digits);
      if (digits !== this.keypad.text) return;
      this.#found = customer ?? null;
      if (customer) this.#history.show(customer.uid);
    });
  }

  #searchName() {
    const name = this.#name.value.trim();
    if (name.length < 2) return;
    this.#ask(async () => {
      this.#named = await findCustomers(name);
    });
  }

  /** @param {Customer} customer */
  #choose(customer) {
    const { lines: goods } = till.cart;
    setState({ cart: nameBuyer(till.cart, buyerOf(customer, this.#onSlip.checked)) });
    this.#chosen = customer;
    screens.close();
    const who = customer.name || customer.phone;
    toast(goods.length ? t("Đơn này của %(who)s.", { who }) : t("Đơn tới của %(who)s.", { who }));
  }

  /** @param {{ isUndone: boolean }} how */
  leave({ isUndone }) {
    if (isUndone || this.#chosen) return;
    if (!till.cart.buyer) setState({ cart: setCustomer(till.cart, this.#name.value.trim().normalize("NFC")) });
  }

  async submit() {
    if (this.#isBusy) return;
    const digits = this.keypad.text;
    if (!digits) screens.close();
    else if (this.#found) this.#choose(this.#found);
    else if (!till.online) this.#say(t("Mất kết nối nên chưa tìm khách được. Ghi tên khách cũng bán được."));
    else if (digits.length < LEAST_DIGITS && digits.length !== 3) this.#say(t("Gõ đủ số điện thoại, hoặc ba số cuối."));
    else if (this.#found === undefined) await this.#search();
    else if (!this.#consent.checked) this.#say(t("Hỏi khách có đồng ý lưu số điện thoại không, rồi đánh dấu."));
    else await this.#add(digits);
  }

  /** @param {string} phone */
  async #add(phone) {
    /** @type {Customer | null} */
    let added = null;
    await this.#ask(async () => {
      added = await addCustomer(phone, this.#name.value.trim().normalize("NFC"));
    });
    if (added) this.#choose(added);
  }

  /** @param {string} sentence */
  #say(sentence) {
    this.#message = sentence;
    this.update();
  }

  render() {
    return html`
      <div class="desk">
        <div class="about">
          <div class="ware grow tint-plain" data-scroll="customer">${this.#about()}</div>
          <div class="box stack-s">
            ${this.#isKnown ? null : this.#nameField()}
            ${this.#underName()}
          </div>
        </div>
        <div class="paper thin">
          <div class="what-for">${mark("search")}<span>${t("Số điện thoại")}</span></div>
          <div class="given"><b class="num long">${grouped(this.keypad.text)}<i class="caret"></i></b></div>
          <div class="by"></div>
          ${this.#verdict()}
        </div>
        ${this.keypad.node}
        ${wayBack(() => this.goBack(), t("Thôi"))}
        ${goButton({ label: this.#goLabel(), act: () => this.submit(), id: "customer-go", isOff: this.#isBusy })}
      </div>
    `;
  }

  /** A known customer has a name of their own. */
  get #isKnown() {
    return Boolean(this.#found || (till.cart.buyer && !this.keypad.text));
  }

  #nameField() {
    return html`<div class="field"><label for="customer-name">${t("Tên khách")}</label>${this.#name}</div>`;
  }

  #goLabel() {
    if (this.#isBusy) return t("Đang tìm…");
    if (!this.keypad.text) return t("Xong");
    if (this.#found) return t("Chọn %(who)s", { who: this.#found.name || this.#found.phone });
    return this.#found === null ? t("Thêm khách mới") : t("Tìm khách");
  }

  /** What is known of the one who was found, or is chosen. */
  #about() {
    const { buyer } = till.cart;
    const found = this.#found ?? (this.keypad.text ? null : this.#chosen);
    if (found) return this.#card(found);
    if (buyer && !this.keypad.text) return html`<h3>${buyer.name || buyer.phone}</h3>`;
    const hint = t("Gõ số điện thoại của khách. Khách lẻ thì bỏ qua, hoặc chỉ ghi tên để tìm lại đơn đang giữ.");
    return [html`<h3>${t("Khách hàng")}</h3>`, html`<p class="from">${hint}</p>`];
  }

  /** @param {Customer} customer */
  #card(customer) {
    const owed = t("Đang nợ %(owed)s, hạn mức %(limit)s.", {
      owed: vnd(customer.owed_vnd),
      limit: vnd(customer.credit_limit_vnd),
    });
    return [
      html`<h3>${customer.name || customer.phone}</h3>`,
      html`<p class="from">${[customer.name && customer.phone, customer.company].filter(Boolean).join(" · ")}</p>`,
      customer.owed_vnd || customer.credit_limit_vnd ? html`<p class="num">${owed}</p>` : null,
      this.#history.render(),
    ];
  }

  #underName() {
    const isNew = this.#found === null && this.keypad.text;
    if (isNew) {
      return html`
        <label class="check">${this.#consent}${t("Khách đồng ý lưu tên và số điện thoại")}</label>
      `;
    }
    if (this.#named) return this.#nameList(this.#named);
    if (this.#isKnown) return this.#acts();
    return html`
      <button type="button" data-focus="by-name" disabled=${!till.online} @click=${() => this.#searchName()}>
        ${t("Tìm theo tên")}
      </button>
    `;
  }

  /** @param {Customer[]} customers */
  #nameList(customers) {
    if (!customers.length) return html`<p class="quiet">${t("Không có khách nào tên như vậy.")}</p>`;
    return html`
      <div class="choices">${customers.map(
        (one) => html`
          <button type="button" data-focus="named-${one.uid}" @click=${() => this.#choose(one)}>
            ${one.name} · ${one.phone}
          </button>
        `,
      )}</div>
    `;
  }

  /** What is done with the customer of the cart. */
  #acts() {
    const { buyer } = till.cart;
    const owing = this.#found ?? this.#chosen;
    const drop = () => {
      setState({ cart: withoutCustomer(till.cart) });
      this.#name.value = "";
      this.#chosen = null;
      this.update();
    };
    const keep = () => {
      if (till.cart.buyer) {
        setState({ cart: nameBuyer(till.cart, { ...till.cart.buyer, isOnSlip: this.#onSlip.checked }) });
      }
    };
    return [
      html`<label class="check" @change=${keep}>${this.#onSlip}${t("In tên khách trên phiếu")}</label>`,
      html`
        <div class="choices">
          ${
            owing?.owed_vnd && till.shift
              ? html`
                  <button type="button" data-focus="pay-debt" @click=${() => screens.open(new PayDebtScreen(owing))}>
                    ${t("Thu nợ")}
                  </button>
                `
              : null
          }
          ${buyer ? html`<button type="button" data-focus="drop" @click=${drop}>${t("Bỏ khách khỏi đơn")}</button>` : null}
        </div>
      `,
    ];
  }

  #verdict() {
    if (this.#message) return html`<div class="change bad notice-in" role="alert"><span>${this.#message}</span></div>`;
    if (this.#found) {
      return html`<div class="change" role="status"><span>${t("Khách quen")}</span></div>`;
    }
    if (this.#found === null) {
      const sentence = t("Số này chưa có. Ghi tên rồi thêm khách mới.");
      return html`<div class="change warn" role="status"><span>${sentence}</span></div>`;
    }
    return html`<div class="change" role="status"><span>${t("Đủ mười số thì tự tìm.")}</span></div>`;
  }
}
