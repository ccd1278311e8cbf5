// Transfers whose money nobody has seen: they stay in the list until the bank says so, or somebody who may.

import { messageOf, post } from "../../data/api.js";
import { shortMoment } from "../../data/clock.js";
import { t } from "../../data/i18n.js";
import { setState, subscribe, till } from "../../data/state.js";
import { hearTransfers } from "../../data/transfers.js";
import { url } from "../../data/urls.js";
import { vnd } from "../../domain/money.js";
import { html } from "../../ui/html.js";
import { notice, toast } from "../../ui/messages.js";
import { Screen, screens } from "../../ui/screens.js";
import { withApproval } from "./approval.js";

/** @import { Unconfirmed } from "../../data/transfers.js" */

const LOOK_MS = 3000;

export class TransfersScreen extends Screen {
  title = t("Chuyển khoản chưa thấy tiền");
  #timer = 0;
  #isBusy = false;

  get isBusy() {
    return this.#isBusy;
  }

  enter() {
    const look = () => hearTransfers().catch(() => {});
    this.#timer = setInterval(look, LOOK_MS);
    look();
  }

  leave() {
    clearInterval(this.#timer);
  }

  render() {
    const nothing = html`
      <div class="empty">
        <span class="title">${t("Tiền chuyển khoản đã về đủ")}</span>
        <p>${t("Không có đơn nào của máy này còn chờ tiền về.")}</p>
      </div>
    `;
    const how = t(
      "Ngân hàng báo tiền về thì đơn tự ra khỏi danh sách. Không có báo thì xem tài khoản rồi bấm Đã thấy tiền.",
    );
    return html`
      <div class="stack">
        ${till.online ? null : notice(t("Máy chủ mất kết nối. Danh sách này có thể đã cũ."), "warn")}
        ${till.unconfirmed.length ? html`<p class="quiet">${how}</p>` : nothing}
        <ul class="rows">${till.unconfirmed.map((one) => this.#row(one))}</ul>
      </div>
    `;
  }

  /** @param {Unconfirmed} one */
  #row(one) {
    return html`
      <li>
        <span>
          <span class="main-text num">${vnd(one.amountVnd)} · ${t("Đơn %(number)s", { number: one.number })}</span>
          <small class="num">${[shortMoment(one.soldAt), one.reference].filter(Boolean).join(" · ")}</small>
        </span>
        <span class="controls">
          <button type="button" data-focus="seen-${one.sale}-${one.n}" @click=${() => this.#confirm(one)}>
            ${t("Đã thấy tiền")}
          </button>
        </span>
      </li>
    `;
  }

  /** @param {Unconfirmed} one */
  async #confirm(one) {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      const address = url("payment_confirm", { uid: one.sale, n: one.n });
      const done = await withApproval((approval) => post(address, approval ? { approval } : {}));
      if (done) {
        setState({ unconfirmed: till.unconfirmed.filter(({ sale, n }) => sale !== one.sale || n !== one.n) });
        toast(t("Đã ghi: thấy %(amount)s về tài khoản.", { amount: vnd(one.amountVnd) }));
      }
    } catch (error) {
      toast(messageOf(error), "bad");
    }
    this.#isBusy = false;
    this.update();
  }
}

/** The list follows what the bank says, while it is open. */
export function watchTransfers() {
  subscribe(["unconfirmed", "online"], () => {
    if (screens.current instanceof TransfersScreen) screens.current.update();
  });
}
