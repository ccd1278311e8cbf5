// Takes a line out of the cart. Money that was received for the cart does not go with its last line in silence.

import { t } from "../../data/i18n.js";
import { setState, till } from "../../data/state.js";
import { receivedVnd, remove } from "../../domain/cart.js";
import { vnd } from "../../domain/money.js";
import { deafen } from "../../ui/deaf.js";
import { ask } from "../../ui/question.js";

/**
 * Answers whether it was done.
 * @param {number} key of the line
 */
export async function removeLine(key) {
  const { lines } = till.cart;
  const paidVnd = receivedVnd(till.cart);
  if (paidVnd && lines.length === 1 && lines[0].key === key) {
    const isReturned = await ask({
      title: t("Đơn này đã nhận tiền của khách"),
      text: t("Đã nhận %(amount)s. Trả lại khách rồi mới bỏ món cuối cùng.", { amount: vnd(paidVnd) }),
      yes: t("Đã trả lại %(amount)s", { amount: vnd(paidVnd) }),
      no: t("Chưa, giữ đơn lại"),
    });
    if (!isReturned) return false;
  }
  setState({ cart: remove(till.cart, key) });
  deafen();
  return true;
}
