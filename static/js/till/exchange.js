// An exchange is paid: what comes back and what is taken are one act at the server, or none.

import { Refusal, get, put } from "./data/api.js";
import { now } from "./data/clock.js";
import { t } from "./data/i18n.js";
import { newCart, setState, till } from "./data/state.js";
import { finishSale } from "./data/store.js";
import { url } from "./data/urls.js";
import { saleDocument } from "./domain/cart.js";
import { slipOf } from "./domain/kept_slip.js";
import { refresh } from "./refresh.js";
import { approvalOf, withApproval } from "./screens/payment/approval.js";
import { noteReturned } from "./screens/returns/give_back.js";
import { screens } from "./ui/screens.js";

/** @import { Cart } from "./domain/cart.js" */
/** @import { CartExchange } from "./domain/exchange.js" */
/** @import { Received, PayResult } from "./screens/payment/pay.js" */
/** @import { RefundAnswer } from "./data/unsent_refunds.js" */
/** @import { SaleAnswer } from "./data/sender.js" */

/** @typedef {{ refund: RefundAnswer & { exchanged_vnd?: number }, sale: SaleAnswer }} ExchangeAnswer */

const TIMEOUT_MS = 8000;

/**
 * @param {CartExchange} exchange
 * @param {object} body
 * @returns {Promise<ExchangeAnswer>}
 */
async function send({ uid }, body) {
  const options = { timeout: TIMEOUT_MS };
  try {
    return await put(url("exchange", { uid }), body, options);
  } catch (error) {
    // An earlier try of ours, whose answer was lost: what stands there is what was done.
    if (error instanceof Refusal && error.code === "uid_reused") return get(url("exchange", { uid }), options);
    throw error;
  }
}

/**
 * @param {Cart & { exchange: CartExchange }} cart
 * @param {Received} received what was paid of the difference; throws what refuses it
 * @returns {Promise<PayResult>}
 */
export async function sellExchange(cart, { payments, roundingVnd, changeVnd }) {
  const { exchange } = cart;
  const shift = till.shift?.uid ?? "";
  const sale = saleDocument(cart, { shift, soldAt: now(), payments, roundingVnd });
  const answer = await withApproval(
    (approval) =>
      send(exchange, {
        refund: { ...exchange.body, uid: exchange.refund, shift, sent_at: now() },
        sale: { ...sale, uid: cart.uid, sent_at: now() },
        ...(approval && { approval }),
      }),
    approvalOf(cart.uid),
  );
  if (!answer) return { ok: false, message: t("Chưa được duyệt. Sửa lại, hoặc gọi quản lý.") };
  done(cart, answer, changeVnd);
  return { ok: true };
}

/** @param {Cart & { exchange: CartExchange }} cart @param {ExchangeAnswer} answer @param {number} changeVnd */
function done(cart, { refund, sale }, changeVnd) {
  const soldAt = sale.sold_at;
  finishSale(cart.uid, soldAt, slipOf(sale)).catch(() => {});
  noteReturned(cart.exchange.body.sale, refund);
  const next = newCart();
  const backVnd = refund.total_vnd - (refund.exchanged_vnd ?? 0);
  const document = saleDocument(cart, { shift: "", soldAt, payments: [] });
  const payments = (sale.payments ?? []).map(({ method, amount_vnd }) => ({ method, amount_vnd }));
  setState({
    cart: next,
    lastSale: {
      uid: cart.uid,
      next: next.uid,
      soldAt,
      cart,
      document: { ...document, payments, total_vnd: sale.total_vnd },
      changeVnd: changeVnd + backVnd,
      outcome: { sent: true, answer: sale, toConfirm: [] },
      toConfirm: [],
    },
    lastSlip: { kind: "exchange", uid: cart.exchange.uid, sent: true },
  });
  screens.finish();
  refresh();
}
