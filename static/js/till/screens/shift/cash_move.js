// Money that goes into the drawer or out of it without a sale.

import { messageOf, post } from "../../data/api.js";
import { now } from "../../data/clock.js";
import { t } from "../../data/i18n.js";
import { till } from "../../data/state.js";
import { uid } from "../../data/uid.js";
import { url } from "../../data/urls.js";
import { vnd } from "../../domain/money.js";
import { fill, html, input } from "../../ui/html.js";
import { notice, toast } from "../../ui/messages.js";
import { Screen, screens } from "../../ui/screens.js";
import { withApproval } from "../payment/approval.js";
import { AmountEntry, isDrawerMeant } from "./amount_entry.js";

/** @typedef {"out" | "in"} Direction */

/** @type {{ direction: Direction, label: string, reasons: string[] }[]} */
const DIRECTIONS = [
  {
    direction: "out",
    label: t("Rút khỏi két"),
    reasons: [t("Giao tiền cho quản lý"), t("Mua đồ dùng"), t("Trả tiền nhà sản xuất"), t("Đổi tiền lẻ")],
  },
  {
    direction: "in",
    label: t("Nộp vào két"),
    reasons: [t("Thêm tiền lẻ"), t("Quản lý đưa thêm"), t("Khách trả nợ")],
  },
];

export class CashMoveScreen extends Screen {
  title = t("Nộp, rút tiền");
  isFull = true;
  #uid = uid();
  /** @type {Direction} */
  #direction = "out";
  #isBusy = false;
  #amount = new AmountEntry();
  #problem = html`<div></div>`;
  #reason = input`<input type="text" id="move-reason" maxlength="200" autocomplete="off">`;
  keypad = this.#amount.keypad;

  get isBusy() {
    return this.#isBusy;
  }

  async submit() {
    if (this.#isBusy) return;
    const amountVnd = this.#amount.vnd;
    const reason = this.#reason.value.trim().normalize("NFC");
    if (!amountVnd) {
      fill(this.#problem, notice(t("Gõ số tiền trước."), "warn"));
      return;
    }
    if (!reason) {
      fill(this.#problem, notice(t("Chọn hoặc ghi lý do, để cuối ca biết tiền đi đâu."), "warn"));
      return;
    }
    if (!(await isDrawerMeant(amountVnd, t("Số tiền nhiều bất thường")))) return;
    this.#isBusy = true;
    try {
      const move = { uid: this.#uid, kind: this.#direction, amount_vnd: amountVnd, reason, sent_at: now() };
      const address = url("cash_moves", { uid: till.shift?.uid ?? "" });
      const answer = await withApproval((approval) => post(address, { ...move, ...(approval && { approval }) }));
      this.#isBusy = false;
      if (!answer) return;
      screens.close();
      toast(
        this.#direction === "out"
          ? t("Đã ghi rút %(amount)s khỏi két.", { amount: vnd(amountVnd) })
          : t("Đã ghi nộp %(amount)s vào két.", { amount: vnd(amountVnd) }),
      );
    } catch (error) {
      fill(this.#problem, notice(messageOf(error)));
    }
    this.#isBusy = false;
  }

  render() {
    const { reasons } = DIRECTIONS.find(({ direction }) => direction === this.#direction) ?? DIRECTIONS[0];
    return [
      html`
        <div class="ways two">
          ${DIRECTIONS.map(({ direction, label }) => this.#directionButton(direction, label))}
        </div>
      `,
      this.#amount.render(),
      html`<div class="segments">${reasons.map((reason) => this.#reasonButton(reason))}</div>`,
      html`<div class="field"><label for="move-reason">${t("Lý do")}</label>${this.#reason}</div>`,
      html`
        <div class="bottom">
          ${this.#problem}
          <button type="button" class="btn-main done" @click=${() => this.submit()}>${t("Ghi lại")}<kbd>Enter</kbd></button>
        </div>
      `,
    ];
  }

  /**
   * @param {Direction} direction
   * @param {string} label
   */
  #directionButton(direction, label) {
    const choose = () => {
      this.#direction = direction;
      this.update();
    };
    const isChosen = this.#direction === direction;
    return html`
      <button type="button" aria-pressed=${isChosen} data-focus="move-${direction}" @click=${choose}>${label}</button>
    `;
  }

  /** @param {string} reason */
  #reasonButton(reason) {
    const choose = () => {
      this.#reason.value = reason;
      this.update();
    };
    const isChosen = this.#reason.value === reason;
    return html`<button type="button" aria-pressed=${isChosen} data-focus=${reason} @click=${choose}>${reason}</button>`;
  }

  renderRight() {
    return [html`<h3>${t("Bàn phím số")}</h3>`, this.keypad.node];
  }
}
