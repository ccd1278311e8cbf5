// Slips already given, found by scan, by number or in the list of today.

import { get, messageOf } from "../../data/api.js";
import { shortMoment, today } from "../../data/clock.js";
import { t } from "../../data/i18n.js";
import { till } from "../../data/state.js";
import { url } from "../../data/urls.js";
import { vnd } from "../../domain/money.js";
import { fill, html, input } from "../../ui/html.js";
import { notice } from "../../ui/messages.js";
import { Screen } from "../../ui/screens.js";
import { openSale } from "./refund.js";

/** @import { SaleDetails } from "./refund_lines.js" */

const MOST = "1000";
const NUMBER = /^\d{1,6}$/;

export class SlipsScreen extends Screen {
  title = t("Phiếu đã bán");
  #list = html`<div class="rows"><p class="muted">${t("Đang tìm phiếu hôm nay…")}</p></div>`;
  #problem = html`<div></div>`;
  #number = input`
    <input
      type="text" id="slip-number" autocomplete="off" data-first placeholder=${t("Ví dụ 2026-000123 hoặc 123")}
    >
  `;

  async enter() {
    const day = today();
    try {
      const query = { from: day, to: day, till: till.boot.till ?? "", limit: MOST };
      const { items } = await get(url("sales", {}, query));
      this.#show(items);
    } catch (error) {
      fill(this.#list, notice(messageOf(error), "warn"));
    }
  }

  /** @param {SaleDetails[]} sales the oldest first */
  #show(sales) {
    const nothing = t("Hôm nay chưa có phiếu nào ở máy này. Quét mã trên phiếu cũ, hoặc gõ số phiếu.");
    const rows = [...sales].reverse().map((sale) => this.#row(sale));
    fill(this.#list, rows.length ? rows : html`<p class="muted">${nothing}</p>`);
  }

  /** @param {SaleDetails} sale */
  #row({ uid, number, sold_at, customer, total_vnd }) {
    const about = [sold_at && shortMoment(sold_at), customer].filter(Boolean).join(" · ");
    return html`
      <button type="button" @click=${() => openSale(uid)}>
        <span>
          <span class="main-text num">${t("Số %(number)s", { number })}</span>
          <small class="num">${about}</small>
        </span>
        <b class="num">${vnd(total_vnd)}</b>
      </button>
    `;
  }

  async submit() {
    fill(this.#problem, null);
    const typed = this.#number.value.trim();
    if (!typed) return;
    const number = NUMBER.test(typed) ? `${today().slice(0, 4)}-${typed.padStart(6, "0")}` : typed;
    try {
      const { items } = await get(url("sales", {}, { number }));
      if (items.length === 1) openSale(items[0].uid);
      else {
        const text = t("Không có phiếu số %(number)s. Xem lại số in ở đầu phiếu.", { number });
        fill(this.#problem, notice(text, "warn"));
      }
    } catch (error) {
      fill(this.#problem, notice(messageOf(error)));
    }
  }

  /** @param {"goods" | "receipt"} kind */
  onScan(kind) {
    return kind === "receipt" ? null : t("Quay lại đơn rồi quét tiếp.");
  }

  render() {
    return [
      html`<p class="muted">${t("Quét mã trên phiếu của khách, gõ số phiếu, hoặc chọn trong danh sách.")}</p>`,
      html`
        <div class="find">
          ${this.#number}<button type="button" class="btn-main" @click=${() => this.submit()}>${t("Tìm")}</button>
        </div>
      `,
      this.#problem,
      html`<h3 class="label">${t("Phiếu hôm nay")}</h3>`,
      this.#list,
    ];
  }
}
