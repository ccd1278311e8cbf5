// From the cart to the slip: the sale's document, its approval, its way to the server, and what comes after.

import { Refusal, messageOf } from "./data/api.js";
import { now } from "./data/clock.js";
import { t } from "./data/i18n.js";
import { sender } from "./data/sale_queue.js";
import { CutOff } from "./data/sender.js";
import { allCarts, newCart, offeredNow, setState, till } from "./data/state.js";
import { uid } from "./data/uid.js";
import { isOverLimit, saleDocument, sums } from "./domain/cart.js";
import { pricesChanged, refresh } from "./refresh.js";
import { seldom, withSeldom } from "./screens/later.js";
import { approvalOf, withApproval } from "./screens/payment/approval.js";
import { PayScreen } from "./screens/payment/pay.js";
import { toast } from "./ui/messages.js";
import { screens } from "./ui/screens.js";
import { soundRefused } from "./ui/sound.js";

/** @import { Received, PayResult } from "./screens/payment/pay.js" */

const PRINTED_MS = 3000;
const LOST_SHIFT = new Set(["unknown_shift", "shift_closed"]);
const LONGEST_SUMMARY = 160;

/** An offer may have begun or ended since the last line. */
function takeOffers() {
  const cart = offeredNow(till.cart);
  if (cart !== till.cart) setState({ cart });
}

export function startPaying() {
  takeOffers();
  const { exchange } = till.cart;
  const isOver = exchange && exchange.totalVnd >= sums(till.cart).totalVnd;
  if (isOver) withSeldom(({ ExchangeBackScreen }) => screens.open(new ExchangeBackScreen(sell)));
  else screens.open(new PayScreen(sell));
}

/** One touch: the customer gave what it costs, in cash. */
export function payExactly() {
  takeOffers();
  const screen = new PayScreen(sell);
  screens.open(screen);
  screen.submit();
}

/**
 * Sells the cart for what was received; answers whether the pay screen may go.
 * @param {Received} received
 * @returns {Promise<PayResult>}
 */
async function sell(received) {
  const { payments, roundingVnd, confirmed, changeVnd } = received;
  const { cart, shift } = till;
  const carts = { ...allCarts(), cart };
  if (!shift) return { ok: true };
  const document = saleDocument(cart, { shift: shift.uid, soldAt: now(), payments, roundingVnd });
  const goods = cart.lines.map(({ name }) => name).join(", ");
  const summary = { goods: goods.slice(0, LONGEST_SUMMARY) };
  const more = { cashier: till.person.username, summary, confirm: confirmed };
  const limitBp = till.catalogue.outlet.cashier_discount_limit_bp;
  const isBeyond = till.person.role !== "manager" && limitBp !== undefined && isOverLimit(cart, limitBp);
  try {
    if (cart.exchange) return await (await seldom()).sellExchange({ ...cart, exchange: cart.exchange }, received);
    const outcome = await sellOrAskCode(
      () =>
        withApproval(
          (approval) => sender.sell(carts, document, { ...more, approval, needsOnline: isBeyond && !approval }),
          approvalOf(cart.uid),
        ),
      (approval) => sender.sell(carts, { ...document, offline: true, approval }, more),
    );
    if (!outcome) return { ok: false, message: t("Chưa được duyệt. Sửa lại đơn, hoặc gọi quản lý.") };
    const next = newCart();
    const toConfirm = outcome.sent ? outcome.toConfirm : [];
    const sold = {
      uid: cart.uid,
      next: next.uid,
      soldAt: document.sold_at,
      cart,
      document,
      changeVnd,
      outcome,
      toConfirm,
    };
    const lastSlip = { kind: /** @type {const} */ ("sale"), uid: cart.uid, sent: outcome.sent };
    setState({ cart: next, lastSale: sold, lastSlip });
    screens.finish();
    if (outcome.sent) {
      refresh();
      // Only later is it known how the slip fared.
      if (till.printer !== "none") setTimeout(refresh, PRINTED_MS);
    }
    return { ok: true };
  } catch (error) {
    soundRefused();
    if (!(error instanceof Refusal)) return { ok: false, message: messageOf(error) };
    if (error.code === "sold_elsewhere") setState({ cart: { ...cart, uid: uid() } });
    return onRefusal(error);
  }
}

/**
 * Sells, and where that needs a manager and the server is gone, by a one-time code; null when nobody approves.
 * @template T
 * @param {() => Promise<T | null>} online
 * @param {(approval: import("./screens/payment/offline_code.js").CodeApproval) => Promise<T>} byCode
 */
async function sellOrAskCode(online, byCode) {
  try {
    return await online();
  } catch (error) {
    if (!(error instanceof CutOff)) throw error;
    const { askOfflineCode } = await seldom();
    const approval = await askOfflineCode(t("Giảm giá quá mức thu ngân được giảm, mà máy chủ đang mất kết nối."));
    return approval && (await byCode(approval));
  }
}

/**
 * @param {Refusal} refusal
 * @returns {Promise<PayResult>}
 */
async function onRefusal({ code, status, message }) {
  if (code === "price_changed") {
    screens.close();
    const goods = await refresh();
    const sentences = [pricesChanged(goods), t("Đơn đã lấy giá mới, xem lại rồi thu tiền.")];
    toast(goods.length ? sentences.join(" ") : message, "bad");
    return { ok: true };
  }
  if (code === "offer_differs") {
    screens.close();
    await refresh();
    setState({ cart: till.cart });
    toast(`${message} ${t("Xem lại đơn rồi thu tiền.")}`, "bad");
    return { ok: true };
  }
  if (LOST_SHIFT.has(code)) {
    setState({ shift: null });
    screens.finish();
    toast(message, "bad");
    return { ok: true };
  }
  if (status === 401) {
    const sentence = t("Phiên làm việc đã hết. Quay lại đơn, đăng nhập rồi thu tiền lại. Đơn vẫn còn nguyên.");
    return { ok: false, message: sentence };
  }
  if (code === "sold_elsewhere") {
    const question = t("Nếu đúng là bán thêm một đơn nữa thì bấm Thu tiền lần nữa.");
    return { ok: false, message: `${message} ${question}` };
  }
  return { ok: false, message };
}
