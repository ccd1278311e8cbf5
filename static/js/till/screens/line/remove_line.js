// Takes a line, or all of them, out of the cart; what was taken out can be put back. Money that was received for the cart does
// not go with its last line in silence.

import { t } from "../../data/i18n.js";
import { offeredNow, setState, subscribe, till } from "../../data/state.js";
import { closeVoid, sendVoids, unwriteVoid, writeVoid } from "../../data/voids.js";
import { receivedVnd, remove } from "../../domain/cart.js";
import { vnd } from "../../domain/money.js";
import { deafen } from "../../ui/deaf.js";
import { ask } from "../../ui/question.js";

/** @import { Cart } from "../../domain/cart.js" */

const STAYS_OUT_MS = 60_000;

/** Whether the customer has back what was received of the cart. */
async function isMoneyReturned() {
  const paidVnd = receivedVnd(till.cart);
  if (!paidVnd) return true;
  return ask({
    title: t("Đơn này đã nhận tiền của khách"),
    text: t("Đã nhận %(amount)s. Trả lại khách rồi mới bỏ món cuối cùng.", { amount: vnd(paidVnd) }),
    yes: t("Đã trả lại %(amount)s", { amount: vnd(paidVnd) }),
    no: t("Chưa, giữ đơn lại"),
  });
}

/** The void of what was taken out last, while it may be put back: the server is told of it when it stays out. */
let open = "";
let timer = 0;

/** Tells it now: the shift is about to end. Resolves when the server has been told, or cannot be. */
export function tell() {
  clearTimeout(timer);
  open = "";
  closeVoid();
  return sendVoids();
}

/** The cart changed otherwise, or a while has passed: what was taken out stays out. */
export function tellWhatStaysOut() {
  subscribe(["cart"], () => {
    if (open && till.undo?.after !== till.cart) tell();
  });
  subscribe(["online"], () => till.online && sendVoids());
  sendVoids();
}

/**
 * @param {Cart} left without what was taken out
 * @param {string} words what it was
 */
function takeOut(left, words) {
  const { lines } = till.cart;
  const cart = offeredNow(left);
  tell();
  const out = lines.filter(({ key }) => !cart.lines.some((line) => line.key === key));
  const written = writeVoid(out, !cart.lines.length);
  setState({ undo: { before: till.cart, after: cart, words }, cart });
  open = written;
  timer = setTimeout(tell, STAYS_OUT_MS);
  deafen();
}

/**
 * Answers whether it was done.
 * @param {number} key of the line
 */
export async function removeLine(key) {
  const { lines } = till.cart;
  const line = lines.find((one) => one.key === key);
  if (!line || (lines.length === 1 && !(await isMoneyReturned()))) return false;
  takeOut(remove(till.cart, key), t("Đã bỏ %(goods)s", { goods: line.name }));
  return true;
}

/** Takes all lines out, the customer stays. */
export async function clearCart() {
  const count = till.cart.lines.length;
  if (!count || !(await isMoneyReturned())) return;
  const cart = till.cart.lines.reduce((left, { key }) => remove(left, key), till.cart);
  takeOut(cart, t("Đã bỏ cả đơn, %(count)s dòng", { count }));
}

/** Puts back what was taken out last. */
export function putBack() {
  if (till.undo?.after !== till.cart) return;
  clearTimeout(timer);
  unwriteVoid(open);
  open = "";
  setState({ cart: till.undo.before, undo: null });
  deafen();
}
