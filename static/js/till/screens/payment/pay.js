// Taking the money: cash, VietQR, card, voucher, or several of them. What is drawn for each is in panes.js.

import { clockTime } from "../../data/clock.js";
import { t } from "../../data/i18n.js";
import { paymentLabel, paymentMethods } from "../../data/payment_methods.js";
import { keepCart, till } from "../../data/state.js";
import { showTransfer } from "../../display.js";
import { receive, roundingFor, sums } from "../../domain/cart.js";
import { exchangedVnd } from "../../domain/exchange.js";
import { amount, vnd } from "../../domain/money.js";
import { isAbsurdCash } from "../../domain/plausible.js";
import { deafen } from "../../ui/deaf.js";
import { goButton, wayBack } from "../../ui/desk.js";
import { html, input, isField } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";
import { Keypad } from "../../ui/keypad.js";
import { toast } from "../../ui/messages.js";
import { ask, isAsking } from "../../ui/question.js";
import { Screen, screens } from "../../ui/screens.js";
import { soundAccepted } from "../../ui/sound.js";
import { ArrivalWatch } from "./arrival.js";
import { paneOf } from "./panes.js";
import { voucherOf, voucherTrouble } from "./voucher.js";

/** @import { Asked } from "./arrival.js" */
/** @import { PaymentPart } from "../../domain/cart.js" */
/** @import { Mark } from "../../ui/icons.js" */

/** @typedef {{ payments: PaymentPart[], roundingVnd: number, confirmed: string[], changeVnd: number }} Received */
/** @typedef {{ ok: boolean, message?: string }} PayResult ok: the screen goes; else it stays, with the reason */

const SLOW_MS = 150;

/** @type {Record<string, Mark>} */
const MARKS = { cash: "cash", vietqr: "qr", card: "card", voucher: "ticket", account: "book" };

