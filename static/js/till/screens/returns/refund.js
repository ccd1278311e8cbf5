// A slip already given: print it again, take goods back.

import { Refusal, get, messageOf, put } from "../../data/api.js";
import { now, shortMoment } from "../../data/clock.js";
import { t } from "../../data/i18n.js";
import { paymentMethods, refundLabel } from "../../data/payment_methods.js";
import { till } from "../../data/state.js";
import { uid } from "../../data/uid.js";
import { url } from "../../data/urls.js";
import { refundTotal } from "../../domain/cart.js";
import { quantityText, quantityWords, vnd } from "../../domain/money.js";
import { goButton, money, segments, wayBack } from "../../ui/desk.js";
import { html, input } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";
import { Keypad } from "../../ui/keypad.js";
import { notice, toast } from "../../ui/messages.js";
import { Screen, screens } from "../../ui/screens.js";
import { printButton } from "../paper.js";
import { withApproval } from "../payment/approval.js";
import { refundLine } from "./refund_lines.js";
import { RefundedScreen } from "./refunded.js";

/** @import { RefundLine, SaleDetails } from "./refund_lines.js" */

const PIECE = 1000;
const REASONS = [t("Khách đổi ý"), t("Hàng bị hỏng"), t("Bán nhầm hàng")];

/**
 * One sale: what may still come back, line by line.
 * @param {string} saleUid
 */
export async function openSale(saleUid) {
  const before = screens.current;
  /** @type {SaleDetails} */
  let sale;
  try {
    sale = await get(url("sale", { uid: saleUid }));
  } catch (error) {
    const isUnknown = error instanceof Refusal && error.status === 404;
    const unknown = t("Không tìm thấy phiếu này. Nếu bán lúc mất kết nối thì đợi máy gửi đơn xong.");
    toast(isUnknown ? unknown : messageOf(error), "bad");
    return;
  }
  // Whoever went on to something else while the server was slow is not called back.
  if (screens.current === before) screens.open(new RefundScreen(sale));
}

