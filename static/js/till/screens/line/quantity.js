// How many of a line, typed on the pad.

import { t } from "../../data/i18n.js";
import { setState, till } from "../../data/state.js";
import * as carts from "../../domain/cart.js";
import { amount, gross, parseQuantity, quantityWords } from "../../domain/money.js";
import { isAbsurdQuantity } from "../../domain/plausible.js";
import { goButton, money, narrow, wayBack } from "../../ui/desk.js";
import { html, isField } from "../../ui/html.js";
import { Keypad } from "../../ui/keypad.js";
import { ask } from "../../ui/question.js";
import { Screen, screens } from "../../ui/screens.js";
import { removeLine } from "./remove_line.js";
import { WeighScreen } from "./weigh.js";
import { ware } from "./ware.js";

/** @import { CartLine } from "../../domain/cart.js" */

/** @param {number} key of the line */
export function openQuantity(key) {
  screens.close();
  const line = till.cart.lines.find((one) => one.key === key);
  if (!line || line.weighed) return;
  setState({ cart: carts.select(till.cart, key) });
  const product = till.catalogue.product(line.product);
  if (line.places === 0) screens.open(new QuantityScreen(line));
  else if (product) screens.open(new WeighScreen(product, line.lot, line));
}

class QuantityScreen extends Screen {
  isDesk = true;
  waits = t("Đang sửa số lượng ở bên trái");
  #line;
  /** A quantity that the cashier was asked about. @type {number | null} */
  #meant = null;
  keypad = new Keypad({ longest: 6, isShort: true, onChange: () => this.update() });

  /** @param {CartLine} line */
  constructor(line) {
    super();
    this.#line = line;
    this.title = line.name;
  }

  get question() {
    return this.#isAbsurd ? t("Số lượng nhiều bất thường. Bấm nút xanh để xác nhận, hoặc sửa lại.") : null;
  }

  /** What is typed; what the line has when nothing is. */
  get #milli() {
    const { whole } = this.keypad;
    return whole === null ? this.#line.milli : whole * 1000;
  }

  /** Far more than lies here, and nobody said that it is meant. */
  get #isAbsurd() {
    const onHand = parseQuantity(till.catalogue.product(this.#line.product)?.on_hand ?? "") ?? 0;
    return this.#milli !== this.#meant && this.#milli !== this.#line.milli && isAbsurdQuantity(this.#milli, onHand);
  }

  /** @param {{ isUndone: boolean }} how */
  leave({ isUndone }) {
    const { key } = this.#line;
    const isThere = till.cart.lines.some((one) => one.key === key);
    if (isUndone || !isThere || this.#isAbsurd || this.#milli <= 0) return;
    setState({ cart: carts.setQuantity(till.cart, key, this.#milli) });
  }

  async submit() {
    if (this.#milli === 0) {
      if (await removeLine(this.#line.key)) screens.close();
      return;
    }
    if (this.#isAbsurd && !(await this.#isQuantityMeant())) return;
    screens.close();
  }

  async #isQuantityMeant() {
    const quantity = `${quantityWords(this.#milli)} ${this.#line.unit}`;
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

  async #remove() {
    if (await removeLine(this.#line.key)) screens.close();
  }

  render() {
    const { unit, unitPriceVnd, product, lot } = this.#line;
    const goods = till.catalogue.product(product);
    const quantity = `${quantityWords(this.#milli)} ${unit}`;
    const worthVnd = gross(unitPriceVnd, this.#milli);
    return html`
      <div class="desk">
        <div class="about">
          ${goods ? ware(goods, { lot }) : null}
          <button type="button" class="btn-bad" data-focus="remove" @click=${() => this.#remove()}>
            ${t("Bỏ món này")}<kbd>Del</kbd>
          </button>
        </div>
        <div class="paper thin">
          <div class="what-for">${t("Số lượng (%(unit)s)", { unit })}</div>
          <div class="given">
            <span>${t("Lấy")}</span>
            <b class="num entry">${quantityWords(this.#milli)}<i class="caret"></i><small>${unit}</small></b>
          </div>
          <div class="by"><span>${t("giá")}</span><b class="num">× ${amount(unitPriceVnd)}<small>₫/${unit}</small></b></div>
          <div class="change">
            <span>${t("Thành tiền")}</span><b class=${narrow(worthVnd)}>${money(worthVnd)}</b>
          </div>
        </div>
        ${this.keypad.node}
        ${wayBack(() => this.goBack(), t("Thôi"))}
        ${goButton({
          label: this.#milli ? t("Lấy %(quantity)s", { quantity }) : t("Bỏ món này"),
          act: () => this.submit(),
        })}
      </div>
    `;
  }
}
