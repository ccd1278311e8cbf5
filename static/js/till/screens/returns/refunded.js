// After goods came back: the money for the customer, large, and the slip as it leaves the printer.

import { t } from "../../data/i18n.js";
import { refundLabel } from "../../data/payment_methods.js";
import { setState } from "../../data/state.js";
import { gross, vnd } from "../../domain/money.js";
import { refundTotal } from "../../domain/refund_total.js";
import { html } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";
import { notice } from "../../ui/messages.js";
import { Screen, screens } from "../../ui/screens.js";
import { printButton, serverSlip } from "../paper.js";
import { originOfGoods } from "../payment/own_slip.js";
import { common, drawnSlip } from "../payment/slip_drawing.js";

/** @import { RefundAnswer } from "../../data/unsent_refunds.js" */
/** @import { GivenBack } from "./give_back.js" */
/** @import { RefundLine } from "./refund_lines.js" */
/** @import { SlipItem } from "../payment/slip_rows.js" */

export class RefundedScreen extends Screen {
  title = t("Đã nhận hàng trả");
  isFull = true;
  hasWayBack = false;
  #given;
  #answer;

  /**
   * @param {GivenBack} given
   * @param {RefundAnswer | null} answer null: the server has not seen it yet
   */
  constructor(given, answer) {
    super();
    this.#given = given;
    this.#answer = answer;
    setState({ lastSlip: { ...this.#slip, sent: answer !== null } });
  }

  get #slip() {
    return { kind: /** @type {const} */ ("refund"), uid: this.#given.uid };
  }

  submit() {
    screens.finish();
  }

  goBack() {
    screens.finish();
  }

  /** A scan begins the next cart. */
  onScan() {
    return null;
  }

  render() {
    const { totalVnd, body } = this.#given;
    const { number, total_vnd = totalVnd, voucher } = this.#answer ?? {};
    const kept = t("Máy chủ mất kết nối. Lần trả hàng được giữ trên máy này và gửi khi có mạng lại.");
    const print = html`
      <button type="button" class="no-print" @click=${() => window.print()}>${mark("printer")}${t("In phiếu tạm")}</button>
    `;
    return [
      number ? html`<span class="caption num">${t("Phiếu trả hàng số %(number)s", { number })}</span>` : null,
      html`
        <div class="verdict" role="status">
          <b class="num">${vnd(total_vnd)}</b><p>${t("Hoàn tiền cho khách")} · ${refundLabel(body.method)}</p>
        </div>
      `,
      this.#answer ? null : notice(kept, "warn"),
      voucher
        ? html`
            <p class="selectable">${t("Phiếu mua hàng số %(code)s. Ghi hoặc in cho khách giữ.", { code: voucher })}</p>
          `
        : null,
      html`
        <div class="bottom">
          ${this.#answer ? printButton(this.#slip, t("In thêm một bản")) : print}
          <button type="button" class="btn-main done-button" @click=${() => this.submit()}>${t("Xong")}<kbd>Enter</kbd></button>
        </div>
      `,
    ];
  }

  renderRight() {
    return [
      html`<div class="side-head"><h2>${t("Phiếu")}</h2></div>`,
      html`<div class="slip-frame">${this.#answer ? serverSlip(this.#slip) : ownSlip(this.#given)}</div>`,
    ];
  }
}

/** The slip this device draws itself. @param {GivenBack} given */
const ownSlip = ({ sale, body, lines, totalVnd }) =>
  drawnSlip(() => {
    const back = lines.filter(({ milli }) => milli > 0).map(itemOf);
    return {
      ...common(body.at ?? new Date().toISOString()),
      kind: "refund",
      items: back,
      ofNumber: sale.number,
      reason: body.reason,
      discountVnd: 0,
      roundingVnd: back.reduce((restVnd, { netVnd }) => restVnd - netVnd, totalVnd),
      totalVnd,
      payments: [{ label: refundLabel(body.method), amountVnd: totalVnd }],
      changeVnd: 0,
    };
  });

/** @param {RefundLine} line @returns {SlipItem} */
function itemOf(line) {
  const { name, milli, unit, priceVnd, product, lot } = line;
  const netVnd = refundTotal([line], 0);
  const discountVnd = gross(priceVnd, milli) - netVnd;
  return {
    name,
    milli,
    unit,
    unitPriceVnd: priceVnd,
    discountVnd,
    netVnd,
    origin: originOfGoods(product, lot),
    offers: [],
  };
}
