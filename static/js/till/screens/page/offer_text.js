// What tiles and lines say of offers, in a few letters.

import { outletNow } from "../../data/clock.js";
import { t } from "../../data/i18n.js";
import { till } from "../../data/state.js";
import { adjustmentsOf, toNextSet } from "../../domain/cart_offers.js";
import { amount, rate, vnd } from "../../domain/money.js";
import { ageRate } from "../../domain/pricing_offers.js";

/** @import { CartLine } from "../../domain/cart.js" */
/** @import { Offer } from "../../domain/pricing_offers.js" */

/**
 * "−20 %", "mua 2 tặng 1", "giá 24.000"
 * @param {Offer} offer
 * @param {string | null} bestBefore of the lot, for an offer by age
 */
export function offerLabel(offer, bestBefore = null) {
  const { kind, buy = 0, get = 0, rate_bp: rateBp = 0, amount_vnd: amountVnd = 0, price_vnd: priceVnd = 0 } = offer;
  if (kind === "percent") return `−${rate(rateBp)}`;
  if (kind === "amount") return `−${vnd(amountVnd)}`;
  if (kind === "price") return t("giá %(amount)s", { amount: amount(priceVnd) });
  if (kind === "buy_get") return t("mua %(buy)s tặng %(get)s", { buy, get });
  if (kind === "age") return `−${rate(ageRate(offer.steps ?? [], outletNow().daysLeft(bestBefore)))}`;
  return offer.name;
}

/**
 * What came off a line by itself, as chips.
 * @param {CartLine} line
 */
export function offersOf(line) {
  const lot = line.lot ? till.catalogue.lot(line.lot) : null;
  return adjustmentsOf(line).map(({ kind, code = "", name = "" }) => {
    const offer = till.catalogue.deals.offers.get(code);
    if (kind === "pack") return t("giá thùng, lốc");
    return offer ? offerLabel(offer, lot?.best_before) : name;
  });
}

/**
 * "thêm 1 để được tặng 1"; null when nothing is missing.
 * @param {CartLine} line
 */
export function setHint(line) {
  if (!till.catalogue.deals.offers.size) return null;
  const next = toNextSet(till.cart, line, till.catalogue, outletNow());
  if (!next) return null;
  const { more, free } = next;
  return t("thêm %(more)s để được tặng %(free)s", { more, free });
}
