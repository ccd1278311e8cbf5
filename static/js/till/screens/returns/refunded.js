// After goods came back: the money for the customer, large, and the slip as it leaves the printer.

import { clockTime, fullDay } from "../../data/clock.js";
import { inLanguage, t } from "../../data/i18n.js";
import { refundLabel } from "../../data/payment_methods.js";
import { setState, till } from "../../data/state.js";
import { refundTotal } from "../../domain/cart.js";
import { amount, quantityWords, vnd } from "../../domain/money.js";
import { html } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";
import { notice } from "../../ui/messages.js";
import { Screen, screens } from "../../ui/screens.js";
import { printButton, serverSlip } from "../paper.js";

/** @import { RefundAnswer } from "../../data/unsent_refunds.js" */
/** @import { GivenBack } from "./give_back.js" */

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

/** The slip this device draws itself, in the language of the outlet's papers. @param {GivenBack} given */
function ownSlip({ uid, sale, body, lines, totalVnd }) {
  const language = till.catalogue.outlet.paper_language ?? "vi";
  const pair = (/** @type {string} */ left, /** @type {string} */ right) =>
    html`<tr><td>${left}</td><td class="num">${right}</td></tr>`;
  const at = new Date().toISOString();
  const slip = inLanguage(
    language,
    () => html`
      <div class="slip">
        <h4>${till.catalogue.outlet.name}</h4>
        <div class="center">${t("Phiếu trả hàng")}</div>
        <div class="rule"></div>
        <table>
          ${pair(fullDay(at), clockTime(at))}
          ${pair(t("Thu ngân"), till.person.name)}
          ${sale.number ? pair(t("Phiếu bán hàng"), sale.number) : null}
          ${lines
            .filter(({ milli }) => milli > 0)
            .map((line) => [
              html`<tr><td colspan="2">${line.name}</td></tr>`,
              pair(`${quantityWords(line.milli)} ${line.unit}`, amount(refundTotal([line], 0))),
            ])}
        </table>
        <div class="rule"></div>
        <table>
          <tr><td><b>${t("Trả lại khách")}</b></td><td class="num"><b>${vnd(totalVnd)}</b></td></tr>
          ${pair(refundLabel(body.method), amount(totalVnd))}
          ${pair(t("Lý do"), body.reason)}
        </table>
        <div class="rule"></div>
        <div class="center">${t("Nhận khi mất kết nối. Số phiếu được cấp khi máy gửi về.")}</div>
        <div class="center selectable">${uid}</div>
      </div>
    `,
  );
  slip.lang = language;
  return slip;
}
