// A slip already given: print it again, take goods back, or take others for them.

import { Refusal, messageOf } from "../../data/api.js";
import { daysLeft, shortMoment, today } from "../../data/clock.js";
import { t } from "../../data/i18n.js";
import { paymentLabel, paymentMethods, refundLabel } from "../../data/payment_methods.js";
import { saleOf } from "../../data/slips.js";
import { till } from "../../data/state.js";
import { uid } from "../../data/uid.js";
import { quantityWords, vnd } from "../../domain/money.js";
import { beyondRefund } from "../../domain/refund_rules.js";
import { refundTotal } from "../../domain/refund_total.js";
import { goButton, money, wayBack } from "../../ui/desk.js";
import { html, input } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";
import { Keypad } from "../../ui/keypad.js";
import { notice, toast } from "../../ui/messages.js";
import { Screen, screens } from "../../ui/screens.js";
import { printButton } from "../paper.js";
import { beginExchange } from "./begin_exchange.js";
import { giveBack, whyManager } from "./give_back.js";
import { refundLine, refundParts } from "./refund_lines.js";
import { oneMore, refundRow } from "./refund_rows.js";
import { RefundedScreen } from "./refunded.js";

/** @import { SaleDetails } from "../../domain/kept_slip.js" */
/** @import { RefundLine } from "./refund_lines.js" */

/**
 * @typedef {{ hasSlip: boolean, product?: string }} Found hasSlip: the slip was scanned, or its number was typed; product: its
 * code, where the goods that come back were scanned
 */

const PIECE = 1000;
const REASONS = [t("Khách đổi ý"), t("Hàng bị hỏng"), t("Bán nhầm hàng")];

/**
 * One sale: what may still come back, line by line.
 * @param {string} saleUid
 * @param {Found} found
 */
export async function openSale(saleUid, found) {
  const before = screens.current;
  /** @type {SaleDetails} */
  let sale;
  try {
    sale = await saleOf(saleUid);
  } catch (error) {
    const isUnknown = error instanceof Refusal && error.status === 404;
    const unknown = t("Không tìm thấy phiếu này. Nếu bán lúc mất kết nối thì đợi máy gửi đơn xong.");
    toast(isUnknown ? unknown : messageOf(error), "bad");
    return;
  }
  // Whoever went on to something else while the server was slow is not called back.
  if (screens.current === before) screens.open(new RefundScreen(sale, found));
}

