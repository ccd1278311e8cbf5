// Goods sold by weight: kilogram, gram, or for how much money. They are no line of the cart before they have a weight.

import { t } from "../../data/i18n.js";
import { chosenProtocol, watchScale } from "../../data/scale.js";
import { setState, till } from "../../data/state.js";
import * as carts from "../../domain/cart.js";
import { amount, gross, parseQuantity, quantityWords } from "../../domain/money.js";
import { isAbsurdWeight } from "../../domain/plausible.js";
import { weightOf } from "../../domain/weighing.js";
import { goButton, lengthOf, money, segments, wayBack } from "../../ui/desk.js";
import { html } from "../../ui/html.js";
import { Keypad } from "../../ui/keypad.js";
import { ask } from "../../ui/question.js";
import { Screen, screens } from "../../ui/screens.js";
import { soundAccepted } from "../../ui/sound.js";
import { liveWeight } from "./live_weight.js";
import { ware } from "./ware.js";

/** @import { Product } from "../../data/catalogue.js" */
/** @import { CartLine } from "../../domain/cart.js" */
/** @import { Reading } from "../../domain/scales.js" */
/** @import { Measure } from "../../domain/weighing.js" */

const USUAL_MILLI = [500, 1000, 1500, 2000, 3000];

export class WeighScreen extends Screen {
  isDesk = true;
  waits = t("Đang cân ở bên trái");
  #product;
  #lot;
  #line;
  /** @type {Measure} */
  #measure = "unit";
  /** What the vessel weighs, thousandths; it is taken off what is typed. */
  #tareMilli = 0;
  /** What the scale says; undefined before it has said anything, null when it is not there. @type {Reading | null | undefined} */
  #onScale;
  /** What stands on the paper came from the scale and not from a finger. */
  #isFromScale = false;
  #endWatch = () => {};
  #pads = {
    unit: this.#pad(3),
    gram: this.#pad(0),
    money: this.#pad(0),
  };
  keypad = this.#pads.unit;

  /**
   * @param {Product} product
   * @param {string | null} lot
   * @param {CartLine | null} [line] that is weighed anew
   */
  constructor(product, lot, line = null) {
    super();
    this.#product = product;
    this.#lot = lot;
    this.#line = line;
    this.title = product.name;
    this.#pads.unit = this.#pad(product.places);
    this.keypad = this.#pads.unit;
    const { name, unit } = product;
    this.landing = line ? null : { name, unit, sentence: t("đang cân, chưa tính tiền") };
  }

  #pad(/** @type {number} */ places) {
    const onChange = () => {
      this.#isFromScale = false;
      this.update();
    };
    return new Keypad({ places, longest: 9, onChange });
  }

  get #isByWeight() {
    return /^k(g|ilo)/i.test(this.#product.unit);
  }

  enter() {
    if (chosenProtocol() && this.#isByWeight) this.#endWatch = watchScale((reading) => this.#follow(reading));
  }

  leave() {
    this.#endWatch();
  }

  /** A weight that stands still is taken by itself, unless somebody has typed one. @param {Reading | null} reading */
  #follow(reading) {
    const before = this.#onScale;
    this.#onScale = reading;
    const isTaken = reading?.isStable && reading.milli > 0;
    if (isTaken && (this.#isFromScale || !this.keypad.text)) this.#takeWeight();
    else if (!isTaken && this.#isFromScale) this.keypad.set("");
    else if (!reading || reading.milli !== before?.milli || reading.isStable !== before.isStable) this.update();
  }

  /** The weight on the scale becomes the one on the paper. */
  #takeWeight() {
    const reading = this.#onScale;
    if (!reading?.isStable) return;
    const finest = 10 ** (3 - this.#product.places);
    const text = quantityWords(Math.trunc(reading.milli / finest) * finest);
    if (this.#isFromScale && this.keypad.text === text) return;
    this.#measure = "unit";
    this.keypad = this.#pads.unit;
    this.keypad.set(text);
    this.#isFromScale = true;
  }

  get question() {
    return this.#milli === null ? t("Nhập số cân rồi mới làm tiếp.") : t("Bấm nút xanh để thêm vào đơn, hoặc Thôi.");
  }

  /** The net weight; null while nothing that can be sold is typed. */
  get #milli() {
    const typed = this.#measure === "unit" ? this.keypad.milli : this.keypad.whole;
    const { price_vnd: priceVnd, places } = this.#product;
    return weightOf(typed, this.#measure, { priceVnd, places, tareMilli: this.#tareMilli });
  }

  /** @param {Measure} measure */
  #choose(measure) {
    this.#measure = measure;
    this.keypad = this.#pads[measure];
    this.update();
  }

  /** What lies on the scale now is the vessel: what is typed next is weighed with it. */
  #takeTare() {
    const typed = this.#measure === "gram" ? this.keypad.whole : this.keypad.milli;
    this.#tareMilli = this.#tareMilli ? 0 : (typed ?? 0);
    this.keypad.set("");
  }

  async submit() {
    const milli = this.#milli;
    if (milli === null || !(await this.#isWeightMeant(milli))) return;
    const options = { lot: this.#lot, milli };
    const line = this.#line && till.cart.lines.find(({ key }) => key === this.#line?.key);
    soundAccepted();
    setState({
      cart: line ? carts.setQuantity(till.cart, line.key, milli) : carts.add(till.cart, this.#product, options),
    });
    screens.finish();
  }

  /** Grams typed as kilograms, or a finger too many. @param {number} milli */
  async #isWeightMeant(milli) {
    const { unit } = this.#product;
    const onHand = parseQuantity(this.#product.on_hand) ?? 0;
    if (!isAbsurdWeight(milli, onHand)) return true;
    const quantity = `${quantityWords(milli)} ${unit}`;
    const likely = `${quantityWords(Math.round(milli / 1000))} ${unit}`;
    const isGram = milli % 1000 === 0 && this.#measure === "unit";
    const text = isGram
      ? t("Vừa gõ %(quantity)s. Ý là %(likely)s?", { quantity, likely })
      : t("Vừa gõ %(quantity)s, nhiều hơn hẳn số đang có ở quầy. Có đúng không?", { quantity });
    return ask({ title: t("Cân nặng bất thường"), text, yes: t("Đúng, %(quantity)s", { quantity }) });
  }

  render() {
    const { unit } = this.#product;
    const milli = this.#milli;
    const weight = `${quantityWords(milli ?? 0)}\u00a0${unit}`;
    const label = this.#line ? t("Sửa thành %(weight)s", { weight }) : t("Thêm %(weight)s vào đơn", { weight });
    return html`
      <div class="desk">
        <div class="about">
          ${ware(this.#product, { lot: this.#lot })}
          ${this.#onScale === undefined ? null : liveWeight(this.#onScale, () => this.#takeWeight())}
          ${this.#usual()}
        </div>
        ${this.#paper(milli)}
        ${this.keypad.node}
        ${wayBack(() => this.goBack(), t("Thôi"))}
        ${goButton({ label: milli === null ? t("Cân rồi mới thêm") : label, act: () => this.submit(), isOff: milli === null })}
      </div>
    `;
  }

  #usual() {
    const { unit } = this.#product;
    const take = (/** @type {number} */ milli) => {
      this.#measure = "unit";
      this.keypad = this.#pads.unit;
      this.keypad.set(quantityWords(milli + this.#tareMilli));
    };
    const tare = this.#tareMilli
      ? t("Bỏ trừ bì %(weight)s", { weight: `${quantityWords(this.#tareMilli)} ${unit}` })
      : t("Trừ bì");
    return html`
      <div class="usual">
        <span class="label">${t("Hay mua")}</span>
        ${USUAL_MILLI.map(
          (milli) => html`
            <button type="button" class="num" data-focus="usual-${milli}" @click=${() => take(milli)}>
              ${quantityWords(milli)}
            </button>
          `,
        )}
        <button
          type="button" data-focus="tare" aria-pressed=${this.#tareMilli > 0}
          disabled=${!this.#tareMilli && (this.#measure === "money" || !this.keypad.text)}
          @click=${() => this.#takeTare()}
        >${tare}</button>
      </div>
    `;
  }

  /** @param {number | null} milli */
  #paper(milli) {
    const { unit, price_vnd: priceVnd } = this.#product;
    const isWeight = this.#isByWeight;
    const measures = [
      { key: "unit", label: isWeight ? t("ki-lô") : unit },
      ...(isWeight ? [{ key: "gram", label: t("gam") }] : []),
      { key: "money", label: t("số tiền") },
    ];
    const { text } = this.keypad;
    const unitOf = { unit, gram: "g", money: "₫" };
    const shown = this.#measure === "money" ? amount(Number(text || 0)) : text;
    const byWeight = this.#measure === "money" && milli !== null;
    const sum = milli === null ? "" : amount(gross(priceVnd, milli));
    return html`
      <div class="paper thin weighed">
        ${segments(
          measures.map(({ key, label }) => ({
            key: `measure-${key}`,
            label,
            isChosen: this.#measure === key,
            act: () => this.#choose(/** @type {Measure} */ (key)),
          })),
          t("Gõ theo"),
        )}
        <div class="given">
          <span>${this.#measure === "money" ? t("Mua") : t("Nặng")}</span>
          <b class="num entry ${lengthOf(shown)}">
            ${text ? shown : "–"}<i class="caret"></i><small>${unitOf[this.#measure]}</small>
          </b>
        </div>
        <div class="by">
          <span>${this.#tareMilli ? t("đã trừ bì") : t("giá")}</span>
          <b class="num">× ${amount(priceVnd)}<small>₫/${unit}</small></b>
        </div>
        <div class="change">
          <span>${byWeight ? t("Cân cho đủ") : t("Thành tiền")}</span>
          ${
            byWeight
              ? html`<b class="num">${quantityWords(milli)}<small>${unit}</small></b>`
              : html`<b class="num ${lengthOf(sum)}">${milli === null ? "–" : money(gross(priceVnd, milli))}</b>`
          }
        </div>
      </div>
    `;
  }
}
