// The empty cart: what was sold last and what is given back, until the next line. No screen stands in the way.

import { messageOf, post } from "../../data/api.js";
import { clockTime } from "../../data/clock.js";
import { t } from "../../data/i18n.js";
import { paymentLabel } from "../../data/payment_methods.js";
import { setState, till } from "../../data/state.js";
import { url } from "../../data/urls.js";
import { exchangedVnd } from "../../domain/exchange.js";
import { inNotes, vnd } from "../../domain/money.js";
import { money, stubs } from "../../ui/desk.js";
import { html } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";
import { notice, toast } from "../../ui/messages.js";
import { screens } from "../../ui/screens.js";
import { withSeldom } from "../later.js";
import { printButton } from "../paper.js";
import { withApproval } from "../payment/approval.js";

/** @import { LastSale, Paper } from "../../data/state.js" */

let isConfirming = false;

/** @param {LastSale} sale */
async function confirm(sale) {
  if (isConfirming) return;
  isConfirming = true;
  let left = sale.toConfirm;
  try {
    for (const n of sale.toConfirm) {
      const address = url("payment_confirm", { uid: sale.uid, n });
      if (!(await withApproval((approval) => post(address, approval ? { approval } : {})))) break;
      left = left.filter((one) => one !== n);
    }
  } catch (error) {
    toast(messageOf(error), "bad");
  }
  isConfirming = false;
  if (till.lastSale?.uid === sale.uid) setState({ lastSale: { ...sale, toConfirm: left } });
}

/** What was paid, in a sentence: 25.000 ₫ tiền mặt, đưa 50.000 ₫. @param {LastSale} sale */
function paid({ document }) {
  const ways = document.payments.map((part) => {
    const words = `${paymentLabel(part.method)} ${vnd(part.amount_vnd)}`;
    const given = part.tendered_vnd ?? part.amount_vnd;
    return given > part.amount_vnd ? t("%(paid)s, đưa %(given)s", { paid: words, given: vnd(given) }) : words;
  });
  return ways.join(" · ");
}

/** @param {LastSale} sale */
function before(sale) {
  const { uid, soldAt, cart, document, changeVnd, outcome, toConfirm } = sale;
  const time = clockTime(soldAt);
  const title = outcome.sent
    ? t("Đơn %(number)s vừa xong · %(time)s", { number: outcome.answer.number, time })
    : t("Đã giữ đơn trên máy này · %(time)s", { time });
  const offline = t("Máy chủ mất kết nối. Đơn được giữ trên máy này và gửi khi có mạng lại. Cứ bán tiếp.");
  const confirmation = html`
    <div class="stack-s">
      ${notice(t("Tiền chuyển khoản của đơn này cần quản lý xác nhận là đã nhận."), "warn")}
      <button type="button" id="confirm-transfer" data-focus="confirm-transfer" @click=${() => confirm(sale)}>
        ${t("Quản lý xác nhận")}
      </button>
    </div>
  `;
  const { notes } = inNotes(changeVnd);
  const takenVnd = document.total_vnd - exchangedVnd(cart, document.total_vnd);
  /** @type {Paper} */
  const paper = cart.exchange ? { kind: "exchange", uid: cart.exchange.uid } : { kind: "sale", uid };
  return html`
    <section class="prev" data-sale=${uid} role="status">
      <p class="label num">${title}</p>
      <p class="back2">
        <span>${changeVnd ? t("Trả lại khách") : t("Đã thu")}</span>
        <b class="num" id="change">${money(changeVnd || takenVnd)}</b>
      </p>
      ${changeVnd && notes.length ? stubs(notes) : null}
      <p class="quiet num">${t("Khách trả %(total)s", { total: vnd(document.total_vnd) })} · ${paid(sale)}</p>
      ${outcome.sent ? null : notice(outcome.trouble ?? offline, "warn")}
      ${outcome.answer?.flags?.length ? notice(t("Đơn đã ghi, có điểm cần quản lý xem lại."), "warn") : null}
      ${toConfirm.length ? confirmation : null}
      <div class="two">
        ${outcome.sent ? printButton(paper, t("In lại")) : null}
        ${outcome.sent && document.total_vnd && !cart.exchange ? correctButton(sale) : null}
        <button
          type="button" id="see-slip" data-focus="see-slip"
          @click=${() => withSeldom(({ SlipScreen }) => screens.open(new SlipScreen(sale)))}
        >${t("Xem phiếu")}</button>
      </div>
    </section>
  `;
}

/** @param {LastSale} sale */
const correctButton = (sale) => html`
  <button
    type="button" id="correct-payment" data-focus="correct-payment"
    @click=${() => withSeldom(({ CorrectPaymentScreen }) => screens.open(new CorrectPaymentScreen(sale)))}
  >${t("Sửa cách trả")}</button>
`;

/** What the cart shows while it has no lines. */
export function lastSale() {
  const sale = till.lastSale;
  const isBefore = sale && sale.next === till.cart.uid;
  const hint = isBefore
    ? t("Quét món đầu tiên là sang khách mới.")
    : t("Quét mã, chạm vào hàng bên trái, hoặc gõ tên không dấu.");
  return [isBefore ? before(sale) : null, html`<div class="empty">${mark("scan", 40)}<p>${hint}</p></div>`];
}
