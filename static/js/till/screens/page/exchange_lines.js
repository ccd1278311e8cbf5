// In a cart that is an exchange: what the customer brings back, above what they take for it.

import { t } from "../../data/i18n.js";
import { till } from "../../data/state.js";
import { quantityWords } from "../../domain/money.js";
import { money } from "../../ui/desk.js";
import { html } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";
import { unbroken } from "./goods_text.js";

/** @import { BroughtBack } from "../../domain/exchange.js" */

/** @param {BroughtBack} goods */
const broughtBack = ({ name, unit, milli, isSpoiled, backVnd }) => html`
  <li class="line">
    <b class="q num">${quantityWords(-milli)}</b><span class="u">${unit}</span><span class="n">${unbroken(name)}</span>
    <span class="m"><span class="tag ${isSpoiled ? "bad" : "good"}">${isSpoiled ? t("hỏng") : t("về kệ")}</span></span>
    <b class="t num">${money(-backVnd)}</b>
  </li>
`;

/** Nothing where the cart is no exchange. @param {() => void} onDrop nothing comes back after all */
export function exchangeLines(onDrop) {
  const { exchange } = till.cart;
  if (!exchange) return null;
  return [
    html`
      <li class="part">
        <span class="num">${t("Khách trả lại · phiếu %(number)s", { number: exchange.number })}</span>
        <button type="button" class="btn-quiet" data-focus="drop-exchange" @click=${onDrop}>
          ${mark("cross", 18)}${t("Thôi đổi")}
        </button>
      </li>
    `,
    exchange.goods.map(broughtBack),
    html`<li class="part"><span>${t("Khách lấy")}</span></li>`,
    till.cart.lines.length ? null : html`<li class="part-hint">${t("Quét hoặc chạm món khách lấy thay.")}</li>`,
  ];
}