class RefundScreen extends Screen {
  isFull = true;
  isDesk = true;
  keypad = new Keypad({ places: 3, longest: 9, onChange: () => this.#onKeypad() });
  #sale;
  #lines;
  #uid = uid();
  #method;
  #hasSlip;
  #isBusy = false;
  /** @type {string | null} */
  #message = null;
  /** The line whose quantity the keypad gives. @type {RefundLine | null} */
  #edited = null;
  /** The line that was scanned last. @type {RefundLine | null} */
  #scanned = null;
  #reason = input`
    <input
      type="text" id="refund-reason" maxlength="200" autocomplete="off"
      placeholder=${t("Khách đổi ý, hàng dập…")}
    >
  `;

  /**
   * @param {SaleDetails} sale
   * @param {Found} found
   */
  constructor(sale, { hasSlip, product }) {
    super();
    this.#sale = sale;
    this.#hasSlip = hasSlip;
    this.#lines = sale.lines.map(refundLine);
    const paidBy = (sale.payments ?? []).map(({ method }) => method);
    this.#method = this.#methods.find((method) => paidBy.includes(method)) ?? "cash";
    this.title = this.#name;
    const asked = this.#lines.find((line) => line.product === product && line.left);
    if (asked) asked.milli = oneMore(asked);
  }

  get #name() {
    const { number, sold_at } = this.#sale;
    return number ? t("Phiếu số %(number)s", { number }) : t("Đơn chưa gửi, %(time)s", { time: shortMoment(sold_at) });
  }

  get isBusy() {
    return this.#isBusy;
  }

  get #methods() {
    return paymentMethods().filter((method) => method !== "account" || this.#sale.customer_uid);
  }

  get #chosen() {
    return this.#lines.filter(({ milli }) => milli > 0);
  }

  get #totalVnd() {
    return refundTotal(this.#lines, this.#sale.rounding_vnd ?? 0, this.#sale.refunds);
  }

  /** What of it needs a manager; of a manager nothing. */
  get #beyond() {
    const { payments = [], refunds = [], sold_at } = this.#sale;
    if (till.person.role === "manager") return [];
    const beforeVnd = refunds.reduce((sum, { total_vnd }) => sum + total_vnd, 0);
    const giving = {
      hasSlip: this.#hasSlip,
      totalVnd: this.#totalVnd + beforeVnd,
      leavesVnd: this.#totalVnd,
      method: this.#method,
      paidBy: payments.map(({ method }) => method),
      ageDays: -(daysLeft(today(new Date(sold_at))) ?? 0),
      resold: this.#chosen.filter(({ condition }) => condition === "resell").map(({ set }) => set),
    };
    return beyondRefund(giving, till.catalogue.outlet);
  }

  /** @param {"goods" | "receipt"} kind */
  onScan(kind) {
    if (kind === "goods") return t("Món vừa quét không có trên phiếu này, hoặc đã trả đủ.");
    return this.#chosen.length
      ? t("Đang nhận hàng trả của phiếu này. Xong hoặc bấm Thôi, không trả rồi quét phiếu khác.")
      : null;
  }

  /** The slip itself is shown after all. @param {string} sale its uid */
  takeReceipt(sale) {
    if (sale !== this.#sale.uid) return false;
    this.#hasSlip = true;
    this.update();
    return true;
  }

  /** What the customer brought back is scanned: one more of it comes back. @param {string} product */
  takeGoods(product) {
    const line = this.#lines.find((one) => one.product === product && one.milli < one.left);
    if (!line) return false;
    this.#scanned = line;
    this.#setQuantity(line, oneMore(line));
    return true;
  }

  #onKeypad() {
    const line = this.#edited;
    const { milli } = this.keypad;
    if (line && milli !== null) {
      line.milli = Math.min(line.left, line.places ? milli : Math.trunc(milli / PIECE) * PIECE);
    }
    this.update();
  }

  /**
   * @param {RefundLine} line
   * @param {number} milli
   */
  #setQuantity(line, milli) {
    line.milli = Math.max(0, Math.min(line.left, milli));
    this.#edited = line;
    this.#message = null;
    this.keypad.text = "";
    this.update();
  }

  /** What is still missing, as a sentence. */
  #missing() {
    if (!this.#chosen.length) return t("Chọn món khách trả lại trước.");
    return this.#reason.value.trim() ? null : t("Ghi lý do trả hàng.");
  }

  get #body() {
    return {
      sale: this.#sale.uid,
      slip: this.#hasSlip,
      lines: refundParts(this.#lines),
      method: this.#method,
      reason: this.#reason.value.trim().normalize("NFC"),
    };
  }

  async submit() {
    if (this.#isBusy) return;
    this.#message = this.#missing();
    this.#isBusy = !this.#message;
    this.update();
    if (this.#message) return;
    const totalVnd = this.#totalVnd;
    const given = {
      uid: this.#uid,
      sale: this.#sale,
      body: this.#body,
      lines: this.#lines,
      totalVnd,
      beyond: this.#beyond,
    };
    try {
      const done = await giveBack(given);
      if (done) {
        screens.open(new RefundedScreen(given, done.answer));
        return;
      }
      this.#message = t("Chưa được duyệt. Sửa lại, hoặc gọi quản lý.");
    } catch (error) {
      this.#message = messageOf(error);
    }
    this.#isBusy = false;
    this.update();
  }

  /** What comes back pays for other goods. */
  #exchange() {
    this.#message = this.#missing() ?? beginExchange(this.#uid, this.#sale, this.#body, this.#chosen, this.#totalVnd);
    this.update();
  }

  render() {
    const { uid: saleUid, sold_at, total_vnd, refunds = [], payments = [], number } = this.#sale;
    const paid = payments.map(({ method }) => paymentLabel(method)).join(", ");
    const about = [number && sold_at && shortMoment(sold_at), paid, vnd(total_vnd)].filter(Boolean).join(" · ");
    const all = () => {
      for (const line of this.#lines) line.milli = line.left;
      this.update();
    };
    const acts = {
      edited: this.#edited,
      scanned: this.#scanned,
      setQuantity: (/** @type {RefundLine} */ line, /** @type {number} */ milli) => this.#setQuantity(line, milli),
      setCondition: (/** @type {RefundLine} */ line, /** @type {RefundLine["condition"]} */ condition) => {
        line.condition = condition;
        this.update();
      },
    };
    return html`
      <div class="back-desk" data-scroll="back">
        <div class="slip-head">
          <div>
            <b class="num">${this.#name}${this.#proof()}</b><span class="quiet num">${about}</span>
          </div>
          ${number ? printButton({ kind: "sale", uid: saleUid }, t("In lại")) : null}
          <button type="button" data-focus="all" @click=${all}>${t("Trả tất cả")}</button>
        </div>
        <p class="hint">${mark("scan")}<span>${t("Quét món khách mang lại để đánh dấu, hoặc chạm vào dòng.")}</span></p>
        <div class="returned">
          <div class="head">
            <span></span><span>${t("Món trên phiếu")}</span><span>${t("Trả mấy")}</span>
            <span>${t("Hàng ra sao")}</span><span>${t("Tiền")}</span>
          </div>
          ${this.#lines.map((line) => refundRow(line, acts))}
        </div>
        ${refunds.map((refund) => {
          const slip = t("Phiếu trả hàng số %(number)s", { number: refund.number });
          return html`
            <div class="row">
              <span class="muted num grow">${slip} · ${vnd(refund.total_vnd)}</span>
              ${printButton({ kind: "refund", uid: refund.uid }, t("In lại"))}
            </div>
          `;
        })}
        <div class="why-back">
          <span class="label">${t("Vì sao khách trả")}</span>
          <div class="choices">${REASONS.map((reason) => this.#reasonButton(reason))}</div>
          <label class="visually-hidden" for="refund-reason">${t("Lý do")}</label>${this.#reason}
        </div>
        <div class="desk-foot">
          ${wayBack(() => this.goBack(), t("Thôi, không trả"))}
          <p class="quiet" id="who-may">${this.#whoMay()}</p>
        </div>
      </div>
    `;
  }

  /** Whether the slip was shown. */
  #proof() {
    return this.#hasSlip
      ? html`<span class="tag good">${t("có phiếu")}</span>`
      : html`<span class="tag warn">${t("chưa thấy phiếu")}</span>`;
  }

  #whoMay() {
    const beyond = this.#beyond;
    if (beyond.length) return html`<b>${whyManager(beyond)}</b>`;
    const mostVnd = till.catalogue.outlet.refund_limit_vnd;
    if (till.person.role === "manager" || !mostVnd) return t("Trả đúng cách khách đã trả.");
    return t("Đến %(amount)s thu ngân tự trả. Trả đúng cách khách đã trả.", { amount: vnd(mostVnd) });
  }

  renderRight() {
    const totalVnd = this.#totalVnd;
    const chosen = this.#chosen;
    const { number } = this.#sale;
    return [
      html`
        <div class="side-head">
          <h2>${t("Trả hàng")}</h2><span class="num">${number ? t("phiếu %(number)s", { number }) : null}</span>
        </div>
      `,
      html`
        <div class="lines">
          <ul class="lines-back">${chosen.map((line) => backLine(line))}</ul>
          ${this.#edited?.places ? html`<div class="side-main">${this.keypad.node}</div>` : null}
        </div>
      `,
      html`
        <div class="foot">
          ${this.#message ? notice(this.#message, "warn") : null}
          <div class="sum">
            <span>${t("Trả lại khách")}<small class="num">${t("%(count)s món", { count: chosen.length })}</small></span>
            <b class="total num">${money(totalVnd)}</b>
          </div>
          <div class="acts" role="group" aria-label=${t("Hoàn bằng")}>
            ${this.#methods.map((method) => this.#methodButton(method))}
          </div>
          <div class="pay">
            <button
              type="button" class="exact" id="exchange" data-focus="exchange" disabled=${this.#isBusy || !number}
              @click=${() => this.#exchange()}
            ><small>${t("Khách lấy món khác")}</small><span>${t("Đổi hàng")}</span></button>
            ${goButton({
              label: this.#isBusy ? t("Đang ghi…") : t("Trả %(amount)s", { amount: vnd(totalVnd) }),
              act: () => this.submit(),
              id: "take-back",
              isOff: this.#isBusy,
            })}
          </div>
        </div>
      `,
    ];
  }

  /** @param {string} method */
  #methodButton(method) {
    const choose = () => {
      this.#method = method;
      this.update();
    };
    return html`
      <button type="button" aria-pressed=${this.#method === method} data-focus=${method} @click=${choose}>
        ${refundLabel(method)}
      </button>
    `;
  }

  /** @param {string} reason */
  #reasonButton(reason) {
    const choose = () => {
      this.#reason.value = reason;
      this.update();
    };
    const isChosen = this.#reason.value === reason;
    return html`
      <button type="button" aria-pressed=${isChosen} data-focus=${reason} @click=${choose}>${reason}</button>
    `;
  }
}

/** @param {RefundLine} line that comes back */
function backLine(line) {
  const isSpoiled = line.condition === "spoiled";
  return html`
    <li class="line">
      <b class="q num">${quantityWords(-line.milli)}</b><span class="u">${line.unit}</span><span class="n">${line.name}</span>
      <span class="m">
        <span class="tag ${isSpoiled ? "bad" : "good"}">${isSpoiled ? t("hỏng") : t("về kệ")}</span>${vnd(line.priceVnd)}
      </span>
      <b class="t num">${money(-refundTotal([line], 0))}</b>
    </li>
  `;
}
