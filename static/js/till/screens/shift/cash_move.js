// Money that goes into the drawer or out of it without a sale.

import { messageOf, post } from "../../data/api.js";
import { now } from "../../data/clock.js";
import { t } from "../../data/i18n.js";
import { till } from "../../data/state.js";
import { uid } from "../../data/uid.js";
import { url } from "../../data/urls.js";
import { vnd } from "../../domain/money.js";
import { goButton, money, narrow, segments, wayBack } from "../../ui/desk.js";
import { html, input } from "../../ui/html.js";
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
    reasons: [t("Thêm tiền lẻ"), t("Quản lý đưa thêm")],
  },
];

export class CashMoveScreen extends Screen {
  title = t("Nộp, rút tiền");
  isDesk = true;
  waits = t("Đang ghi tiền ở bên trái");
  #uid = uid();
  /** @type {Direction} */
  #direction = "out";
  #isBusy = false;
  #amount = new AmountEntry(() => this.update());
  /** @type {unknown} */
  #problem = null;
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
      this.#problem = notice(t("Gõ số tiền trước."), "warn");
      this.update();
      return;
    }
    if (!reason) {
      this.#problem = notice(t("Chọn hoặc ghi lý do, để cuối ca biết tiền đi đâu."), "warn");
      this.update();
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
      this.#problem = notice(messageOf(error));
      this.update();
    }
    this.#isBusy = false;
  }

  render() {
    const { reasons } = DIRECTIONS.find(({ direction }) => direction === this.#direction) ?? DIRECTIONS[0];
    const isOut = this.#direction === "out";
    const amountVnd = this.#amount.vnd;
    const words = vnd(amountVnd);
    return html`
      <div class="desk">
        <div class="about">
          <div class="ware grow tint-plain">
            <h3>${isOut ? t("Rút khỏi két") : t("Nộp vào két")}</h3>
            <p class="from">${t("Ghi lý do, để cuối ca biết tiền đi đâu.")}</p>
            ${this.#problem}
          </div>
          <div class="box">
            <span class="label">${t("Vì sao")}</span>
            <div class="choices">${reasons.map((reason) => this.#reasonButton(reason))}</div>
            <div class="field"><label for="move-reason">${t("Lý do")}</label>${this.#reason}</div>
          </div>
        </div>
        <div class="paper thin">
          ${segments(
            DIRECTIONS.map(({ direction, label }) => ({
              key: `move-${direction}`,
              label,
              isChosen: this.#direction === direction,
              act: () => {
                this.#direction = direction;
                this.update();
              },
            })),
          )}
          ${this.#amount.render(t("Số tiền"))}
          <div class="by"></div>
          <div class=${isOut ? "change warn" : "change"}>
            <span>${isOut ? t("Két bớt") : t("Két thêm")}</span><b class=${narrow(amountVnd)}>${money(amountVnd)}</b>
          </div>
        </div>
        ${this.keypad.node}
        ${wayBack(() => this.goBack(), t("Thôi"))}
        ${goButton({
          label: isOut ? t("Rút %(amount)s", { amount: words }) : t("Nộp %(amount)s", { amount: words }),
          act: () => this.submit(),
          id: "move",
        })}
      </div>
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
}
