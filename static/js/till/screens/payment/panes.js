// What the pay desk shows for each way to pay: the sum as on paper, likely amounts, the code.

import { clockTime } from "../../data/clock.js";
import { t } from "../../data/i18n.js";
import { paymentLabel } from "../../data/payment_methods.js";
import { till } from "../../data/state.js";
import { amount, handedOver, inNotes, vnd } from "../../domain/money.js";
import { money, note, stubs } from "../../ui/desk.js";
import { html } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";
import { transferPicture } from "./vietqr.js";

/** @import { PayScreen } from "./pay.js" */

const MOST_STUBS = 4;

/** @param {PayScreen} pay */
export function paneOf(pay) {
  if (pay.method === "vietqr") return code(pay);
  return [sum(pay), pay.method === "cash" ? likely(pay) : told(pay), pay.keypad.node];
}

/** @param {PayScreen} pay */
function due(pay) {
  const rounded = t("Đã làm tròn %(amount)s", { amount: vnd(pay.roundingVnd) });
  const caption = pay.hasParts ? t("Còn phải trả, trên %(amount)s", { amount: vnd(pay.toPayVnd) }) : t("Khách cần trả");
  return html`
    <div class="due">
      <span>${caption}${pay.roundingVnd ? html`<small class="num">${rounded}</small>` : null}</span>
      <b class="num">${money(pay.remainingVnd)}</b>
    </div>
  `;
}

/** What was handed over under what is due, the result on green. @param {PayScreen} pay */
function sum(pay) {
  const isCash = pay.method === "cash";
  const typed = pay.keypad.whole;
  const label = isCash ? t("Khách đưa") : paymentLabel(pay.method);
  const shownVnd = isCash ? pay.typedVnd : Math.min(pay.typedVnd, pay.remainingVnd);
  return html`
    <div class="paper">
      ${due(pay)}
      <div class="given">
        <span>${label}</span>
        <b class="num">${amount(shownVnd)}${typed === null ? null : html`<i class="caret"></i>`}<small>\u00a0₫</small></b>
      </div>
      ${result(pay)}
    </div>
  `;
}

/** @param {PayScreen} pay */
function result(pay) {
  if (pay.message) {
    return html`<div class="change bad notice-in" role="alert"><span>${pay.message}</span></div>`;
  }
  if (!pay.isCovered) {
    return html`
      <div class="change warn" role="status">
        <span>${t("Còn thiếu")}</span><b class="num">${money(pay.remainingVnd - pay.typedVnd)}</b>
      </div>
    `;
  }
  if (pay.method !== "cash") {
    return html`<div class="change" role="status"><span>${t("Đủ số tiền")}</span></div>`;
  }
  if (!pay.changeVnd) return html`<div class="change" role="status"><span>${t("Đưa vừa đủ")}</span></div>`;
  const { notes, restVnd } = inNotes(pay.changeVnd);
  const rest = t("Còn %(amount)s không có tờ tiền nào trả được.", { amount: vnd(restVnd) });
  return html`
    <div class="change" role="status">
      <span>${t("Trả lại khách")}${stubs(notes)}${restVnd ? html`<small>${rest}</small>` : null}</span>
      <b class="num">${money(pay.changeVnd)}</b>
    </div>
  `;
}

/** @param {PayScreen} pay */
function likely(pay) {
  const amounts = handedOver(pay.remainingVnd).map((value) => {
    const isExact = value === pay.remainingVnd;
    const isChosen = pay.keypad.whole === value || (isExact && pay.keypad.whole === null);
    const pieces = inNotes(value).notes.flatMap(([one, count]) => Array(Math.min(count, MOST_STUBS)).fill(one));
    const below = isExact ? t("vừa đủ") : pieces.length <= MOST_STUBS ? pieces.map(note) : null;
    return html`
      <button
        type="button" aria-pressed=${isChosen} data-focus="likely-${value}" aria-label=${amount(value)}
        @click=${() => pay.keypad.set(isExact ? "" : String(value))}
      ><b class="num">${amount(value)}</b><span>${below}</span></button>
    `;
  });
  return html`<div class="notes">${amounts}</div>`;
}

/** What the customer owes, and how far it may go. */
function owed() {
  const { buyer } = till.cart;
  if (!buyer) return null;
  const about = t("%(who)s đang nợ %(owed)s, hạn mức %(limit)s.", {
    who: buyer.name || buyer.phone,
    owed: vnd(buyer.owedVnd),
    limit: vnd(buyer.limitVnd),
  });
  return html`
    <div class="whys">
      <p>${about}</p><p class="quiet">${t("Quá hạn mức thì cần quản lý duyệt.")}</p>
    </div>
  `;
}

/** What the cashier does with the card machine or the voucher. @param {PayScreen} pay */
function told(pay) {
  if (pay.method === "account") return owed();
  const isCard = pay.method === "card";
  const text = isCard
    ? t("Nhập đúng số tiền này trên máy quẹt thẻ. Máy báo thành công rồi mới bấm nút xanh.")
    : t("Xem hạn và số tiền trên phiếu. Phiếu ít tiền hơn thì gõ số tiền của phiếu.");
  const label = isCard ? t("Số hóa đơn của máy thẻ") : t("Số phiếu mua hàng");
  return html`
    <div class="whys">
      <p class="quiet">${text}</p>
      <div class="field"><label for="voucher">${label}</label>${pay.number}</div>
    </div>
  `;
}

/** The whole pane is the code. @param {PayScreen} pay */
function code(pay) {
  const { amountVnd, reference = "" } = pay.part();
  const { bank_holder: holder, bank_account: account } = till.catalogue.outlet;
  return html`
    <div class="qr-pane">
      ${due(pay)}
      <div class="qr">
        ${transferPicture(amountVnd, reference)}
        <dl>
          <div><dt>${t("Khách chuyển")}</dt><dd class="big num">${vnd(amountVnd)}</dd></div>
          ${holder ? html`<div><dt>${t("Chủ tài khoản")}</dt><dd>${holder}</dd></div>` : null}
          ${account ? html`<div><dt>${t("Số tài khoản")}</dt><dd class="num">${account}</dd></div>` : null}
          <div><dt>${t("Nội dung")}</dt><dd class="big selectable">${reference}</dd></div>
        </dl>
      </div>
      ${pay.message ? html`<div class="live bad" role="alert">${mark("warn", 28)}<b>${pay.message}</b></div>` : live(pay)}
    </div>
  `;
}

/** What the till knows of the money, in one line. @param {PayScreen} pay */
function live({ arrivedAt, waited }) {
  if (arrivedAt) {
    return html`
      <div class="live good" role="status">
        ${mark("check", 28)}
        <div><b>${t("Tiền đã về lúc %(time)s", { time: clockTime(arrivedAt) })}</b></div>
      </div>
    `;
  }
  if (till.online) {
    return html`
      <div class="live" role="status">
        <span class="pulse"></span>
        <div>
          <b>${t("Đang đợi tiền về")}</b>
          <p>${t("Ngân hàng báo tiền về là máy tự ghi đơn. Chỉ bấm nút dưới khi chính mắt thấy tiền.")}</p>
        </div>
        ${waited}
      </div>
    `;
  }
  return html`
    <div class="live warn" role="status">
      ${mark("offline", 28)}
      <div>
        <b>${t("Mất kết nối, máy không thấy tiền về")}</b>
        <p>${t("Xem điện thoại khách báo thành công, đúng số tiền và nội dung, rồi bấm nút dưới.")}</p>
      </div>
    </div>
  `;
}
