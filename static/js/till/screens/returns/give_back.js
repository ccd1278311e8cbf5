// Money for goods that come back: by the server, with a manager where it needs one; without it, within the day, from what this
// device keeps of the slip.

import { Refusal, Unreachable, get, put } from "../../data/api.js";
import { now, today } from "../../data/clock.js";
import { t } from "../../data/i18n.js";
import { sender } from "../../data/sale_queue.js";
import { till } from "../../data/state.js";
import { updateSlip } from "../../data/store.js";
import { unsentRefund } from "../../data/unsent_refunds.js";
import { url } from "../../data/urls.js";
import { withReturned } from "../../domain/kept_slip.js";
import { quantityWords, vnd } from "../../domain/money.js";
import { withApproval } from "../payment/approval.js";
import { askOfflineCode } from "../payment/offline_code.js";

/** @import { SaleDetails } from "../../domain/kept_slip.js" */
/** @import { Beyond } from "../../domain/refund_rules.js" */
/** @import { RefundAnswer, RefundBody } from "../../data/unsent_refunds.js" */
/** @import { RefundLine } from "./refund_lines.js" */

/**
 * @typedef {object} GivenBack
 * @property {string} uid
 * @property {SaleDetails} sale
 * @property {RefundBody} body
 * @property {RefundLine[]} lines of the sale
 * @property {number} totalVnd
 * @property {Beyond[]} beyond what of it needs a manager
 */

/** What only the server can do: a voucher's code is its, an account may have been paid meanwhile. */
const NEEDS_SERVER = ["voucher", "account"];
const PATIENCE_MS = 5000;

/** Why a manager is asked, by what needs one. @returns {Record<Beyond, string>} */
const words = () => ({
  no_slip: t("không có phiếu"),
  refund_amount: t("trả quá %(amount)s", { amount: vnd(till.catalogue.outlet.refund_limit_vnd ?? 0) }),
  refund_age: t("mua đã quá %(days)s ngày", { days: till.catalogue.outlet.refund_days ?? 0 }),
  refund_method: t("trả bằng cách khác lúc mua"),
  fresh_goods: t("hàng tươi để bán lại"),
});

/** @param {Beyond[]} beyond */
export const whyManager = (beyond) =>
  t("Cần quản lý duyệt: %(reasons)s.", { reasons: beyond.map((one) => words()[one]).join("; ") });

/**
 * Answers null when nobody approves; throws what is to be said.
 * @param {GivenBack} given
 * @returns {Promise<{ answer: RefundAnswer | null, isKept: boolean } | null>} isKept: the server has not seen it yet
 */
export async function giveBack(given) {
  const { uid, sale, body } = given;
  if (sale.number === null || till.shift?.isUnsent) return keep(given);
  try {
    const answer = await withApproval((approval) => send(uid, { ...body, ...(approval && { approval }) }));
    if (answer) await noteReturned(sale.uid, answer);
    return answer && { answer, isKept: false };
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    return keep(given);
  }
}

/** The slip that this device keeps says what came back of it. @param {string} sale @param {RefundAnswer} answer */
export const noteReturned = (sale, { lines = [] }) =>
  updateSlip(sale, (slip) => withReturned(slip, lines)).catch(() => {});

/** @param {string} uid @param {object} body @returns {Promise<RefundAnswer>} */
async function send(uid, body) {
  const options = { timeout: PATIENCE_MS };
  try {
    return await put(url("refund", { uid }), { ...body, shift: till.shift?.uid, sent_at: now() }, options);
  } catch (error) {
    // An earlier try of ours, whose answer was lost.
    if (error instanceof Refusal && error.code === "uid_reused") return get(url("refund", { uid }), options);
    throw error;
  }
}

/** @param {GivenBack} given */
async function keep({ uid, sale, body, lines, totalVnd, beyond }) {
  if (today(new Date(sale.sold_at)) !== today()) {
    throw new Error(t("Máy chủ mất kết nối: chỉ nhận lại được hàng bán trong hôm nay. Hẹn khách khi có mạng lại."));
  }
  if (NEEDS_SERVER.includes(body.method)) {
    throw new Error(t("Máy chủ mất kết nối nên chưa hoàn bằng cách này được. Chọn cách khác."));
  }
  let approval;
  if (beyond.length > 0 && till.person.role !== "manager") {
    approval = await askOfflineCode(whyManager(beyond));
    if (!approval) throw new Error(`${whyManager(beyond)} ${t("Mất kết nối thì cần mã duyệt một lần của quản lý.")}`);
  }
  const goods = lines.filter(({ milli }) => milli > 0).map(({ name, milli }) => `${quantityWords(milli)} ${name}`);
  const cart = lines.map(({ sold, isBasket }) => ({ milli: sold, isBasket }));
  await sender.keep(
    unsentRefund({
      uid,
      shift: till.shift?.uid ?? "",
      body: { ...body, ...(approval && { approval }) },
      totalVnd,
      goods: goods.join(", "),
      cashier: till.person.username,
      cart: sale.number === null ? cart : undefined,
    }),
  );
  return { answer: null, isKept: true };
}
