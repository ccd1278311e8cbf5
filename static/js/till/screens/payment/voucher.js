// What a voucher is good for: asked before it counts as paid. Without a server the paper is believed, and the sale is flagged.

import { Refusal, get } from "../../data/api.js";
import { today } from "../../data/clock.js";
import { t } from "../../data/i18n.js";
import { till } from "../../data/state.js";
import { url } from "../../data/urls.js";
import { vnd } from "../../domain/money.js";

const PATIENCE_MS = 3000;

/** @typedef {{ left_vnd: number, valid_until: string | null }} Voucher */

/**
 * The voucher of this code; null where the outlet keeps none, or nobody can be asked. Throws Refusal for an unknown one.
 * @param {string} code
 * @returns {Promise<Voucher | null>}
 */
export async function voucherOf(code) {
  if (!till.online) return null;
  const options = { timeout: PATIENCE_MS };
  try {
    return await get(url("voucher", { code }), options);
  } catch (error) {
    if (!(error instanceof Refusal)) return null;
    const { items } = await get(url("vouchers", {}, { limit: "1" }), options);
    if (items.length) throw error;
    return null;
  }
}

/**
 * Why so much cannot be taken from a voucher; null when it can.
 * @param {string} code
 * @param {number} amountVnd
 * @returns {Promise<string | null>}
 */
export async function voucherTrouble(code, amountVnd) {
  if (!code) return t("Quét hoặc gõ số phiếu mua hàng.");
  try {
    const voucher = await voucherOf(code);
    if (!voucher) return null;
    if (voucher.valid_until && voucher.valid_until < today()) return t("Phiếu mua hàng này đã quá ngày dùng.");
    if (voucher.left_vnd >= amountVnd) return null;
    return t("Phiếu chỉ còn %(left)s. Gõ số đó, phần còn lại trả cách khác.", { left: vnd(voucher.left_vnd) });
  } catch (error) {
    return error instanceof Refusal ? t("Không có phiếu mua hàng %(code)s.", { code }) : null;
  }
}
