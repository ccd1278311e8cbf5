// A discount, of one line or of the whole sale: a rate at a touch, or an amount on the pad.

import { t } from "../../data/i18n.js";
import { setState, till } from "../../data/state.js";
import * as carts from "../../domain/cart.js";
import { amount, quantityWords, rate, vnd } from "../../domain/money.js";
import { discountOf } from "../../domain/pricing.js";
import { goButton, money, narrow, wayBack } from "../../ui/desk.js";
import { html } from "../../ui/html.js";
import { Keypad } from "../../ui/keypad.js";
import { ask } from "../../ui/question.js";
import { Screen, screens } from "../../ui/screens.js";
import { toast } from "../../ui/messages.js";
import { approveNow } from "../payment/approval.js";
import { ware } from "./ware.js";

/** @import { Cart, CartLine } from "../../domain/cart.js" */
/** @import { Discount } from "../../domain/pricing.js" */
/** @import { Asked } from "../payment/ask_approval.js" */

const LINE_RATES_BP = [0, 500, 1000, 2000, 3000, 5000];
const SALE_RATES_BP = [0, 200, 500, 1000, 1500, 2000];
const LIMIT_BP = 1000;
/** Why a price goes down further than a cashier may take it. */
const REASONS = [t("Vỡ, móp"), t("Sắp hết hạn"), t("Khách quen"), t("Mua nhiều")];

class DiscountDesk extends Screen {
  isDesk = true;
  waits = t("Đang giảm giá ở bên trái");
  keypad = new Keypad({ longest: 9, onChange: () => this.update() });
  /** What it is taken off, đồng. */
  baseVnd = 0;
  ratesBp = SALE_RATES_BP;
  /** @type {Discount | null} */
  given = null;

