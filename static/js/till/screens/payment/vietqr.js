// The VietQR code of one amount, drawn on this device: a customer can pay whether or not the server answers.

import { t } from "../../data/i18n.js";
import { till } from "../../data/state.js";
import { vnd } from "../../domain/money.js";
import { payload } from "../../domain/vietqr.js";
import { html } from "../../ui/html.js";
import { screens } from "../../ui/screens.js";
import { seldomNow, withSeldom } from "../later.js";

let drawn = { text: "", picture: /** @type {string | null} */ (null) };

/** @param {string} text */
function pictureOf(text) {
  if (drawn.text !== text) drawn = { text, picture: seldomNow()?.qrPicture(text) ?? null };
  return drawn.picture;
}

/**
 * @param {number} amountVnd
 * @param {string} reference
 */
export function transferPicture(amountVnd, reference) {
  const { bank_bin, bank_account } = till.catalogue.outlet;
  const text = payload({ bankBin: bank_bin ?? "", account: bank_account ?? "" }, amountVnd, reference);
  if (text && !seldomNow()) {
    withSeldom(() => screens.current?.update());
    return html`<div class="waiting"></div>`;
  }
  const picture = text && pictureOf(text);
  if (!picture) return html`<div class="waiting">${t("Chưa có tài khoản ngân hàng của điểm bán trong Cài đặt.")}</div>`;
  const alt = t("Mã VietQR %(amount)s, nội dung %(reference)s", { amount: vnd(amountVnd), reference });
  return html`<img src=${picture} alt=${alt}>`;
}
