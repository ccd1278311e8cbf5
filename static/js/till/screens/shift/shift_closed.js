// The shift is closed: what was expected, what was counted, the difference, the report on paper.

import { get, messageOf, post } from "../../data/api.js";
import { t } from "../../data/i18n.js";
import { till } from "../../data/state.js";
import { url } from "../../data/urls.js";
import { amount } from "../../domain/money.js";
import { money } from "../../ui/desk.js";
import { html } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";
import { toast } from "../../ui/messages.js";
import { Screen, screens } from "../../ui/screens.js";
import { isSecondTap } from "../../ui/second_tap.js";
import { wayOut } from "./way_out.js";

/**
 * @typedef {object} ShiftReport
 * @property {string} uid
 * @property {number} expected_vnd
 * @property {Record<string, number>} counted pieces by note
 * @property {number} counted_vnd
 * @property {number} difference_vnd
 * @property {{ counted_vnd: number } | null} [first_count] what was counted before the drawer was counted once more
 */
/** @typedef {{ code: string, text: string, sale?: string }} LikelyCause */

const MOST_CAUSES = 5;

export class ShiftClosedScreen extends Screen {
  title = t("Đã đóng ca");
  isFull = true;
  hasWayBack = false;
  #report;
  /** What fits the difference to the đồng. @type {LikelyCause[]} */
  #causes = [];

  #onRecount;

  /** @param {ShiftReport} report @param {() => void} onRecount begins to count the drawer once more */
  constructor(report, onRecount) {
    super();
    this.#report = report;
    this.#onRecount = onRecount;
  }

  async enter() {
    if (!this.#report.difference_vnd) return;
    const address = url("shift_report", { uid: this.#report.uid }, { format: "json" });
    /** @type {{ likely_causes: LikelyCause[] }} */
    const { likely_causes: causes } = await get(address).catch(() => ({ likely_causes: [] }));
    this.#causes = causes.slice(0, MOST_CAUSES);
    this.update();
  }

  submit() {
    screens.finish();
  }

  /** A drawer is counted once more at most, with a manager. */
  #recount() {
    if (!this.#report.difference_vnd || this.#report.first_count) return null;
    return html`
      <button type="button" id="recount" data-focus="recount" @click=${this.#onRecount}>${t("Đếm lại (cần quản lý)")}</button>
    `;
  }

  async #print() {
    if (isSecondTap(`report ${this.#report.uid}`)) return;
    try {
      await post(url("shift_print", { uid: this.#report.uid }));
      toast(t("Đã gửi báo cáo đóng ca tới máy in."));
    } catch (error) {
      toast(messageOf(error), "bad");
    }
  }

  /** The closing report: on paper where the till has a printer, else as a page. */
  #paper() {
    if (till.printer !== "none") {
      return html`<button type="button" @click=${() => this.#print()}>${mark("printer")}${t("In báo cáo đóng ca")}</button>`;
    }
    const address = url("shift_report", { uid: this.#report.uid }, { format: "html" });
    return html`<a class="btn" href=${address} target="_blank" rel="noopener">${t("Xem báo cáo đóng ca")}</a>`;
  }

  render() {
    const { expected_vnd: expectedVnd, counted_vnd: countedVnd, difference_vnd: differenceVnd } = this.#report;
    const first = this.#report.first_count;
    const hint = t(
      "Số lệch được giữ nguyên trong sổ để quản lý xem. Nguyên nhân hay gặp: một khoản VietQR ghi nhầm tiền mặt, " +
        "trả thừa tiền lẻ, quên ghi tiền rút khỏi két.",
    );
    const short = differenceVnd < 0 ? t("Thiếu") : t("Thừa");
    const words = differenceVnd === 0 ? t("Khớp, không lệch") : short;
    const tone = differenceVnd === 0 ? "" : differenceVnd < 0 ? "bad" : "warn";
    return [
      html`
        <div class="verdict ${tone}" role="status">
          <b class="num">${differenceVnd ? [words, " ", money(Math.abs(differenceVnd))] : words}</b>
          ${differenceVnd && !this.#causes.length ? html`<p>${hint}</p>` : null}
          ${this.#causes.map(({ text }) => html`<p class="cause">${text}</p>`)}
        </div>
      `,
      html`
        <div class="box"><dl class="tally num">
          <div><dt>${t("Trên sổ phải có")}</dt><dd>${amount(expectedVnd)}</dd></div>
          ${first ? html`<div><dt>${t("Đếm lần đầu")}</dt><dd>${amount(first.counted_vnd)}</dd></div>` : null}
          <div><dt>${first ? t("Đếm lại") : t("Đếm được")}</dt><dd>${amount(countedVnd)}</dd></div>
          <div class="rule end ${tone}"><dt>${t("Chênh lệch")}</dt><dd>${amount(differenceVnd)}</dd></div>
        </dl></div>
      `,
      html`
        <div class="bottom">
          <button type="button" class="btn-main done-button" @click=${() => this.submit()}>
            ${t("Mở ca mới")}<kbd>Enter</kbd>
          </button>
          ${this.#recount()}
          ${this.#paper()}
          ${wayOut()}
        </div>
      `,
    ];
  }
}