class RefundScreen extends Screen {
  isFull = true;
  isDesk = true;
  keypad = new Keypad({ places: 3, longest: 9, onChange: () => this.#onKeypad() });
  #sale;
  #lines;
  #uid = uid();
  #method;
  #hasSlip = true;
  #isBusy = false;
  /** @type {string | null} */
  #message = null;
  /** The line whose quantity the keypad gives. @type {RefundLine | null} */
  #edited = null;
  #reason = input`
    <input
      type="text" id="refund-reason" maxlength="200" autocomplete="off"
      placeholder=${t("Khách đổi ý, hàng dập…")}
    >
  `;

  /** @param {SaleDetails} sale */
  constructor(sale) {
    super();
    this.#sale = sale;
    this.#lines = sale.lines.map(refundLine);
    this.#method = sale.payments?.[0]?.method ?? "cash";
    this.title = t("Phiếu số %(number)s", { number: sale.number });
  }

  get isBusy() {
    return this.#isBusy;
  }

  /** @param {"goods" | "receipt"} kind */
  onScan(kind) {
    return kind === "receipt" ? null : super.onScan(kind);
  }

  /** What the customer brought back is scanned: one more of it comes back. @param {string} product */
  takeGoods(product) {
    const line = this.#lines.find((one) => one.product === product && one.milli < one.left);
    if (!line) return false;
    this.#setQuantity(line, line.places ? line.left : line.milli + PIECE);
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
    this.keypad.text = "";
    this.update();
  }

  /** What is still missing, as a sentence. */
  #missing() {
    if (!this.#lines.some(({ milli }) => milli > 0)) return t("Chọn món khách trả lại trước.");
    return this.#reason.value.trim() ? null : t("Ghi lý do trả hàng.");
  }

  async submit() {
    if (this.#isBusy) return;
    this.#message = this.#missing();
    this.#isBusy = !this.#message;
    this.update();
    if (this.#message) return;
    try {
      const answer = await withApproval((approval) => {
        const document = this.#document();
        return put(url("refund", { uid: this.#uid }), { ...document, sent_at: now(), ...(approval && { approval }) });
      });
      if (answer) {
        screens.open(new RefundedScreen(answer, this.#method));
        return;
      }
    } catch (error) {
      this.#message = messageOf(error);
    }
    this.#isBusy = false;
    this.update();
  }

  #document() {
    const chosen = this.#lines.filter(({ milli }) => milli > 0);
    return {
      shift: till.shift?.uid,
      sale: this.#sale.uid,
      slip: this.#hasSlip,
      lines: chosen.map(({ line, milli, condition }) => ({ line, quantity: quantityText(milli), condition })),
      method: this.#method,
      reason: this.#reason.value.trim().normalize("NFC"),
    };
  }

  render() {
    const { uid: saleUid, sold_at, total_vnd, refunds = [], number } = this.#sale;
    const about = `${sold_at ? shortMoment(sold_at) : ""} · ${vnd(total_vnd)}`;
    const all = () => {
      for (const line of this.#lines) line.milli = line.left;
      this.update();
    };
    return html`
      <div class="back-desk" data-scroll="back">
        <div class="slip-head">
          <div><b class="num">${t("Phiếu số %(number)s", { number })}</b><span class="quiet num">${about}</span></div>
          ${printButton({ kind: "sale", uid: saleUid }, t("In lại"))}
          <button type="button" data-focus="all" @click=${all}>${t("Trả tất cả")}</button>
        </div>
        <p class="hint">${mark("scan")}<span>${t("Quét món khách mang lại để đánh dấu, hoặc chạm vào dòng.")}</span></p>
        <div class="returned">
          <div class="head">
            <span></span><span>${t("Món trên phiếu")}</span><span>${t("Trả mấy")}</span>
            <span>${t("Hàng ra sao")}</span><span>${t("Tiền")}</span>
          </div>
          ${this.#lines.map((line) => this.#row(line))}
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
          <label class="check">${this.#noSlipBox()}${t("Khách không mang phiếu (cần quản lý duyệt)")}</label>
        </div>
      </div>
    `;
  }

  /** @param {RefundLine} line */
  #row(line) {
    const about = [`${quantityWords(line.sold)} ${line.unit} × ${vnd(line.priceVnd)}`];
    if (line.lot) about.push(t("lô %(lot)s", { lot: line.lot }));
    if (line.back) about.push(t("đã trả %(quantity)s", { quantity: quantityWords(line.back) }));
    const isOn = line.milli > 0;
    const toggle = () => this.#setQuantity(line, isOn ? 0 : line.places ? line.left : Math.min(PIECE, line.left));
    const vndOf = refundTotal([isOn ? line : { ...line, milli: line.left }], 0);
    return html`
      <div class=${isOn ? "on" : null}>
        <button
          type="button" class="tick" aria-pressed=${isOn} aria-label=${line.name} disabled=${!line.left}
          data-focus="tick-${line.line}" @click=${toggle}
        >${isOn ? mark("check") : null}</button>
        <span class="name">${line.name}<small class="num">${about.join(" · ")}</small></span>
        ${this.#controls(line)}
        <span class="money num">${line.left ? vnd(vndOf) : "–"}</span>
      </div>
    `;
  }

  /** @param {RefundLine} line */
  #controls(line) {
    const { line: key, name, unit } = line;
    if (!line.left) return [html`<span class="bought">${t("đã trả hết")}</span>`, html`<span class="seg-none"></span>`];
    if (!line.milli) {
      const left = t("còn %(quantity)s %(unit)s", { quantity: quantityWords(line.left), unit });
      return [html`<span class="bought num">${left}</span>`, html`<span class="seg-none"></span>`];
    }
    const step = line.places ? line.left : PIECE;
    const less = () => this.#setQuantity(line, line.milli - step);
    const more = () => this.#setQuantity(line, line.milli + step);
    const edit = () => this.#setQuantity(line, line.milli || line.left);
    const condition = (/** @type {RefundLine["condition"]} */ wanted, /** @type {string} */ label) => ({
      key: `${wanted}-${key}`,
      label,
      isChosen: line.condition === wanted,
      act: () => {
        line.condition = wanted;
        this.update();
      },
    });
    return [
      html`
        <span class="step">
          <button type="button" aria-label=${t("Bớt %(name)s", { name })} data-focus="less-${key}" @click=${less}>
            ${mark("minus", 18)}
          </button>
          <button
            type="button" class="amount num" aria-pressed=${this.#edited === line}
            data-focus="quantity-${key}" @click=${edit}
          >${quantityWords(line.milli)}</button>
          <button type="button" aria-label=${t("Thêm %(name)s", { name })} data-focus="more-${key}" @click=${more}>
            ${mark("plus", 18)}
          </button>
        </span>
      `,
      segments([condition("resell", t("Còn bán")), condition("spoiled", t("Hỏng"))], t("Hàng ra sao")),
    ];
  }

  renderRight() {
    const totalVnd = refundTotal(this.#lines, this.#sale.rounding_vnd ?? 0);
    const chosen = this.#lines.filter(({ milli }) => milli > 0);
    const methods = paymentMethods().filter((method) => method !== "account" || this.#sale.customer_uid);
    return [
      html`
        <div class="side-head">
          <h2>${t("Trả hàng")}</h2><span class="num">${t("phiếu %(number)s", { number: this.#sale.number })}</span>
        </div>
      `,
      html`
        <div class="lines">
          <ul class="lines-back">${chosen.map((line) => this.#backLine(line))}</ul>
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
            ${methods.map((method) => this.#methodButton(method))}
          </div>
          <div class="pay">
            ${goButton({
              label: this.#isBusy ? t("Đang ghi…") : t("Nhận hàng, trả %(amount)s", { amount: vnd(totalVnd) }),
              act: () => this.submit(),
              id: "take-back",
              isOff: this.#isBusy,
              look: "btn-main whole",
            })}
          </div>
        </div>
      `,
    ];
  }

  /** @param {RefundLine} line */
  #backLine(line) {
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

  #noSlipBox() {
    const toggle = (/** @type {Event} */ event) => {
      this.#hasSlip = !(/** @type {HTMLInputElement} */ (event.target).checked);
    };
    return html`<input type="checkbox" checked=${!this.#hasSlip} data-focus="no-slip" @change=${toggle}>`;
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
