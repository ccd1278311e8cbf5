// A discount on the whole sale: an amount by keypad, or a rate.

import { t } from "../data/i18n.js";
import { setState, till } from "../data/state.js";
import * as carts from "../domain/cart.js";
import { amount, rate, vnd } from "../domain/money.js";
import { html } from "../ui/html.js";
import { Keypad } from "../ui/keypad.js";
import { Screen, screens } from "../ui/screens.js";

/** @import { Discount } from "../domain/pricing.js" */

const RATES_BP = [0, 200, 500, 1000, 1500, 2000];
const LIMIT_BP = 1000;

export class DiscountScreen extends Screen {
  title = t("Giảm giá cả đơn");
  #amount = html`<span class="num">${amount(till.cart.whole?.vnd ?? 0)}</span>`;
  keypad = new Keypad({
    longest: 9,
    onChange: (text) => {
      this.#amount.textContent = amount(Number(text || 0));
    },
  });

  /** @param {{ isUndone: boolean }} how */
  leave({ isUndone }) {
    const typedVnd = this.keypad.whole;
    if (isUndone || typedVnd === null) return;
    setState({ cart: carts.discountWhole(till.cart, typedVnd ? { vnd: typedVnd } : null) });
  }

  submit() {
    screens.close();
  }

  /** @param {Discount | null} discount */
  #choose(discount) {
    this.keypad.set("");
    setState({ cart: carts.discountWhole(till.cart, discount) });
    screens.close();
  }

  render() {
    const beforeVnd = carts.sums({ ...till.cart, whole: null }).totalVnd;
    const limitBp = till.catalogue.outlet.cashier_discount_limit_bp ?? LIMIT_BP;
    const hint = t("Thu ngân tự giảm được đến %(rate)s mỗi món. Giảm hơn nữa thì cần PIN của quản lý khi thu tiền.", {
      rate: rate(limitBp),
    });
    return html`
      <div class="two-up">
        <div class="stack-s">
          <h3>${t("Giảm một số tiền")}</h3>
          <div class="entry">
            ${this.#amount}<span class="unit">${t("₫, trên %(amount)s", { amount: vnd(beforeVnd) })}</span>
          </div>
          ${this.keypad.node}
        </div>
        <div class="stack-s">
          <h3>${t("Hoặc giảm theo phần trăm")}</h3>
          <div class="ways three">${RATES_BP.map((bp) => this.#rateButton(bp))}</div>
          <p class="quiet">${hint}</p>
          <button type="button" class="btn-main done" @click=${() => this.submit()}>${t("Xong")}<kbd>Enter</kbd></button>
        </div>
      </div>
    `;
  }

  /** @param {number} bp */
  #rateButton(bp) {
    const { whole } = till.cart;
    const isChosen = (whole?.bp ?? 0) === bp && !whole?.vnd;
    return html`
      <button type="button" aria-pressed=${isChosen} @click=${() => this.#choose(bp ? { bp } : null)}>
        ${bp ? rate(bp) : t("Không giảm")}
      </button>
    `;
  }
}
