// Slips already given: one box for number, phone, amount and goods, whichever till gave them; days to choose from.

import { messageOf } from "../../data/api.js";
import { clockTime, shortMoment, today } from "../../data/clock.js";
import { t } from "../../data/i18n.js";
import { paymentLabel } from "../../data/payment_methods.js";
import { findSlips, goodsName } from "../../data/slips.js";
import { till } from "../../data/state.js";
import { parseQuantity, quantityWords, vnd } from "../../domain/money.js";
import { isOfDays, readSlipQuery } from "../../domain/slip_query.js";
import { fill, html, input } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";
import { Keypad } from "../../ui/keypad.js";
import { notice } from "../../ui/messages.js";
import { Screen } from "../../ui/screens.js";
import { openSale } from "./refund.js";

/** @import { SaleDetails } from "../../domain/kept_slip.js" */
/** @import { Sought } from "../../domain/slip_query.js" */
/** @import { Days } from "../../data/slips.js" */

const DAY_MS = 86_400_000;
const SHOWN_GOODS = 3;
const WAIT_MS = 350;

const daysAgo = (/** @type {number} */ days) => today(new Date(Date.now() - days * DAY_MS));

/** @type {{ key: string, label: string, days: () => Days }[]} */
const SPANS = [
  { key: "today", label: t("Hôm nay"), days: () => ({ from: today(), to: today() }) },
  { key: "yesterday", label: t("Hôm qua"), days: () => ({ from: daysAgo(1), to: daysAgo(1) }) },
  { key: "week", label: t("7 ngày"), days: () => ({ from: daysAgo(6), to: today() }) },
  { key: "month", label: t("30 ngày"), days: () => ({ from: daysAgo(29), to: today() }) },
  { key: "all", label: t("Mọi ngày"), days: () => ({}) },
];

