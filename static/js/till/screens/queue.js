// Sales on this device that the server does not have yet, with the reason when it refused one.

import { clockTime } from "../data/clock.js";
import { t } from "../data/i18n.js";
import { sender } from "../data/sale_queue.js";
import { allCarts, setState, till } from "../data/state.js";
import { vnd } from "../domain/money.js";
import { anewUid } from "../domain/recovery_code.js";
import { html } from "../ui/html.js";
import { notice, toast } from "../ui/messages.js";
import { ask } from "../ui/question.js";
import { Screen, screens } from "../ui/screens.js";

/** @import { Cart } from "../domain/cart.js" */
/** @import { UnsentSale } from "../data/sender.js" */

/**
 * A sale that the server refused is a cart again, on hold, with the money that was taken for it. Answers all carts.
 * @param {UnsentSale & { cart: Cart }} sale
 */
function mendCart({ uid: was, cart, document }) {
  const received = document.payments.map(({ method, amount_vnd, tendered_vnd, reference }) => ({
    method,
    amountVnd: amount_vnd,
    ...(tendered_vnd ? { tenderedVnd: tendered_vnd } : {}),
    ...(reference ? { reference } : {}),
    received: true,
  }));
  setState({ heldCarts: [...till.heldCarts, { ...cart, uid: anewUid(was), received }] });
  return allCarts();
}

export class QueueScreen extends Screen {
  title = t("Đơn chờ gửi");

  /** @param {UnsentSale} sale */
  async #retry({ uid }) {
    await sender.retry(uid);
    screens.open(new QueueScreen());
  }

  /** @param {UnsentSale} sale */
  async #writeAnew(sale) {
    const isMeant = await ask({
      title: t("Ghi thành đơn mới"),
      text: t("Đơn %(amount)s được ghi thêm dưới một số khác. Chỉ làm khi chắc máy chủ chưa có đơn này.", {
        amount: vnd(sale.document.total_vnd),
      }),
      yes: t("Ghi thành đơn mới"),
    });
    if (!isMeant) return;
    const uid = anewUid(sale.uid);
    await sender.writeAnew(sale.uid, uid);
    // Its slip, drawn again, bears the uid under which it is sent.
    if (till.lastSale?.uid === sale.uid) setState({ lastSale: { ...till.lastSale, uid } });
    screens.open(new QueueScreen());
  }

  /**
   * The server will never take it, as when the goods came back at another till: the money is gone all the same.
   * @param {UnsentSale} sale
   */
  async #drop({ uid, document }) {
    const isMeant = await ask({
      title: t("Bỏ lần trả hàng này"),
      text: t("%(amount)s đã trả khách sẽ không có trong sổ, két sẽ thiếu từng ấy. Xem lại phiếu trước đã.", {
        amount: vnd(-document.total_vnd),
      }),
      yes: t("Bỏ lần trả này"),
    });
    if (!isMeant) return;
    await sender.drop(uid);
    screens.open(new QueueScreen());
  }

  /** @param {UnsentSale & { cart: Cart }} sale */
  async #mend(sale) {
    await sender.mend(sale.uid, mendCart);
    screens.close();
    toast(t("Đơn ở trong các đơn đang giữ, với số tiền đã nhận. Sửa xong thì thu tiền lại."));
  }

  render() {
    const sales = [...till.refused, ...till.waiting];
    const offline = t("Máy chủ mất kết nối. Cứ bán bình thường. Đơn được giữ trên máy này và gửi khi có mạng lại.");
    const refused = t(
      "Đơn cần quản lý xem vẫn được giữ nguyên ở đây và máy tự gửi lại sau một lúc. Quản lý đăng nhập thì sửa được đơn, " +
        "hoặc ghi thành đơn mới. Các đơn khác vẫn gửi bình thường.",
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
    const shift = t("Ca mở lúc mất kết nối chưa vào sổ. Ca được gửi trước, rồi tới các đơn.");
    return html`
      <div class="stack">
        ${till.shift?.isUnsent ? notice(shift, "warn") : null}
        ${till.online ? null : notice(offline, "warn")}
        ${till.refused.length ? notice(refused) : null}
        ${sales.length > 0 && !till.isStorageKept ? notice(unkept, "warn") : null}
        ${sales.length ? html`<ul class="rows">${sales.map((sale) => this.#row(sale))}</ul>` : nothing}
      </div>
    `;
  }

  /** @param {UnsentSale} sale */
  #managersWays(sale) {
    const { cart, refund } = sale;
    if (refund) return html`<button type="button" @click=${() => this.#drop(sale)}>${t("Bỏ lần trả này")}</button>`;
    return [
      cart && html`<button type="button" @click=${() => this.#mend({ ...sale, cart })}>${t("Sửa đơn")}</button>`,
      html`<button type="button" @click=${() => this.#writeAnew(sale)}>${t("Ghi thành đơn mới")}</button>`,
    ];
  }

  /** @param {UnsentSale} sale */
  #row(sale) {
    const { document, reason, summary, state, refund } = sale;
    const what = refund ? t("Trả hàng %(amount)s", { amount: vnd(-document.total_vnd) }) : vnd(document.total_vnd);
    const isRefused = state === "refused";
    return html`
      <li>
        <span>
          <span class="main-text num">${what} · ${clockTime(document.sold_at)}</span>
          <small>${reason || (summary?.goods ?? t("Đang chờ gửi"))}</small>
        </span>
        <span class="controls">
          <span class="chip ${isRefused ? "bad" : "warn"}">${isRefused ? t("cần quản lý xem") : t("chờ gửi")}</span>
          <button type="button" @click=${() => this.#retry(sale)}>${t("Gửi lại")}</button>
          ${isRefused && till.person.role === "manager" ? this.#managersWays(sale) : null}
        </span>
      </li>
    `;
  }
}
