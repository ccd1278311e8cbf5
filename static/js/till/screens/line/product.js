// What is known of goods: price, who made them, stars, lots with their days, what is left. Sells nothing by itself.

import { daysLeft } from "../../data/clock.js";
import { t } from "../../data/i18n.js";
import { isFavourite, toggleFavourite } from "../../data/favourites.js";
import { setState, till } from "../../data/state.js";
import { parseQuantity, quantityWords } from "../../domain/money.js";
import { goButton, wayBack } from "../../ui/desk.js";
import { html } from "../../ui/html.js";
import { toast } from "../../ui/messages.js";
import { Screen, screens } from "../../ui/screens.js";
import { expiryLabel, isNearExpiry } from "../page/goods_text.js";
import { paperWords } from "./paper_words.js";
import { ware } from "./ware.js";

/** @import { Lot, Product } from "../../data/catalogue.js" */

export class ProductScreen extends Screen {
  isDesk = true;
  waits = t("Đang xem giá ở bên trái");
  #product;
  #lot;
  #sell;

  /**
   * @param {Product} product
   * @param {string | null} lot that was scanned
   * @param {(product: Product, lot: string | null) => void} sell puts it into the cart
   */
  constructor(product, lot, sell) {
    super();
    this.title = product.name;
    this.#product = product;
    this.#lot = lot;
    this.#sell = sell;
  }

  leave() {
    setState({ isPriceCheck: false });
  }

  /** Another scan asks about other goods. @param {string} code */
  takeGoods(code) {
    const product = till.catalogue.product(code);
    if (product) screens.open(new ProductScreen(product, null, this.#sell));
    return product !== null;
  }

  /** The first page of tiles is this till's own. */
  #toggleFavourite() {
    const { code } = this.#product;
    if (toggleFavourite(till.boot.till, code)) setState({ catalogue: till.catalogue });
    else toast(t("Trang Hay bán đã đủ 25 món. Bỏ bớt một món rồi thêm."), "warn");
    this.update();
  }

  /** Enter goes back: what is looked at is not sold by a key. */
  submit() {
    screens.back();
  }

  render() {
    const { stars, lots, unit, plu, barcodes, code } = this.#product;
    const paper = paperWords(this.#product);
    const isOnPage = isFavourite(till.boot.till, code);
    const codes = [code, plu ? t("mã cân %(plu)s", { plu }) : "", ...barcodes].filter(Boolean).join(" · ");
    return html`
      <div class="desk summed">
        <div class="summary">
          ${ware(this.#product, { lot: this.#lot })}
          <div class="box">
            <dl class="tally num">
              ${stars ? fact(t("Hạng sao OCOP"), t("%(stars)s sao OCOP", { stars })) : null}
              ${paper ? fact(t("Giấy tờ"), paper) : null}
              ${fact(t("Mã"), codes)}
              ${lots.filter(({ on_hand }) => Number(on_hand) > 0).map((lot) => fact(lotWords(lot), left(lot, unit)))}
            </dl>
          </div>
          <button
            type="button" id="favourite" data-focus="favourite" aria-pressed=${isOnPage}
            @click=${() => this.#toggleFavourite()}
          >${isOnPage ? t("Bỏ khỏi trang Hay bán") : t("Đưa vào trang Hay bán")}</button>
        </div>
        ${wayBack(() => this.goBack(), t("Thôi, không bán"))}
        ${goButton({
          label: t("Bán món này"),
          act: () => this.#sell(this.#product, this.#lot),
          id: "sell-this",
          key: "",
          look: "by-hand",
        })}
      </div>
    `;
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
const fact = (name, value) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

/** @param {Lot} lot */
function lotWords({ lot, best_before: bestBefore, recalled }) {
  const days = daysLeft(bestBefore);
  const name = t("lô %(lot)s", { lot });
  if (recalled) return `${name} · ${t("đang thu hồi")}`;
  if (!bestBefore || days === null) return name;
  const day = t("HSD %(day)s", { day: bestBefore.split("-").reverse().join("/") });
  return isNearExpiry(days) ? `${name} · ${day} · ${expiryLabel(days)}` : `${name} · ${day}`;
}

/** @param {Lot} lot @param {string} unit */
const left = ({ on_hand: onHand }, unit) =>
  t("còn %(quantity)s %(unit)s", { quantity: quantityWords(parseQuantity(onHand) ?? 0), unit });
