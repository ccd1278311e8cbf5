// One line of the cart: quantity by keypad, its discount, out of the cart.

import { t } from "../data/i18n.js";
import { setState, till } from "../data/state.js";
import * as carts from "../domain/cart.js";
import { parseQuantity, quantityWords, rate, vnd } from "../domain/money.js";
import { isAbsurdQuantity } from "../domain/plausible.js";
import { html, isField } from "../ui/html.js";
import { Keypad } from "../ui/keypad.js";
import { ask } from "../ui/question.js";
import { Screen, screens } from "../ui/screens.js";
import { removeLine } from "./remove_line.js";

/** @import { CartLine } from "../domain/cart.js" */
/** @import { Discount } from "../domain/pricing.js" */

/** @typedef {"edit" | "weigh" | "add"} LineMode weigh: its quantity is still missing; add: another portion is weighed onto it */

const RATES_BP = [0, 500, 1000, 2000, 3000, 5000];

/**
 * @param {number} key of the line
 * @param {LineMode} [mode]
 */
export function openLine(key, mode = "edit") {
  screens.close();
  const line = till.cart.lines.find((one) => one.key === key);
  if (!line) return;
  setState({ cart: carts.select(till.cart, key) });
  screens.open(new LineScreen(line, mode));
}

class LineScreen extends Screen {
  #line;
  #mode;
  /** A quantity that the cashier was asked about. @type {number | null} */
  #meant = null;
  #quantity = html`<span class="num"></span>`;

  /**
   * @param {CartLine} line
   * @param {LineMode} mode
   */
  constructor(line, mode) {
    super();
    this.#line = line;
    this.#mode = mode;
    this.title = line.name;
    this.keypad = new Keypad({ places: line.places, longest: 9, onChange: (text) => this.#show(text || "0") });
    this.#show(mode === "add" ? "0" : quantityWords(line.milli));
  }

  get question() {
    if (this.#mode !== "edit" && this.keypad?.milli === null) return t("Nhập số cân rồi mới làm tiếp.");
    return this.#isAbsurd ? t("Số lượng nhiều bất thường. Bấm Xong để xác nhận, hoặc sửa lại.") : null;
  }

  /** What the line will have; null when nothing was typed. */
  get #milli() {
    const typed = this.keypad?.milli ?? null;
    return typed !== null && this.#mode === "add" ? this.#line.milli + typed : typed;
  }

  /** Far more than lies here, and nobody said that it is meant. */
  get #isAbsurd() {
    const onHand = parseQuantity(till.catalogue.product(this.#line.product)?.on_hand ?? "") ?? 0;
    return this.#milli !== this.#meant && isAbsurdQuantity(this.#milli ?? 0, onHand);
  }

  /** @param {{ isUndone: boolean }} how */
  leave({ isUndone }) {
    const { key } = this.#line;
    if (isUndone) {
      if (this.#mode === "weigh") removeLine(key);
      return;
    }
    const line = till.cart.lines.find((one) => one.key === key);
    const milli = this.#milli;
    if (milli === null || !line || this.#isAbsurd) return;
    setState({ cart: carts.setQuantity(till.cart, key, milli) });
  }

  async submit() {
    if (this.#isAbsurd && !(await this.#isQuantityMeant())) return;
    screens.close();
  }

  async #isQuantityMeant() {
    const quantity = `${quantityWords(this.#milli ?? 0)} ${this.#line.unit}`;
    const isMeant = await ask({
      title: t("Số lượng nhiều bất thường"),
      text: t("Vừa gõ %(quantity)s, nhiều hơn hẳn số đang có ở quầy. Có đúng không?", { quantity }),
      yes: t("Đúng, %(quantity)s", { quantity }),
    });
    if (isMeant) this.#meant = this.#milli;
    return isMeant;
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.key !== "Delete" || isField(event.target)) return super.onKey(event);
    this.#remove();
    return true;
  }

  render() {
    const { unit, unitPriceVnd } = this.#line;
    return html`
      <div class="two-up">
        <div class="stack-s">
          <h3>${this.#mode === "add" ? t("Cân thêm (%(unit)s)", { unit }) : t("Số lượng (%(unit)s)", { unit })}</h3>
          <div class="entry">${this.#quantity}<span class="unit">${unit} × ${vnd(unitPriceVnd)}</span></div>
          ${this.keypad?.node}
        </div>
        <div class="stack-s">
          <h3>${t("Giảm giá món này")}</h3>
          <div class="ways three">${RATES_BP.map((bp) => this.#rateButton(bp))}</div>
          <p class="quiet">${t("Giảm nhiều hơn mức của thu ngân sẽ cần quản lý nhập PIN khi thu tiền.")}</p>
          <button type="button" class="btn-bad" @click=${() => this.#remove()}>${t("Bỏ món này")}<kbd>Del</kbd></button>
          <button type="button" class="btn-main done" @click=${() => this.submit()}>${t("Xong")}<kbd>Enter</kbd></button>
        </div>
      </div>
    `;
  }

  /** @param {number} bp */
  #rateButton(bp) {
    const { discount } = this.#line;
    const isChosen = (discount?.bp ?? 0) === bp && !discount?.vnd;
    return html`
      <button type="button" aria-pressed=${isChosen} @click=${() => this.#discount(bp ? { bp } : null)}>
        ${bp ? rate(bp) : t("Không giảm")}
      </button>
    `;
  }

  /** @param {string} text what is typed */
  #show(text) {
    this.#quantity.textContent = this.#mode === "add" ? `${quantityWords(this.#line.milli)} + ${text}` : text;
  }

  /** @param {Discount | null} discount */
  #discount(discount) {
    setState({ cart: carts.discountLine(till.cart, this.#line.key, discount) });
    screens.close();
  }

  async #remove() {
    if (await removeLine(this.#line.key)) screens.close();
  }
}
