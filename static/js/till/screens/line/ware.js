// What a desk is about: the goods at its left, as they lie on the shelf.

import { daysLeft } from "../../data/clock.js";
import { t } from "../../data/i18n.js";
import { till } from "../../data/state.js";
import { amount, parseQuantity, quantityWords } from "../../domain/money.js";
import { pictureOf, tintOf } from "../../domain/pictures.js";
import { html } from "../../ui/html.js";
import { picture } from "../../ui/picture.js";
import { expiryLabel, isNearExpiry, unbroken } from "../page/goods_text.js";

/** @import { Product } from "../../data/catalogue.js" */

/**
 * @param {Product} product
 * @param {string | null} lotCode
 */
function lotTags(product, lotCode) {
  const lot = lotCode ? till.catalogue.lot(lotCode) : till.catalogue.nextLot(product);
  if (!lot) return null;
  const left = daysLeft(lot.best_before);
  return html`
    <span class="tags">
      <span class="tag">${t("lô %(lot)s", { lot: lot.lot })}</span>
      ${isNearExpiry(left) ? html`<span class="tag ${left < 0 ? "bad" : "warn"}">${expiryLabel(left)}</span>` : null}
    </span>
  `;
}

/**
 * @param {Product} product
 * @param {object} [more]
 * @param {string | null} [more.lot]
 * @param {unknown} [more.foot] instead of the price
 */
export function ware(product, { lot = null, foot } = {}) {
  const { name, producer_name, unit, price_vnd } = product;
  const quantity = `${quantityWords(parseQuantity(product.on_hand) ?? 0)}\u00a0${unit}`;
  const onHand = t("ở quầy còn %(quantity)s", { quantity });
  const price = html`<p class="price num">${amount(price_vnd)}<small>\u00a0₫/${unit}</small></p>`;
  return html`
    <div class="ware grow tint-${tintOf(pictureOf(product))}">
      <h3>${unbroken(name)}</h3>
      <p class="from">${[producer_name, onHand].filter(Boolean).join(" · ")}</p>
      ${lotTags(product, lot)}
      ${foot ?? price}
      ${picture(product, 480)}
    </div>
  `;
}
