// What a till knows of recalls decides here: nobody pays for a lot that is stopped, and goods without a lot are looked at first.

import { t } from "./data/i18n.js";
import { till } from "./data/state.js";

/** @import { Product } from "./data/catalogue.js" */

/** Why the cart may not be paid, "" when it may. */
export function recallRefusal() {
  const lot = till.cart.lines.find((line) => till.catalogue.recalled.has(line.lot))?.lot;
  return lot ? t("Lô %(lot)s đang bị thu hồi. Bỏ món này ra rồi mới thu tiền.", { lot }) : "";
}

/** What is to be looked at before goods without a lot are sold, "" when there is nothing. @param {Product} product */
export function recallCaution({ lots }) {
  const lot = lots.find(({ recalled }) => recalled)?.lot;
  return lot ? t("Lô %(lot)s của hàng này đang thu hồi. Xem tem trước khi bán.", { lot }) : "";
}
