// The slip this device draws itself when the server has not answered yet, in the language of the outlet's papers.

import { clockTime, fullDay } from "../../data/clock.js";
import { inLanguage, t } from "../../data/i18n.js";
import { paymentLabel } from "../../data/payment_methods.js";
import { till } from "../../data/state.js";
import { sums } from "../../domain/cart.js";
import { amount, quantityWords, vnd } from "../../domain/money.js";
import { html } from "../../ui/html.js";
import { recoveryFigure } from "./recovery_figure.js";

/** @import { LastSale } from "../../data/state.js" */

/** @param {LastSale} sale */
export function ownSlip(sale) {
  const language = till.catalogue.outlet.paper_language ?? "vi";
  const slip = inLanguage(language, () => draw(sale));
  slip.lang = language;
  return slip;
}

/**
 * @param {string} left
 * @param {string} right
 */
const pair = (left, right) => html`<tr><td>${left}</td><td class="num">${right}</td></tr>`;

/** @param {string} note */
const remark = (note) => html`<tr><td colspan="2">${t("Ghi chú: %(note)s", { note })}</td></tr>`;

/** @param {LastSale} sale */
function draw({ uid, cart, document, changeVnd }) {
  const priced = sums(cart);
  const total = html`
    <tr><td><b>${t("Tổng cộng")}</b></td><td class="num"><b>${vnd(document.total_vnd)}</b></td></tr>
  `;
  const lines = cart.lines.map((line, n) => [
    html`<tr><td colspan="2">${line.name}</td></tr>`,
    pair(`${quantityWords(line.milli)} ${line.unit} × ${amount(line.unitPriceVnd)}`, amount(priced.lines[n].netVnd)),
    line.note ? remark(line.note) : null,
  ]);
  const payments = document.payments.map((part) =>
    pair(paymentLabel(part.method), amount(part.tendered_vnd ?? part.amount_vnd)),
  );
  return html`
    <div class="slip">
      <h3 class="outlet">${till.catalogue.outlet.name}</h3>
      <div class="center">${t("Phiếu bán hàng")}</div>
      <div class="rule"></div>
      <table>
        ${pair(fullDay(document.sold_at), clockTime(document.sold_at))}
        ${pair(t("Thu ngân"), till.person.name)}
        ${lines}
        ${cart.note ? remark(cart.note) : null}
      </table>
      <div class="rule"></div>
      <table>
        ${priced.discountVnd ? pair(t("Giảm giá"), amount(-priced.discountVnd)) : null}
        ${document.rounding_vnd ? pair(t("Làm tròn"), amount(document.rounding_vnd)) : null}
        ${total}
        ${payments}
        ${changeVnd ? pair(t("Tiền thừa"), amount(changeVnd)) : null}
      </table>
      <div class="rule"></div>
      <div class="center">${t("Bán khi mất kết nối. Số phiếu được cấp khi máy gửi đơn về.")}</div>
      ${recoveryFigure(uid)}
      <div class="center selectable">${uid}</div>
      <div class="center">${t("Phiếu này không phải hóa đơn.")}</div>
    </div>
  `;
}
