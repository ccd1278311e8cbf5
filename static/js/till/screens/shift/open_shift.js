// Opens a shift with the float in the drawer. Without an open shift nothing can be sold.

import { Refusal, Unreachable, messageOf, put } from "../../data/api.js";
import { now } from "../../data/clock.js";
import { dropDraft, floatOf, loadDraft, saveDraft } from "../../data/drafts.js";
import { t } from "../../data/i18n.js";
import { sender } from "../../data/sale_queue.js";
import { setState, till } from "../../data/state.js";
import { uid } from "../../data/uid.js";
import { unsentShift } from "../../data/unsent_shift.js";
import { url } from "../../data/urls.js";
import { amount, vnd } from "../../domain/money.js";
import { goButton, money } from "../../ui/desk.js";
import { html } from "../../ui/html.js";
import { notice, toast } from "../../ui/messages.js";
import { ask } from "../../ui/question.js";
import { Screen, screens } from "../../ui/screens.js";
import { AmountEntry, isDrawerMeant } from "./amount_entry.js";
import { wayOut } from "./way_out.js";

/** @import { Shift } from "../../data/state.js" */

const USUAL_FLOATS_VND = [0, 500000, 1000000, 2000000, 3000000];
const PATIENCE_MS = 4000;
const OPEN_ALREADY = ["shift_open", "uid_reused"];

/** Opens the screen that must come first: which till this is, or its shift. */
export function openShift() {
  screens.open(till.boot.till ? new OpenShiftScreen(till.boot.till) : new ChooseTillScreen());
}

class ChooseTillScreen extends Screen {
  title = t("Chọn máy bán hàng");
  isFull = true;
  hasWayBack = false;

  render() {
    const { tills } = till.boot;
    if (!tills.length) {
      return notice(t("Chưa có máy bán hàng nào. Quản lý thêm máy ở trang Cài đặt rồi quay lại đây."), "warn");
    }
    const links = tills.map(({ code, name }, n) => {
      const href = url("sell", {}, { till: code });
      return html`<a class="btn" href=${href} data-first=${n === 0}>${name}<small>${code}</small></a>`;
    });
    return html`<div class="menu-grid">${links}</div>`;
  }
}

class OpenShiftScreen extends Screen {
  title = t("Mở ca");
  isFull = true;
  isDesk = true;
  hasWayBack = false;
  isReplaceable = true;
  #till;
  #uid = uid();
  /** When it was first asked for: a second try is the same shift. @type {string | null} */
  #openedAt = null;
  #isOpening = false;
  #float = new AmountEntry((text) => {
    saveDraft(floatOf(this.#till), { float: text });
    this.update();
  });
  /** @type {unknown} */
  #problem = null;
  keypad = this.#float.keypad;

  /** @param {string} code of the till */
  constructor(code) {
    super();
    this.#till = code;
  }

  async enter() {
    const { float } = await loadDraft(floatOf(this.#till));
    if (float && !this.keypad.text) this.keypad.set(float);
  }

  async submit() {
    if (this.#isOpening || !(await isDrawerMeant(this.#float.vnd, t("Tiền đầu ca nhiều bất thường")))) return;
    if (!(await this.#isOtherMeant())) return;
    this.#isOpening = true;
    this.#problem = null;
    this.#openedAt ??= now();
    const shift = { opening_float_vnd: this.#float.vnd, opened_at: this.#openedAt };
    const document = { till: this.#till, ...shift };
    try {
      await put(url("shift", { uid: this.#uid }), { ...document, sent_at: now() }, { timeout: PATIENCE_MS });
      await this.#opened({ uid: this.#uid, ...shift }, t("Đã mở ca. Chúc bán đắt hàng."));
    } catch (error) {
      if (error instanceof Unreachable) {
        await sender.keep(unsentShift(this.#uid, document, till.person.username));
        const kept = t("Đã mở ca trên máy này. Máy chủ mất kết nối, có mạng lại thì ca và đơn được gửi.");
        await this.#opened({ uid: this.#uid, ...shift, isUnsent: true }, kept);
        return;
      }
      const isOpen = error instanceof Refusal && OPEN_ALREADY.includes(error.code);
      const reload = html`<a class="btn" href=${location.href}>${t("Tải lại để bán tiếp ca đang mở")}</a>`;
      this.#problem = [notice(messageOf(error)), isOpen && reload];
      this.update();
    }
    this.#isOpening = false;
  }

  /**
   * @param {Shift} shift
   * @param {string} words
   */
  async #opened(shift, words) {
    await dropDraft(floatOf(this.#till));
    setState({ shift });
    screens.finish();
    toast(words);
  }

  /** Nothing typed, though the drawer was left with money: somebody asks once. */
  async #isOtherMeant() {
    const last = till.boot.last_counted_vnd;
    if (!last || this.#float.vnd || this.keypad.text) return true;
    return ask({
      title: t("Két không có tiền lẻ?"),
      text: t("Ca trước đếm được %(amount)s. Mở ca với 0 ₫?", { amount: vnd(last) }),
      yes: t("Đúng, két trống"),
    });
  }

  render() {
    const last = till.boot.last_counted_vnd;
    const floats = [...new Set([last ?? 0, ...USUAL_FLOATS_VND])].slice(0, 6);
    const offVnd = this.#float.vnd - (last ?? 0);
    return html`
      <div class="desk">
        <div class="about">
          <div class="ware grow tint-grain">
            <h3>${t("Mở ca")}</h3>
            <p class="from">${t("Đếm tiền lẻ đang có trong két, gõ tổng số tiền rồi mở ca.")}</p>
            ${this.#problem}
          </div>
          <div class="box">
            <span class="label">${t("Hay để trong két")}</span>
            <div class="choices even">${floats.map((value) => this.#floatButton(value, value === last))}</div>
          </div>
        </div>
        <div class="paper thin">
          <div class="what-for">${t("Tiền đầu ca")}</div>
          ${this.#float.render(t("Trong két"))}
          <div class="by">
            <span>${t("ca trước đếm")}</span><b class="num">${last === null ? "–" : amount(last)}<small>₫</small></b>
          </div>
          <div class=${last && offVnd && this.keypad.text ? "change warn" : "change"}>
            <span>${last && this.keypad.text ? t("Khác ca trước") : t("Mở ca với")}</span>
            <b class="num">${money(last && this.keypad.text ? offVnd : this.#float.vnd)}</b>
          </div>
        </div>
        ${this.keypad.node}
        <div class="back-place">${wayOut()}</div>
        ${goButton({ label: t("Mở ca"), act: () => this.submit(), id: "open-shift" })}
      </div>
    `;
  }

  /**
   * @param {number} value đồng
   * @param {boolean} isLast the drawer had as much when its last shift was counted
   */
  #floatButton(value, isLast) {
    const choose = () => this.keypad.set(value ? String(value) : "");
    const hint = isLast && value ? html`<small>${t("ca trước")}</small>` : null;
    return html`
      <button type="button" class="num" data-focus="float-${value}" @click=${choose}>${amount(value)}${hint}</button>
    `;
  }
}
