// The X report: what this shift has sold and given back so far, by method, and what else happened. Not what the drawer holds: it
// is counted blind.

import { get, messageOf, post } from "../../data/api.js";
import { t } from "../../data/i18n.js";
import { paymentLabel, refundLabel } from "../../data/payment_methods.js";
import { till } from "../../data/state.js";
import { url } from "../../data/urls.js";
import { amount } from "../../domain/money.js";
import { html } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";
import { notice, toast } from "../../ui/messages.js";
import { Screen } from "../../ui/screens.js";
import { isSecondTap } from "../../ui/second_tap.js";

/** @typedef {{ method: string, amount_vnd: number }} MethodSum */
/**
 * @typedef {object} Report
 * @property {number} sales
 * @property {number} sales_vnd
 * @property {MethodSum[]} payments
 * @property {MethodSum[]} refunds
 * @property {number} rounding_vnd
 * @property {number} unconfirmed
 * @property {number} unconfirmed_vnd
 * @property {number} cash_in_vnd
 * @property {number} cash_out_vnd
 * @property {object[]} drawer_openings
 * @property {object[]} voids
 * @property {object[]} reprints
 */

export class XReportScreen extends Screen {
  title = t("Báo cáo ca (X)");
  isReplaceable = true;
  /** @type {Report | null} */
  #report = null;
  #problem = "";

  async enter() {
    try {
      this.#report = await get(url("shift_report", { uid: till.shift?.uid ?? "" }, { format: "json" }));
    } catch (error) {
      this.#problem = messageOf(error);
    }
    this.update();
  }

  async #print() {
    const { uid = "" } = till.shift ?? {};
    if (isSecondTap(`x ${uid}`)) return;
    try {
      await post(url("shift_print", { uid }));
      toast(t("Đã gửi báo cáo ca tới máy in."));
    } catch (error) {
      toast(messageOf(error), "bad");
    }
  }

  render() {
    if (this.#problem) return notice(this.#problem);
    const report = this.#report;
    if (!report) return html`<p class="muted">${t("Đang tính…")}</p>`;
    const row = (/** @type {string} */ label, /** @type {number} */ value) =>
      html`<div><dt>${label}</dt><dd>${amount(value)}</dd></div>`;
    const some = (/** @type {string} */ label, /** @type {number} */ value) => (value ? row(label, value) : null);
    return [
      html`
        <div class="box"><dl class="tally num">
          ${row(t("Số đơn bán"), report.sales)}
          ${report.payments.map(({ method, amount_vnd }) => row(paymentLabel(method), amount_vnd))}
          <div class="rule end"><dt>${t("Cộng khách trả")}</dt><dd>${amount(report.sales_vnd)}</dd></div>
          ${report.refunds.map(({ method, amount_vnd }) =>
            row(t("Trả lại khách: %(method)s", { method: refundLabel(method) }), -amount_vnd),
          )}
          ${some(t("Làm tròn"), report.rounding_vnd)}
          ${some(t("Chuyển khoản chưa xác nhận"), report.unconfirmed_vnd)}
          ${some(t("Nộp vào két"), report.cash_in_vnd)}
          ${some(t("Rút khỏi két"), -report.cash_out_vnd)}
        </dl></div>
      `,
      html`
        <div class="box"><dl class="tally num">
          ${row(t("Số lần mở két không bán"), report.drawer_openings.length)}
          ${row(t("Số lần bỏ món khỏi đơn"), report.voids.length)}
          ${row(t("Số phiếu in lại"), report.reprints.length)}
        </dl></div>
      `,
      till.printer === "none"
        ? html`
            <a
              class="btn" target="_blank" rel="noopener"
              href=${url("shift_report", { uid: till.shift?.uid ?? "" }, { format: "html" })}
            >${t("Xem báo cáo ca")}</a>
          `
        : html`<button type="button" @click=${() => this.#print()}>${mark("printer")}${t("In báo cáo ca")}</button>`,
    ];
  }
}
