// A slip already given: print it again, take goods back.

import { Refusal, get, messageOf, put } from "../data/api.js";
import { now, shortMoment } from "../data/clock.js";
import { t } from "../data/i18n.js";
import { paymentMethods, refundLabel } from "../data/payment_methods.js";
import { till } from "../data/state.js";
import { uid } from "../data/uid.js";
import { url } from "../data/urls.js";
import { refundTotal } from "../domain/cart.js";
import { parseQuantity, quantityText, quantityWords, vnd } from "../domain/money.js";
import { html, input } from "../ui/html.js";
import { mark } from "../ui/icons.js";
import { Keypad } from "../ui/keypad.js";
import { notice, toast } from "../ui/messages.js";
import { Screen, screens } from "../ui/screens.js";
import { printButton } from "./paper.js";
import { withApproval } from "./payment/approval.js";
import { RefundedScreen } from "./refunded.js";

/**
 * @typedef {object} SoldLine a line of the server's answer
 * @property {number} line
 * @property {string} product
 * @property {string} lot
 * @property {string} quantity
 * @property {string} [refunded]
 * @property {number} net_vnd
 * @property {number} unit_price_vnd
 */
/**
 * @typedef {object} SaleDetails
 * @property {string} uid
 * @property {string} number
 * @property {string} sold_at
 * @property {string | null} [customer]
 * @property {number} total_vnd
 * @property {number} [rounding_vnd]
 * @property {SoldLine[]} lines
 * @property {{ method: string }[]} [payments]
 * @property {{ uid: string, number: string, total_vnd: number }[]} [refunds]
 */
/**
 * @typedef {object} RefundLine quantities in thousandths
 * @property {number} line
 * @property {string} name
 * @property {string} unit
 * @property {number} places
 * @property {string} lot
 * @property {number} sold
 * @property {number} back came back before
 * @property {number} left may still come back
 * @property {number} milli comes back now
 * @property {number} netVnd
 * @property {number} priceVnd
 * @property {"resell" | "spoiled"} condition
 */

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

/**
 * @param {SoldLine} line
 * @returns {RefundLine}
 */
function refundLine(line) {
  const product = till.catalogue.product(line.product);
  const sold = parseQuantity(line.quantity) ?? 0;
  const back = parseQuantity(line.refunded ?? "0") ?? 0;
  return {
    line: line.line,
    name: product?.name ?? line.product,
    unit: product?.unit ?? "",
    places: product?.places ?? 3,
    lot: line.lot,
    sold,
    back,
    left: Math.max(0, sold - back),
    milli: 0,
    netVnd: line.net_vnd,
    priceVnd: line.unit_price_vnd,
    condition: "resell",
  };
}

class RefundScreen extends Screen {
  isFull = true;
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
    const { uid: saleUid, sold_at, total_vnd, refunds = [] } = this.#sale;
    const about = `${sold_at ? shortMoment(sold_at) : ""} · ${vnd(total_vnd)}`;
    const all = () => {
      for (const line of this.#lines) line.milli = line.left;
      this.update();
    };
    return [
      html`
        <div class="row">
          <span class="muted num grow">${about}</span>
          ${printButton({ kind: "sale", uid: saleUid }, t("In lại"))}
          <button type="button" @click=${all}>${t("Trả tất cả")}</button>
        </div>
      `,
      html`<ul class="rows">${this.#lines.map((line) => this.#row(line))}</ul>`,
      refunds.map((refund) => {
        const slip = t("Phiếu trả hàng số %(number)s", { number: refund.number });
        return html`
          <div class="row">
            <span class="muted num grow">${slip} · ${vnd(refund.total_vnd)}</span>
            ${printButton({ kind: "refund", uid: refund.uid }, t("In lại"))}
          </div>
        `;
      }),
    ];
  }

  /** @param {RefundLine} line */
  #row(line) {
    const about = [`${quantityWords(line.sold)} ${line.unit} × ${vnd(line.priceVnd)}`];
    if (line.lot) about.push(t("lô %(lot)s", { lot: line.lot }));
    if (line.back) about.push(t("đã trả %(quantity)s", { quantity: quantityWords(line.back) }));
    const nothingLeft = html`<span class="controls"><span class="chip">${t("đã trả hết")}</span></span>`;
    return html`
      <li class="tall">
        <span><span class="main-text">${line.name}</span><small class="num">${about.join(" · ")}</small></span>
        ${line.left ? this.#controls(line) : nothingLeft}
      </li>
    `;
  }

  /** @param {RefundLine} line */
  #controls(line) {
    const step = line.places ? line.left : PIECE;
    const less = () => this.#setQuantity(line, line.milli - step);
    const more = () => this.#setQuantity(line, line.milli + step);
    const edit = () => this.#setQuantity(line, line.milli || line.left);
    const { line: key, name } = line;
    return html`
      <span class="controls">
        <span class="qty">
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
        ${line.milli ? this.#conditionButton(line) : null}
      </span>
    `;
  }

  /** @param {RefundLine} line */
  #conditionButton(line) {
    const isSpoiled = line.condition === "spoiled";
    const toggle = () => {
      line.condition = isSpoiled ? "resell" : "spoiled";
      this.update();
    };
    return html`
      <button type="button" class="pick" aria-pressed=${isSpoiled} data-focus="condition-${line.line}" @click=${toggle}>
        ${isSpoiled ? t("Hàng hỏng") : t("Còn bán được")}
      </button>
    `;
  }

  renderRight() {
    const totalVnd = refundTotal(this.#lines, this.#sale.rounding_vnd ?? 0);
    return html`
      <div class="fill">
        <div>
          <span class="caption">${t("Hoàn tiền cho khách")}</span><div class="due num">${vnd(totalVnd)}</div>
        </div>
        <div class="ways" role="group" aria-label=${t("Hoàn bằng")}>
          ${paymentMethods().map((method) => this.#methodButton(method))}
        </div>
        <div class="field">
          <label for="refund-reason">${t("Lý do")}</label>
          ${this.#reason}
          <div class="segments">${REASONS.map((reason) => this.#reasonButton(reason))}</div>
        </div>
        <label class="check">${this.#noSlipBox()}${t("Khách không mang phiếu (cần quản lý duyệt)")}</label>
        ${this.#edited?.places ? this.keypad.node : null}
        <div class="bottom">
          ${this.#message ? notice(this.#message, "warn") : null}
          <button type="button" class="btn-main done" disabled=${this.#isBusy} @click=${() => this.submit()}>
            ${this.#isBusy ? t("Đang ghi…") : t("Nhận hàng, trả tiền")}<kbd>Enter</kbd>
          </button>
        </div>
      </div>
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
