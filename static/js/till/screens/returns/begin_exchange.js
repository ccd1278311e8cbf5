// An exchange begins: what comes back is written into a cart, and the customer chooses what to take for it.

import { now } from "../../data/clock.js";
import { t } from "../../data/i18n.js";
import { newCart, setState, till } from "../../data/state.js";
import { uid } from "../../data/uid.js";
import { isBegun } from "../../domain/exchange.js";
import { vnd } from "../../domain/money.js";
import { refundTotal } from "../../domain/refund_total.js";
import { toast } from "../../ui/messages.js";
import { screens } from "../../ui/screens.js";

/** @import { SaleDetails } from "../../domain/kept_slip.js" */
/** @import { ExchangedBody } from "../../domain/exchange.js" */
/** @import { RefundLine } from "./refund_lines.js" */

/**
 * Goes on at the cart; answers the sentence that says why it cannot. The cart that was open waits.
 * @param {string} refund uid
 * @param {SaleDetails} sale
 * @param {ExchangedBody} body
 * @param {RefundLine[]} chosen
 * @param {number} totalVnd
 */
export function beginExchange(refund, sale, body, chosen, totalVnd) {
  const { cart, heldCarts, online } = till;
  if (!online || sale.number === null) {
    return t("Đổi hàng cần máy chủ. Mất kết nối thì nhận hàng trả trước, rồi bán món mới thành một đơn.");
  }
  const goods = chosen.map((line) => ({
    name: line.name,
    unit: line.unit,
    milli: line.milli,
    isSpoiled: line.condition === "spoiled",
    backVnd: refundTotal([line], 0),
  }));
  const exchange = { uid: uid(), refund, number: sale.number, body, goods, totalVnd };
  const held = isBegun(cart) ? [...heldCarts, { ...cart, heldAt: now() }] : heldCarts;
  setState({ heldCarts: held, cart: { ...newCart(), exchange } });
  screens.finish();
  toast(t("Khách có %(amount)s để đổi. Quét món khách lấy.", { amount: vnd(totalVnd) }));
  return null;
}
