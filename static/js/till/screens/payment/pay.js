// Taking the money: cash with banknote buttons and change, VietQR, card, voucher, or several of them.

import { t } from "../../data/i18n.js";
import { paymentLabel, paymentMethods } from "../../data/payment_methods.js";
import { keepCart, till } from "../../data/state.js";
import { receive, roundingFor, sums } from "../../domain/cart.js";
import { amount, handedOver, inNotes, vnd } from "../../domain/money.js";
import { isAbsurdCash } from "../../domain/plausible.js";
import { html, input, isField } from "../../ui/html.js";
import { Keypad } from "../../ui/keypad.js";
import { notice } from "../../ui/messages.js";
import { ask } from "../../ui/question.js";
import { Screen } from "../../ui/screens.js";
import { VietQr } from "./vietqr.js";

/** @import { PaymentPart } from "../../domain/cart.js" */

/** @typedef {{ payments: PaymentPart[], roundingVnd: number, confirmed: string[], changeVnd: number }} Received */
/** @typedef {{ ok: boolean, message?: string }} PayResult ok: the screen goes; else it stays, with the reason */

/**
 * Cash given in several goes is one payment: one amount, one handed over.
 * @param {PaymentPart[]} parts
 */
function merged(parts) {
  const cash = parts.filter((part) => part.method === "cash");
  if (cash.length < 2) return parts;
  const amountVnd = cash.reduce((sum, part) => sum + part.amountVnd, 0);
  const tenderedVnd = cash.reduce((sum, part) => sum + (part.tenderedVnd ?? 0), 0);
  return [...parts.filter((part) => part.method !== "cash"), { ...cash[0], amountVnd, tenderedVnd }];
}

export class PayScreen extends Screen {
  title = t("Thu tiền");
  hasHiddenTitle = true;
  isFull = true;
  isCountingMoney = true;
  keypad = new Keypad({ longest: 10, onChange: () => this.update() });
  #sell;
  #totalVnd = sums(till.cart).totalVnd;
  #reference = `OCOP${till.cart.uid.replaceAll("-", "").slice(0, 8).toUpperCase()}`;
  #parts = till.cart.received ?? [];
  /** @type {string} */
  #method = "cash";
  #isBusy = false;
  /** @type {string | null} */
  #message = null;
  #qr = new VietQr(() => this.#method === "vietqr" && !this.#isBusy && this.update());
  #voucher = input`<input type="text" id="voucher" maxlength="60" autocomplete="off">`;

  /** @param {(received: Received) => Promise<PayResult>} sell */
  constructor(sell) {
    super();
    this.#sell = sell;
  }

  get isBusy() {
    return this.#isBusy;
  }

  get #roundingVnd() {
    const methods = [...this.#parts.map((part) => part.method), this.#method];
    return roundingFor(this.#totalVnd, till.catalogue.outlet.cash_rounding_vnd ?? 0, methods);
  }

  get #toPayVnd() {
    return this.#totalVnd + this.#roundingVnd;
  }