/** On account only somebody who is known can buy. */
const waysToPay = () => paymentMethods().filter((method) => method !== "account" || till.cart.buyer);

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
  isDesk = true;
  isCountingMoney = true;
  waits = t("Đang thu tiền ở bên trái");
  keypad = new Keypad({ longest: 10, onChange: () => this.update() });
  /** The number of a voucher, or what the card machine wrote. */
  number = input`<input type="text" id="voucher" maxlength="60" autocomplete="off">`;
  /** @type {string} */
  method = "cash";
  /** Why the sale was not recorded. @type {string | null} */
  message = null;
  #sell;
  #totalVnd = sums(till.cart).totalVnd;
  #reference = `OCOP${till.cart.uid.replaceAll("-", "").slice(0, 8).toUpperCase()}`;
  #parts = till.cart.received ?? [];
  #isBusy = false;
  /** The transfer that has arrived, and when: its sale ends by itself. @type {{ asked: Asked, at: string } | null} */
  #arrived = null;
  #watch = new ArrivalWatch((asked, at) => this.#onArrived(asked, at));

  /** @param {(received: Received) => Promise<PayResult>} sell */
  constructor(sell) {
    super();
    this.#sell = sell;
  }

  get isBusy() {
    return this.#isBusy;
  }

  get roundingVnd() {
    const methods = [...this.#parts.map((part) => part.method), this.method];
    return roundingFor(this.#totalVnd, till.catalogue.outlet.cash_rounding_vnd ?? 0, methods);
  }

  get toPayVnd() {
    const wholeVnd = this.#totalVnd + this.roundingVnd;
    return wholeVnd - exchangedVnd(till.cart, wholeVnd);
  }

  get remainingVnd() {
    return this.toPayVnd - this.#parts.reduce((sum, part) => sum + part.amountVnd, 0);
  }

  get hasParts() {
    return this.#parts.length > 0;
  }

  /** What is typed; all that remains when nothing is. */
  get typedVnd() {
    return this.keypad.whole ?? this.remainingVnd;
  }

  get isCovered() {
    return this.typedVnd >= this.remainingVnd;
  }

  get changeVnd() {
    return this.method === "cash" ? Math.max(0, this.typedVnd - this.remainingVnd) : 0;
  }

  /** Each transfer of a sale has another purpose, so that the bank's message tells which one came. */
  get #purpose() {
    const names = [this.#reference, ...this.#parts.map((_, n) => `${this.#reference}${n + 1}`)];
    return names.find((name) => this.#parts.every((part) => part.reference !== name)) ?? this.#reference;
  }

  /** What is being paid now. @param {boolean} [isReceived] @returns {PaymentPart} */
  part(isReceived = true) {
    const part = {
      method: this.method,
      amountVnd: Math.min(this.typedVnd, this.remainingVnd),
      received: isReceived,
    };
    if (this.method === "cash") return { ...part, tenderedVnd: this.typedVnd };
    if (this.method === "vietqr") return { ...part, reference: this.#purpose };
    const number = this.number.value.trim();
    return number ? { ...part, reference: number } : part;
  }

  /** A scan of goods over money being counted changes nothing. */
  onScan() {
    return t("Quay lại đơn rồi quét tiếp.");
  }

  /** A voucher's scan pays with it: all that remains, or what is left of it. @param {string} code */
  takeVoucher(code) {
    if (this.#isBusy) return false;
    this.#choose("voucher");
    this.number.value = code;
    voucherOf(code)
      .then((voucher) => {
        if (voucher && voucher.left_vnd < this.remainingVnd && this.number.value === code) {
          this.keypad.set(String(voucher.left_vnd));
        }
      })
      .catch(() => {});
    return true;
  }

  /** Asks about a voucher before it counts; answers whether it may be taken. */
  async #isVoucherGood() {
    const code = this.number.value.trim();
    const ofIt = this.#parts.filter(({ method, reference }) => method === "voucher" && reference === code);
    const takenVnd = ofIt.reduce((sum, { amountVnd }) => sum + amountVnd, 0);
    this.#isBusy = true;
    this.message = await voucherTrouble(code, takenVnd + this.part().amountVnd);
    this.#isBusy = false;
    if (this.message) this.update();
    return !this.message;
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
    if (method !== this.method) this.number.value = "";
    this.method = method;
    this.message = null;
    this.keypad.set(typed);
  }

  /** Enter never says that money came which the till has not seen. */
  submit() {
    if (this.method !== "vietqr") this.pay(true);
  }

  /** @param {boolean} isReceived false: the transfer was not seen yet */
  async pay(isReceived) {
    if (this.#isBusy) return;
    if (this.remainingVnd < 0) {
      this.message = t("Đã nhận nhiều hơn tổng cộng. Bỏ bớt phần đã nhận rồi nhận lại.");
      this.update();
      return;
    }
    if (!(await this.#isCashMeant())) return;
    if (this.method === "voucher" && this.remainingVnd && !(await this.#isVoucherGood())) return;
    const part = this.part(isReceived);
    if (!this.isCovered) {
      if (this.typedVnd <= 0) return;
      // The same button takes another amount now: a second tap was meant for this one.
      deafen();
      await this.#receive([...this.#parts, part]);
      this.#choose("cash");
      return;
    }
    const payments = merged([...this.#parts, part]);
    const transfers = payments.filter(({ method, received }) => method === "vietqr" && received);
    const confirmed = transfers.map(({ reference }) => reference ?? "");
    const received = { payments, roundingVnd: this.roundingVnd, confirmed, changeVnd: this.changeVnd };
    this.#isBusy = true;
    this.message = null;
    // Most sales are done before anybody could read that they are being written.
    const slow = setTimeout(() => this.update(), SLOW_MS);
    const { ok, message } = await this.#sell(received);
    clearTimeout(slow);
    this.#isBusy = false;
    if (ok) return;
    this.message = message ?? null;
    this.update();
  }

  /** A code that was typed, or a nought too many, is no money. */
  async #isCashMeant() {
    if (this.method !== "cash" || !isAbsurdCash(this.typedVnd, this.remainingVnd)) return true;
    return ask({
      title: t("Khách đưa nhiều bất thường"),
      text: t("Khách đưa %(amount)s, trả lại %(change)s. Có đúng không?", {
        amount: vnd(this.typedVnd),
        change: vnd(this.changeVnd),
      }),
      yes: t("Đúng, khách đưa %(amount)s", { amount: vnd(this.typedVnd) }),
    });
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const step = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key];
    if (!step || isField(event.target)) return super.onKey(event);
    const methods = waysToPay();
    const method = methods.at((methods.indexOf(this.method) + step) % methods.length);
    if (!this.#isBusy && method) this.#choose(method);
    return true;
  }

  onReachable() {
    if (!this.#isBusy) this.#choose(this.method, this.keypad.text);
  }

  leave() {
    showTransfer(null);
    this.#watch.follow(null);
  }

  /** The transfer whose code is shown now. @returns {Asked | null} */
  get #asked() {
    const { amountVnd, reference = "" } = this.part();
    return this.method === "vietqr" && amountVnd > 0 ? { amountVnd, reference } : null;
  }

  /** When the money of the code that is shown came; null while it has not. */
  get arrivedAt() {
    const [asked, arrived] = [this.#asked, this.#arrived];
    const isIt = asked?.reference === arrived?.asked.reference && asked?.amountVnd === arrived?.asked.amountVnd;
    return asked && arrived && isIt ? arrived.at : null;
  }

  /** The figure that counts the seconds of the code that is shown. */
  get waited() {
    return this.#watch.waited;
  }

  /** The bank says that the money is here: nobody has to. @param {Asked} asked @param {string} at */
  async #onArrived(asked, at) {
    this.#arrived = { asked, at };
    soundAccepted();
    this.update();
    if (this.#isBusy || isAsking()) return;
    await this.pay(true);
    if (screens.current !== this) {
      toast(t("Tiền đã về: %(amount)s lúc %(time)s", { amount: vnd(asked.amountVnd), time: clockTime(at) }));
    }
  }

  render() {
    const asked = this.#asked;
    showTransfer(asked);
    this.#watch.follow(this.arrivedAt ? null : asked);
    return html`
      <div class="desk">
        <div class="beside">
          <div class="ways" role="group" aria-label=${t("Cách thanh toán")}>
            ${waysToPay().map((method) => this.#methodButton(method))}
          </div>
          ${this.#got()}
          ${this.method === "vietqr" && this.isCovered ? this.#later() : null}
        </div>
        ${paneOf(this)}
        ${wayBack(() => this.goBack(), t("Sửa đơn"))}
        ${this.#go()}
      </div>
    `;
  }

  /** The goods go before the money is seen: the transfer waits for its confirmation. */
  #later() {
    return html`
      <button type="button" class="later" data-focus="later" disabled=${this.#isBusy} @click=${() => this.pay(false)}>
        ${t("Giao hàng trước, chờ tiền về")}
      </button>
    `;
  }

  #got() {
    const hint = t("Chưa nhận đồng nào. Gõ số ít hơn rồi chọn cách khác để trả làm hai.");
    return html`
      <div class="got" data-scroll="got">
        <h3 class="label">${t("Đã nhận")}</h3>
        ${
          this.#parts.length
            ? html`<ul class="taken">${this.#parts.map((_, n) => this.#receivedPart(n))}</ul>`
            : html`<p class="quiet">${hint}</p>`
        }
      </div>
    `;
  }

  /** @param {number} at which part */
  #receivedPart(at) {
    const { method, amountVnd } = this.#parts[at];
    const takeOut = async () => {
      if (this.#isBusy) return;
      deafen();
      await this.#receive(this.#parts.filter((_, n) => n !== at));
      this.#choose(this.method);
    };
    return html`
      <li>
        <span>${paymentLabel(method)}<b class="num">${vnd(amountVnd)}</b></span>
        <button type="button" class="btn-quiet" data-focus="part-${at}" @click=${takeOut}>${t("Bỏ")}</button>
      </li>
    `;
  }

  /** @param {string} method */
  #methodButton(method) {
    const isChosen = this.method === method;
    return html`
      <button
        type="button" aria-pressed=${isChosen} data-way=${method} data-focus=${method} disabled=${this.#isBusy}
        @click=${() => this.#isBusy || this.#choose(method)}
      >${mark(MARKS[method] ?? "book", 24)}<span>${paymentLabel(method)}</span></button>
    `;
  }

  #go() {
    const isTransfer = this.method === "vietqr";
    return goButton({
      id: "finish",
      label: this.#submitLabel(),
      act: () => this.pay(true),
      isOff: this.#isBusy,
      key: isTransfer ? "" : "Enter",
      look: isTransfer && !this.arrivedAt ? "by-hand" : "btn-main",
    });
  }

  #submitLabel() {
    if (this.#isBusy) return t("Đang ghi đơn…");
    if (!this.isCovered) {
      const rest = amount(this.remainingVnd - this.typedVnd);
      return t("Nhận %(amount)s, còn %(rest)s", { amount: amount(this.typedVnd), rest });
    }
    if (this.arrivedAt) return t("Tiền đã về, ghi đơn");
    if (this.method === "vietqr") return till.online ? t("Tôi đã thấy tiền về") : t("Đã xem máy khách, ghi là đã trả");
    const takenVnd = vnd(Math.max(0, this.remainingVnd));
    if (this.method === "account") return t("Ghi nợ %(amount)s", { amount: takenVnd });
    if (this.method === "card") return t("Máy thẻ báo xong, ghi %(amount)s", { amount: takenVnd });
    return till.printer === "none"
      ? t("Thu %(amount)s", { amount: takenVnd })
      : t("Thu %(amount)s, in phiếu", { amount: takenVnd });
  }
}
