// Sales on this device that the server does not have yet, with the reason when it refused one.

import { clockTime } from "../data/clock.js";
import { t } from "../data/i18n.js";
import { sender } from "../data/sale_queue.js";
import { till } from "../data/state.js";
import { vnd } from "../domain/money.js";
import { html } from "../ui/html.js";
import { notice } from "../ui/messages.js";
import { Screen, screens } from "../ui/screens.js";

/** @import { UnsentSale } from "../data/sender.js" */

export class QueueScreen extends Screen {
  title = t("Đơn chờ gửi");

  /** @param {UnsentSale} sale */
  async #retry({ uid }) {
    await sender.retry(uid);
    screens.open(new QueueScreen());
  }

  render() {
    const sales = [...till.refused, ...till.waiting];
    const offline = t("Máy chủ mất kết nối. Cứ bán bình thường. Đơn được giữ trên máy này và gửi khi có mạng lại.");
    const refused = t(
      "Đơn cần quản lý xem vẫn được giữ nguyên ở đây và máy tự gửi lại sau một lúc. Các đơn khác vẫn gửi bình thường.",
    );
    const unkept = t(
      "Trình duyệt chưa hứa giữ các đơn này khi máy đầy bộ nhớ. Đừng xóa dữ liệu trình duyệt trước khi gửi xong.",
    );
    const nothing = html`
      <div class="empty">
        <span class="title">${t("Mọi đơn đã gửi")}</span>
        <p>${t("Không có đơn nào chỉ nằm trên máy này.")}</p>
      </div>
    `;
    return html`
      <div class="stack">
        ${till.online ? null : notice(offline, "warn")}
        ${till.refused.length ? notice(refused) : null}
        ${sales.length > 0 && !till.isStorageKept ? notice(unkept, "warn") : null}
        ${sales.length ? html`<ul class="rows">${sales.map((sale) => this.#row(sale))}</ul>` : nothing}
      </div>
    `;
  }

  /** @param {UnsentSale} sale */
  #row(sale) {
    const { document, reason, summary, state } = sale;
    const isRefused = state === "refused";
    return html`
      <li>
        <span>
          <span class="main-text num">${vnd(document.total_vnd)} · ${clockTime(document.sold_at)}</span>
          <small>${reason || (summary?.goods ?? t("Đang chờ gửi"))}</small>
        </span>
        <span class="controls">
          <span class="chip ${isRefused ? "bad" : "warn"}">${isRefused ? t("cần quản lý xem") : t("chờ gửi")}</span>
          <button type="button" @click=${() => this.#retry(sale)}>${t("Gửi lại")}</button>
        </span>
      </li>
    `;
  }
}
