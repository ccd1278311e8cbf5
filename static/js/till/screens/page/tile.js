// One tile: a product, a lot that is marked down, or a gift basket, with what must be known of it.

import { daysLeft, outletNow } from "../../data/clock.js";
import { t } from "../../data/i18n.js";
import { till } from "../../data/state.js";
import { priceOfLot } from "../../domain/cart_offers.js";
import { amount, parseQuantity, quantityWords } from "../../domain/money.js";
import { pictureOf, tintOf } from "../../domain/pictures.js";
import { drawing } from "../../ui/drawings.js";
import { html } from "../../ui/html.js";
import { picture } from "../../ui/picture.js";
import { expiryLabel, isNearExpiry, unbroken } from "./goods_text.js";
import { offerLabel } from "./offer_text.js";

/** @import { Lot, Product } from "../../data/catalogue.js" */
/** @import { Ware } from "./wares.js" */

/** @typedef {{ tone: "bad" | "warn" | "good", label: string }} Note what a tile says beside its price */
/** @typedef {{ note: Note | null, quantity: string, isNow: boolean }} TileState quantity: how much of it is in the cart */

const FEW = 3;

/**
 * @param {Product} product
 * @returns {Note | null}
 */
function noteOf(product) {
  const onHand = Number(product.on_hand ?? 0);
  if (onHand <= 0) return { tone: "bad", label: t("hết hàng") };
  const lot = till.catalogue.nextLot(product);
  if (lot === null && product.lots.length) {
    const isRecalled = product.lots.every(({ recalled }) => recalled);
    return { tone: "bad", label: isRecalled ? t("đang thu hồi") : t("chỉ còn lô hết hạn") };
  }
  const left = lot ? daysLeft(lot.best_before) : null;
  if (isNearExpiry(left)) return { tone: "warn", label: expiryLabel(left) };
  if (product.places === 0 && onHand <= FEW) {
    const quantity = quantityWords(parseQuantity(product.on_hand) ?? 0);
    return { tone: "warn", label: t("còn %(quantity)s %(unit)s", { quantity, unit: product.unit }) };
  }
  return null;
}

/** What a marked-down lot says: how much it is down, and how long it is good. @param {Ware} ware @returns {Note | null} */
function lotNote({ lot, offer }) {
  if (!lot || !offer) return null;
  const left = daysLeft(lot.best_before);
  return {
    tone: "warn",
    label: [offerLabel(offer, lot.best_before), left === null ? "" : expiryLabel(left)].join(" ").trim(),
  };
}

/** @param {Product} product @param {Lot} [lot] @param {Ware["offer"]} [offer] */
function priceOf(product, lot, offer) {
  return lot && offer ? priceOfLot(product, offer, outletNow(), lot) : product.price_vnd;
}

/**
 * @param {Ware} ware
 * @param {TileState} state
 * @param {() => void} take
 */
function basketTile(ware, { quantity, isNow }, take) {
  const { name = "", priceVnd = 0, items = [] } = ware.basket ?? {};
  return html`
    <button
      type="button" class=${isNow ? "tile tint-gift now" : "tile tint-gift"} data-basket=${ware.basket?.code}
      @click=${take}
    >
      ${drawing("gift")}
      <span class="name">${unbroken(name)}</span>
      <span class="tag info">${t("giỏ %(count)s món", { count: items.length })}</span>
      <span class="price num">${amount(priceVnd)}<small>\u00a0₫</small></span>
      ${quantity ? html`<span class="badge num">${quantity}</span>` : null}
    </button>
  `;
}

/**
 * @param {Ware} ware
 * @param {TileState} state
 * @param {() => void} take
 */
export function tile(ware, { note, quantity, isNow }, take) {
  const { product, lot, offer } = ware;
  if (!product) return basketTile(ware, { note, quantity, isNow }, take);
  const look = ["tile", `tint-${tintOf(pictureOf(product))}`, note?.tone === "bad" ? "gone" : "", isNow ? "now" : ""];
  return html`
    <button
      type="button" class=${look.filter(Boolean).join(" ")} data-code=${product.code} data-lot=${lot?.lot ?? null}
      @click=${take}
    >
      ${picture(product)}
      <span class="name">${unbroken(product.name)}</span>
      ${note && html`<span class="tag ${note.tone}">${note.label}</span>`}
      <span class="price num">
        ${amount(priceOf(product, lot, offer))}<small>\u00a0₫${product.places > 0 ? `/${product.unit}` : null}</small>
      </span>
      ${quantity ? html`<span class="badge num">${quantity}</span>` : null}
    </button>
  `;
}

/** @param {Ware} ware @returns {Note | null} */
export function wareNote(ware) {
  if (!ware.product || ware.lot) return lotNote(ware);
  const note = noteOf(ware.product);
  return ware.offer && note?.tone !== "bad" ? { tone: "good", label: offerLabel(ware.offer) } : note;
}
