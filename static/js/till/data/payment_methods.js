// What the ways to pay are called, on the screen and on the slip.

import { t } from "./i18n.js";

/** @typedef {"cash" | "vietqr" | "card" | "voucher"} PaymentMethod */

/** @type {PaymentMethod[]} */
export const PAYMENT_METHODS = ["cash", "vietqr", "card", "voucher"];

/** @param {string} method */
export function paymentLabel(method) {
  /** @type {Record<string, string>} */
  const labels = { cash: t("Tiền mặt"), vietqr: "VietQR", card: t("Thẻ"), voucher: t("Phiếu mua hàng") };
  return labels[method] ?? method;
}

/** Money goes back by a transfer, not by a code to scan. @param {string} method */
export const refundLabel = (method) => (method === "vietqr" ? t("Chuyển khoản") : paymentLabel(method));