  /** @returns {Discount | null} */
  get #chosen() {
    const typedVnd = this.keypad.whole;
    if (typedVnd === null) return this.given;
    return typedVnd ? { vnd: typedVnd } : null;
  }

  /** The cart with the discount. @param {Discount | null} _discount @returns {Cart} */
  discounted(_discount) {
    return till.cart;
  }

  /** @returns {unknown} */
  about() {
    return null;
  }

  /** What it is about, for the manager. */
  goods = "";
  /** The line of the cart it is about; none when it is the whole cart. @type {number | null} */
  lineKey = null;

  get question() {
    if (this.keypad.whole === null) return null;
    const isAsked = this.#isAll || this.#needsManager(this.#chosen);
    return isAsked ? t("Bấm nút xanh để giảm như vậy, hoặc giữ giá cũ.") : null;
  }

  /** @param {{ isUndone: boolean }} how */
  leave({ isUndone }) {
    if (!isUndone && this.keypad.whole !== null && !this.question) this.#give(this.#chosen);
  }

  /** @param {Discount | null} discount */
  #give(discount) {
    setState({ cart: this.discounted(discount) });
    this.keypad.text = "";
  }

  /** @param {Discount | null} discount */
  #needsManager(discount) {
    if (till.person.role === "manager") return false;
    return carts.isOverLimit(this.discounted(discount), till.catalogue.outlet.cashier_discount_limit_bp ?? LIMIT_BP);
  }

  /** The cart shows which line a manager is asked about. @param {number | null} key */
  #wait(key) {
    this.asked = key;
    this.update();
    setState({ cart: till.cart });
  }

  /** Gives the discount, with a manager where it goes beyond what a cashier may give. @param {Discount | null} discount */
  async #giveWithManager(discount) {
    let given = discount;
    if (this.#needsManager(discount)) {
      const cart = this.discounted(discount);
      const offVnd = discountOf(discount, this.baseVnd);
      const title = discount?.bp
        ? t("Giảm %(rate)s", { rate: rate(discount.bp) })
        : t("Giảm %(amount)s", { amount: vnd(offVnd) });
      const limit = rate(till.catalogue.outlet.cashier_discount_limit_bp ?? LIMIT_BP);
      const why = t("Thu ngân tự giảm được đến %(rate)s mỗi món, hơn thì có quản lý duyệt.", { rate: limit });
      /** @type {Asked} */
      const asked = { title, goods: this.goods, offVnd, totalVnd: carts.sums(cart).totalVnd, reasons: REASONS };
      this.#wait(this.lineKey);
      const answer = await approveNow(till.cart.uid, why, asked);
      this.#wait(null);
      if (answer === "refused") return;
      if (answer === "unheard") toast(t("Mất kết nối: lúc thu tiền cần mã duyệt của quản lý."), "warn");
      if (discount && asked.why) given = { ...discount, why: asked.why };
    }
    this.#give(given);
    screens.close();
  }

  /** All of it would be given away. */
  get #isAll() {
    return this.baseVnd > 0 && discountOf(this.#chosen, this.baseVnd) >= this.baseVnd;
  }

  async submit() {
    if (this.#isAll) {
      const isMeant = await ask({
        title: t("Giảm hết cả số tiền"),
        text: t("Giảm như vậy thì khách không phải trả %(amount)s. Có đúng không?", { amount: vnd(this.baseVnd) }),
        yes: t("Đúng, cho không"),
      });
      if (!isMeant) return;
    }
    if (this.keypad.whole === null) screens.close();
    else await this.#giveWithManager(this.#chosen);
  }

  /** @param {Discount | null} discount */
  #choose(discount) {
    this.keypad.set("");
    this.#giveWithManager(discount);
  }

  render() {
    const offVnd = discountOf(this.#chosen, this.baseVnd);
    const limitBp = till.catalogue.outlet.cashier_discount_limit_bp ?? LIMIT_BP;
    const hint = t("Thu ngân tự giảm được đến %(rate)s mỗi món, hơn thì có quản lý duyệt.", { rate: rate(limitBp) });
    return html`
      <div class="desk">
        <div class="about">
          ${this.about()}
          <div class="box">
            <span class="label">${t("Giảm theo phần trăm")}</span>
            <div class="choices even">${this.ratesBp.map((bp) => this.#rateButton(bp))}</div>
            <p class="quiet">${hint}</p>
          </div>
        </div>
        <div class="paper thin">
          <div class="what-for">${t("Hoặc giảm một số tiền")}</div>
          <div class="given">
            <span>${t("Giảm")}</span>
            <b class="${narrow(offVnd)} entry">${amount(offVnd)}<i class="caret"></i><small>₫</small></b>
          </div>
          <div class="by"><span>${t("trên")}</span><b class="num">${amount(this.baseVnd)}<small>₫</small></b></div>
          <div class="change">
            <span>${t("Khách cần trả")}</span><b class=${narrow(this.baseVnd - offVnd)}>${money(this.baseVnd - offVnd)}</b>
          </div>
        </div>
        ${this.keypad.node}
        ${wayBack(() => this.goBack(), t("Giữ giá cũ"))}
        ${goButton({
          label: offVnd ? t("Giảm %(amount)s", { amount: vnd(offVnd) }) : t("Không giảm"),
          act: () => this.submit(),
        })}
      </div>
    `;
  }

  /** @param {number} bp */
  #rateButton(bp) {
    const isChosen = (this.given?.bp ?? 0) === bp && !this.given?.vnd;
    return html`
      <button
        type="button" aria-pressed=${isChosen} data-focus="rate-${bp}" @click=${() => this.#choose(bp ? { bp } : null)}
      >${bp ? rate(bp) : t("Không giảm")}</button>
    `;
  }
}

export class LineDiscountScreen extends DiscountDesk {
  ratesBp = LINE_RATES_BP;
  #line;

  /** @param {CartLine} line */
  constructor(line) {
    super();
    this.#line = line;
    this.title = t("Giảm giá món này");
    this.baseVnd = carts.restOf(line);
    this.goods = `${line.name}, ${quantityWords(line.milli)} ${line.unit}`;
    this.given = line.discount;
    this.lineKey = line.key;
  }

  /** @param {Discount | null} discount */
  discounted(discount) {
    return carts.discountLine(till.cart, this.#line.key, discount);
  }

  about() {
    const product = till.catalogue.product(this.#line.product);
    return product ? ware(product, { lot: this.#line.lot }) : null;
  }
}

export class SaleDiscountScreen extends DiscountDesk {
  title = t("Giảm giá cả đơn");
  goods = t("cả đơn, %(count)s món", { count: carts.pieces(till.cart) });
  baseVnd = carts.sums({ ...till.cart, whole: null }).totalVnd;
  given = till.cart.whole;

  /** @param {Discount | null} discount */
  discounted(discount) {
    return carts.discountWhole(till.cart, discount);
  }

  about() {
    const { grossVnd } = carts.sums({ ...till.cart, whole: null });
    const pieces = carts.pieces(till.cart);
    return html`
      <div class="ware grow tint-plain">
        <h3>${t("Giảm giá cả đơn")}</h3>
        <p class="from num">${t("%(count)s món, tiền hàng %(amount)s", { count: pieces, amount: vnd(grossVnd) })}</p>
        <p class="from">${t("Số tiền giảm chia cho các món theo giá trị của món.")}</p>
      </div>
    `;
  }
}