export class SlipsScreen extends Screen {
  title = t("Phiếu đã bán");
  keypad = new Keypad({ isCode: true, longest: 12, onChange: (text) => this.#typed(text) });
  #span = SPANS[0];
  /** A day of the calendar instead of a span. */
  #day = "";
  /** Goods that were scanned. @type {Sought | null} */
  #scanned = null;
  /** @type {SaleDetails[]} */
  #slips = [];
  /** @type {string | null} */
  #next = null;
  /** By what each slip was found; nothing: it stands in the list of the days. @type {Map<string, Sought | undefined>} */
  #foundBy = new Map();
  #turn = 0;
  #isSearching = true;
  #isFromDevice = false;
  /** @type {string | null} */
  #problem = null;
  #timer = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
  #chips = html`<div class="days" role="group" aria-label=${t("Ngày bán")}></div>`;
  #list = html`<div class="rows found" data-scroll="slips" role="status"></div>`;
  #text = input`
    <input
      type="search" id="slip-number" autocomplete="off" enterkeyhint="search" maxlength="80" data-first
      aria-label=${t("Tìm phiếu")} placeholder=${t("Số phiếu, số điện thoại, số tiền hoặc tên hàng")}
      @input=${() => this.#later()}
    >
  `;

  enter() {
    this.#search();
  }

  leave() {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }

  /** @param {string} text of the keys on the screen */
  #typed(text) {
    this.#text.value = text;
    this.#later();
  }

  #later() {
    this.#scanned = null;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#search(), WAIT_MS);
  }

  get #sought() {
    return this.#scanned ? [this.#scanned] : readSlipQuery(this.#text.value, today().slice(0, 4));
  }

  get #days() {
    return this.#day ? { from: this.#day, to: this.#day } : this.#span.days();
  }

  /** Reads each meaning of what was typed; a slip whose number was typed stands first. */
  async #search() {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    const meanings = this.#sought;
    this.#isSearching = true;
    this.#problem = null;
    this.#draw();
    try {
      const all = await Promise.all(
        (meanings.length ? meanings : [undefined]).map((one) => findSlips(one, this.#days)),
      );
      if (turn !== this.#turn) return;
      this.#foundBy = new Map();
      this.#slips = all.flatMap(({ slips }, n) =>
        slips.filter(({ uid }) => !this.#foundBy.has(uid) && this.#foundBy.set(uid, meanings[n])),
      );
      this.#next = all.length === 1 ? all[0].next : null;
      this.#isFromDevice = all.some(({ isFromDevice }) => isFromDevice);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#slips = [];
      this.#problem = messageOf(error);
    }
    this.#isSearching = false;
    this.#draw();
  }

  async #more() {
    const turn = this.#turn;
    const [sought] = this.#sought;
    try {
      const { slips, next } = await findSlips(sought, this.#days, this.#next);
      if (turn !== this.#turn) return;
      for (const { uid } of slips) this.#foundBy.set(uid, sought);
      this.#slips = [...this.#slips, ...slips];
      this.#next = next;
    } catch (error) {
      this.#problem = messageOf(error);
    }
    this.#draw();
  }

  /** Enter opens the slip whose number was typed. */
  async submit() {
    await this.#search();
    const [slip] = this.#slips;
    if (slip && this.#foundBy.get(slip.uid)?.by === "number") this.#open(slip);
  }

  /**
   * Whoever names a slip's number has it in the hand; one that is picked from a list has shown nothing.
   * @param {SaleDetails} slip
   */
  #open({ uid }) {
    const sought = this.#foundBy.get(uid);
    openSale(uid, { hasSlip: sought?.by === "number", product: sought?.by === "product" ? sought.value : undefined });
  }

  /** @param {"goods" | "receipt"} kind */
  onScan(kind) {
    return kind === "receipt" ? null : super.onScan(kind);
  }

  /** Goods without a slip: which slips have them. @param {string} product */
  takeGoods(product) {
    this.#text.value = goodsName(product);
    this.#scanned = { by: "product", value: product };
    if (this.#span.key === "today" && !this.#day) this.#span = SPANS[2];
    this.#search();
    return true;
  }

  /** @param {typeof SPANS[number]} span */
  #choose(span) {
    this.#span = span;
    this.#day = "";
    this.#search();
  }

  #heading() {
    const [sought] = this.#sought;
    if (!isOfDays(sought)) return t("Tìm ở mọi ngày, mọi máy");
    const when = this.#day ? this.#day.split("-").reverse().join("/") : this.#span.label;
    return t("%(when)s, mọi máy", { when });
  }

  #draw() {
    const day = (/** @type {Event} */ event) => {
      this.#day = /** @type {HTMLInputElement} */ (event.target).value;
      this.#search();
    };
    fill(this.#chips, [
      SPANS.map((span) => {
        const isChosen = !this.#day && span === this.#span;
        return html`
          <button type="button" aria-pressed=${isChosen} data-focus=${span.key} @click=${() => this.#choose(span)}>
            ${span.label}
          </button>
        `;
      }),
      html`
        <input
          type="date" id="slip-day" aria-label=${t("Ngày khác")} max=${today()} value=${this.#day} data-focus="day" @change=${day}
        >
      `,
    ]);
    fill(this.#list, [
      this.#problem ? notice(this.#problem, "bad") : null,
      this.#isFromDevice ? notice(t("Mất kết nối: đây là các phiếu máy này còn giữ."), "warn") : null,
      html`<h3 class="label">${this.#heading()}</h3>`,
      this.#slips.map((slip) => this.#row(slip)),
      this.#slips.length || this.#problem ? null : this.#nothing(),
      this.#next
        ? html`<button type="button" class="more" data-focus="more" @click=${() => this.#more()}>${t("Xem thêm")}</button>`
        : null,
    ]);
  }

  #nothing() {
    if (this.#isSearching) return html`<p class="muted">${t("Đang tìm…")}</p>`;
    const [sought] = this.#sought;
    const sentences = {
      number: t("Không có phiếu số này. Xem lại số in ở đầu phiếu."),
      phone: this.#isFromDevice
        ? t("Mất kết nối nên không tìm được theo số điện thoại.")
        : t("Không có phiếu nào của số điện thoại này."),
      amount: t("Không có phiếu nào đúng số tiền này. Thử nhiều ngày hơn."),
      goods: t("Không có phiếu nào có hàng này. Thử nhiều ngày hơn."),
      product: t("Không có phiếu nào có hàng này. Thử nhiều ngày hơn."),
    };
    return html`<p class="muted">${sought ? sentences[sought.by] : t("Không có phiếu nào.")}</p>`;
  }

  /** @param {SaleDetails} slip */
  #row(slip) {
    const { number, sold_at, total_vnd, customer, payments = [], till: at } = slip;
    const isToday = today(new Date(sold_at)) === today();
    const { name: tillName = at } = till.boot.tills.find(({ code }) => code === at) ?? {};
    const about = [
      isToday ? clockTime(sold_at) : shortMoment(sold_at),
      at && at !== till.boot.till ? tillName : null,
      payments.map(({ method }) => paymentLabel(method)).join(", "),
      customer,
    ];
    return html`
      <button type="button" data-focus="slip-${slip.uid}" data-slip=${slip.uid} @click=${() => this.#open(slip)}>
        <span>
          <span class="main-text num">
            ${number ? t("Số %(number)s", { number }) : t("Chưa gửi")}${returnedTag(slip)}
          </span>
          <small class="num">${about.filter(Boolean).join(" · ")}</small>
          <small class="goods">${this.#goods(slip)}</small>
        </span>
        <b class="num">${vnd(total_vnd)}</b>
      </button>
    `;
  }

  /** What was sold; of goods that were scanned how many and at which price. @param {SaleDetails} slip */
  #goods({ lines, uid }) {
    const sought = this.#foundBy.get(uid);
    const asked = sought?.by === "product" ? lines.filter(({ product }) => product === sought.value) : [];
    if (asked.length) {
      return asked
        .map(
          ({ quantity, unit_price_vnd }) => `${quantityWords(parseQuantity(quantity) ?? 0)} × ${vnd(unit_price_vnd)}`,
        )
        .join(" · ");
    }
    const names = [...new Set(lines.map(({ product }) => goodsName(product)))];
    const more = names.length - SHOWN_GOODS;
    return [...names.slice(0, SHOWN_GOODS), ...(more > 0 ? [t("và %(count)s món nữa", { count: more })] : [])].join(
      ", ",
    );
  }

  render() {
    this.#draw();
    return html`
      <div class="slips">
        <p class="hint">${mark("scan")}<span>${t("Quét mã trên phiếu của khách. Không có phiếu thì quét món hàng.")}</span></p>
        <div class="find">
          ${this.#text}<button type="button" class="btn-main" @click=${() => this.submit()}>${t("Tìm")}</button>
        </div>
        ${this.#chips}
        <div class="beside-keys">${this.#list}<div class="keys-place">${this.keypad.node}</div></div>
      </div>
    `;
  }
}

/** @param {SaleDetails} slip */
function returnedTag({ lines, refunds = [] }) {
  const back = lines.filter(({ refunded = "0" }) => refunded !== "0");
  if (!back.length && !refunds.length) return null;
  const isWhole = lines.every(({ quantity, refunded = "0" }) => quantity === refunded);
  return html`<span class="tag ${isWhole ? "bad" : "warn"}">${isWhole ? t("đã trả hết") : t("đã trả một phần")}</span>`;
}
