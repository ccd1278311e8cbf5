// One line of the cart: quantity by keypad, its discount, out of the cart.

import { t } from "../data/i18n.js";
import { setState, till } from "../data/state.js";
import * as carts from "../domain/cart.js";
import { quantityWords, rate, vnd } from "../domain/money.js";
import { html, isField } from "../ui/html.js";
import { Keypad } from "../ui/keypad.js";
import { Screen, screens } from "../ui/screens.js";

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
    const isMissing = this.#mode !== "edit" && this.keypad?.milli === null;
    return isMissing ? t("Nhập số cân rồi mới làm tiếp.") : null;
  }

  /** @param {{ isUndone: boolean }} how */
  leave({ isUndone }) {
    const { key } = this.#line;
    if (isUndone) {
      if (this.#mode === "weigh") this.#drop();
      return;
    }
    const line = till.cart.lines.find((one) => one.key === key);
    const milli = this.keypad?.milli ?? null;
    if (milli === null || !line) return;
    setState({ cart: carts.setQuantity(till.cart, key, this.#mode === "add" ? line.milli + milli : milli) });
  }

  submit() {
    screens.close();
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

  #drop() {
    setState({ cart: carts.remove(till.cart, this.#line.key) });
  }

  #remove() {
    this.#drop();
    screens.close();
  }
}