  get #remainingVnd() {
    return this.#toPayVnd - this.#parts.reduce((sum, part) => sum + part.amountVnd, 0);
  }

  /** What is typed; all that remains when nothing is. */
  get #typedVnd() {
    return this.keypad.whole ?? this.#remainingVnd;
  }

  get #isCovered() {
    return this.#typedVnd >= this.#remainingVnd;
  }

  get #changeVnd() {
    return this.#method === "cash" ? Math.max(0, this.#typedVnd - this.#remainingVnd) : 0;
  }

  /** Each transfer of a sale has another purpose, so that the bank's message tells which one came. */
  get #purpose() {
    const names = [this.#reference, ...this.#parts.map((_, n) => `${this.#reference}${n + 1}`)];
    return names.find((name) => this.#parts.every((part) => part.reference !== name)) ?? this.#reference;
  }

  /** What is being paid now. @param {boolean} [isReceived] @returns {PaymentPart} */
  #part(isReceived = true) {
    const part = {
      method: this.#method,
      amountVnd: Math.min(this.#typedVnd, this.#remainingVnd),
      received: isReceived,
    };
    if (this.#method === "cash") return { ...part, tenderedVnd: this.#typedVnd };
    if (this.#method === "vietqr") return { ...part, reference: this.#purpose };
    const voucher = this.#method === "voucher" ? this.#voucher.value.trim() : "";
    return voucher ? { ...part, reference: voucher } : part;
  }

  /**
   * What has been received stays with the cart, should the cashier go back to it or the page be loaded again. It is stored
   * before it is shown.
   * @param {PaymentPart[]} parts
   */
  async #receive(parts) {
    this.#isBusy = true;
    await keepCart(receive(till.cart, parts));
    this.#isBusy = false;
    this.#parts = parts;
  }

  /**
   * @param {string} method
   * @param {string} [typed] what stays in the keypad
   */
  #choose(method, typed = "") {
    this.#method = method;
    this.#message = null;
    this.#qr.forgetFailure();
    this.keypad.set(typed);
  }

  submit() {
    this.#pay(true);
  }

  /** @param {boolean} isReceived false: the transfer was not seen yet */
  async #pay(isReceived) {
    if (this.#isBusy) return;
    if (this.#remainingVnd < 0) {
      this.#message = t("Đã nhận nhiều hơn tổng cộng. Bỏ bớt phần đã nhận rồi nhận lại.");
      this.update();
      return;
    }
    if (!(await this.#isCashMeant())) return;
    const part = this.#part(isReceived);
    if (!this.#isCovered) {
      if (this.#typedVnd <= 0) return;
      await this.#receive([...this.#parts, part]);
      this.#method = "cash";
      this.#voucher.value = "";
      this.keypad.set("");
      return;
    }
    const payments = merged([...this.#parts, part]);
    const transfers = payments.filter(({ method, received }) => method === "vietqr" && received);
    const confirmed = transfers.map(({ reference }) => reference ?? "");
    const received = { payments, roundingVnd: this.#roundingVnd, confirmed, changeVnd: this.#changeVnd };
    this.#isBusy = true;
    this.#message = null;
    this.update();
    const { ok, message } = await this.#sell(received);
    this.#isBusy = false;
    if (ok) return;
    this.#message = message ?? null;
    this.update();
  }

  /** A code that was typed, or a nought too many, is no money. */
  async #isCashMeant() {
    if (this.#method !== "cash" || !isAbsurdCash(this.#typedVnd, this.#remainingVnd)) return true;
    return ask({
      title: t("Khách đưa nhiều bất thường"),
      text: t("Khách đưa %(amount)s, trả lại %(change)s. Có đúng không?", {
        amount: vnd(this.#typedVnd),
        change: vnd(this.#changeVnd),
      }),
      yes: t("Đúng, khách đưa %(amount)s", { amount: vnd(this.#typedVnd) }),
    });
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || isField(event.target)) return super.onKey(event);
    const methods = paymentMethods();
    const method = methods.at((methods.indexOf(this.#method) + step) % methods.length);
    if (!this.#isBusy && method) this.#choose(method);
    return true;
  }

  onReachable() {
    if (!this.#isBusy) this.#choose(this.#method, this.keypad.text);
  }

  leave() {
    this.#qr.stop();
  }

  render() {
    return html`
      <div class="fill">
        ${this.#due()}
        ${this.#parts.length ? html`<ul class="parts">${this.#parts.map((_, n) => this.#receivedPart(n))}</ul>` : null}
        <div class="ways" role="group" aria-label=${t("Cách thanh toán")}>
          ${paymentMethods().map((method, n) => this.#methodButton(method, n))}
        </div>
        ${this.#methodBox()}
        ${this.#buttons()}
      </div>
    `;
  }

  #methodBox() {
    if (this.#method === "cash") return this.#cashBox();
    if (this.#method === "vietqr") return this.#qrBox();
    if (this.#method === "card") return this.#cardBox();
    return this.#method === "voucher" ? this.#voucherBox() : this.#amountBox(paymentLabel(this.#method));
  }

  #due() {
    const caption = this.#parts.length
      ? t("Còn phải trả, trên %(amount)s", { amount: vnd(this.#toPayVnd) })
      : t("Tổng cộng");
    const roundingVnd = this.#roundingVnd;
    const rounded = t("Đã làm tròn %(amount)s", { amount: vnd(roundingVnd) });
    return html`
      <div>
        <span class="caption">${caption}</span>
        <div class="due num">${vnd(this.#remainingVnd)}</div>
        ${roundingVnd ? html`<span class="quiet num">${rounded}</span>` : null}
      </div>
    `;
  }

  /** @param {number} at which part */
  #receivedPart(at) {
    const { method, amountVnd } = this.#parts[at];
    const takeOut = async () => {
      if (this.#isBusy) return;
      await this.#receive(this.#parts.filter((_, n) => n !== at));
      this.#choose(this.#method);
    };
    return html`
      <li>
        <span>${paymentLabel(method)} <b class="num">${vnd(amountVnd)}</b></span>
        <button type="button" class="btn-quiet" @click=${takeOut}>${t("Bỏ")}</button>
      </li>
    `;
  }

  /**
   * @param {string} method
   * @param {number} n its place: the arrow keys go on at both ends
   */
  #methodButton(method, n) {
    const key = n === 0 ? html`<kbd>←</kbd>` : n === paymentMethods().length - 1 ? html`<kbd>→</kbd>` : null;
    const isChosen = this.#method === method;
    return html`
      <button
        type="button" aria-pressed=${isChosen} data-way=${method} data-focus=${method}
        @click=${() => this.#choose(method)}
      >${paymentLabel(method)}${key}</button>
    `;
  }

  #cashBox() {
    const notes = handedOver(this.#remainingVnd).map((value) => {
      const isChosen = this.keypad.whole === value;
      const choose = () => this.keypad.set(String(value));
      return html`<button type="button" class="num" aria-pressed=${isChosen} @click=${choose}>${amount(value)}</button>`;
    });
    const given = this.keypad.whole === null ? t("Khách đưa vừa đủ") : t("Khách đưa");
    const rest = this.#isCovered
      ? html`
          <div class="change-box" role="status">
            <span>${t("Tiền thừa trả khách")}</span><b class="num">${vnd(this.#changeVnd)}</b>
          </div>
        `
      : html`
          <div class="change-box warn" role="status">
            <span>${t("Còn thiếu")}</span><b class="num">${vnd(this.#remainingVnd - this.#typedVnd)}</b>
          </div>
        `;
    return [
      html`<div class="banknotes">${notes}</div>`,
      html`<div class="pair-big"><span>${given}</span><b class="num">${vnd(this.#typedVnd)}</b></div>`,
      rest,
    ];
  }

  #qrBox() {
    const { amountVnd, reference = "" } = this.#part();
    this.#qr.ask(amountVnd, reference, Boolean(this.keypad.text));
    return html`
      <div class="qr">
        ${this.#qr.picture(amountVnd, reference)}
        <div class="stack-s">
          <span class="caption">${t("Khách quét mã, chuyển")}</span>
          <span class="due num">${amount(amountVnd)}</span>
          <span class="caption">${t("Nội dung chuyển khoản")}</span>
          <span class="ref selectable">${reference}</span>
          <p class="quiet">${t("Đợi tiền về tài khoản của điểm bán rồi mới bấm.")}</p>
        </div>
      </div>
    `;
  }

  #cardBox() {
    return [
      this.#amountBox(t("Quẹt thẻ số tiền")),
      html`<p class="muted">${t("Nhập đúng số tiền này trên máy quẹt thẻ. Máy báo thành công thì bấm Xong.")}</p>`,
    ];
  }

  #voucherBox() {
    return [
      this.#amountBox(t("Trừ vào phiếu mua hàng")),
      html`<div class="field"><label for="voucher">${t("Số phiếu mua hàng")}</label>${this.#voucher}</div>`,
    ];
  }

  /** @param {string} label */
  #amountBox(label) {
    const amountVnd = Math.min(this.#typedVnd, this.#remainingVnd);
    return html`<div class="pair-big"><span>${label}</span><b class="num">${vnd(amountVnd)}</b></div>`;
  }

  #buttons() {
    const unseen = html`
      <button type="button" class="btn-quiet" disabled=${this.#isBusy} @click=${() => this.#pay(false)}>
        ${t("Chưa thấy tiền về, vẫn giao hàng (ghi chờ xác nhận)")}
      </button>
    `;
    return html`
      <div class="bottom">
        ${this.#message ? notice(this.#message) : null}
        ${this.#method === "vietqr" && this.#isCovered ? unseen : null}
        <button type="button" class="btn-main done" id="finish" disabled=${this.#isBusy} @click=${() => this.submit()}>
          ${this.#submitLabel()}${this.#isBusy ? null : html`<kbd>Enter</kbd>`}
        </button>
      </div>
    `;
  }

  #submitLabel() {
    if (this.#isBusy) return t("Đang ghi đơn…");
    if (!this.#isCovered) {
      const rest = amount(this.#remainingVnd - this.#typedVnd);
      return t("Nhận %(amount)s, còn %(rest)s", { amount: amount(this.#typedVnd), rest });
    }
    if (till.printer === "none") return this.#method === "vietqr" ? t("Đã nhận tiền") : t("Xong");
    return this.#method === "vietqr" ? t("Đã nhận tiền, in phiếu") : t("Xong, in phiếu");
  }

  renderRight() {
    const typed = t("Đang gõ: %(amount)s", { amount: vnd(this.keypad.whole ?? 0) });
    return html`
      <div class="stack-s">
        <h3>${this.keypad.text ? typed : t("Bàn phím số")}</h3>
        ${this.keypad.node}
        ${this.#changeVnd > 0 ? this.#changeInNotes() : null}
        ${till.online ? null : this.#offlineCard()}
      </div>
    `;
  }

  #changeInNotes() {
    const { notes, restVnd } = inNotes(this.#changeVnd);
    const rest = t("Còn %(amount)s không có tờ tiền nào trả được.", { amount: vnd(restVnd) });
    return html`
      <div class="note-card">
        <b>${t("Gợi ý trả tiền thừa")}</b>
        <span class="num">${notes.map(([note, pieces]) => `${amount(note)} × ${pieces}`).join(" · ")}</span>
        ${restVnd ? html`<span class="quiet">${rest}</span>` : null}
      </div>
    `;
  }

  #offlineCard() {
    return html`
      <div class="note-card inline">
        <span class="chip warn">${t("Máy chủ mất kết nối")}</span>
        <span>${t("Cứ bán bình thường. Đơn được giữ trên máy này và gửi khi có mạng lại.")}</span>
      </div>
    `;
  }
}
