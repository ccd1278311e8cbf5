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
import { refresh } from "../../refresh.js";
import { goButton, money } from "../../ui/desk.js";
import { html } from "../../ui/html.js";
import { notice, toast } from "../../ui/messages.js";
import { ask } from "../../ui/question.js";
import { Screen, screens } from "../../ui/screens.js";
import { AmountEntry, isDrawerMeant } from "./amount_entry.js";
import { FloatCountScreen } from "./float_count.js";
import { piecesOf, worthOf } from "./note_rows.js";
import { wayOut } from "./way_out.js";

/** @import { Shift } from "../../data/state.js" */
/** @import { Typed } from "./note_rows.js" */

const USUAL_FLOATS_VND = [500000, 1000000, 2000000, 3000000];
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
  /** The notes of the float, as they were counted; none where the sum alone was typed. @type {Typed} */
  #counted;
  #float = new AmountEntry((text) => {
    this.#counted = {};
    saveDraft(floatOf(this.#till), { float: text });
    this.update();
  });
  /** @type {unknown} */
  #problem = null;
  keypad = this.#float.keypad;

  /** @param {string} code of the till @param {Typed} [counted] the notes of its float */
  constructor(code, counted = {}) {
    super();
    this.#till = code;
    this.#counted = counted;
    this.keypad.text = String(worthOf(till.boot.banknotes_vnd, counted) || "");
  }

  async enter() {
    const { float, ...counted } = await loadDraft(floatOf(this.#till));
    if (this.keypad.text) return;
    if (float) this.keypad.set(float);
    else this.#take(counted);
  }

  /** @param {Typed} counted the float, note by note */
  #take(counted) {
    this.keypad.text = String(worthOf(till.boot.banknotes_vnd, counted) || "");
    this.#counted = counted;
    saveDraft(floatOf(this.#till), { ...counted, float: "" });
    this.update();
  }

  #countNotes() {
    const code = this.#till;
    const done = (/** @type {Typed} */ counted) => screens.open(new OpenShiftScreen(code, counted));
    screens.open(new FloatCountScreen(this.#counted, floatOf(code), done));
  }

  async submit() {
    if (this.#isOpening || !(await isDrawerMeant(this.#float.vnd, t("Tiền đầu ca nhiều bất thường")))) return;
    if (!(await this.#isOtherMeant())) return;
    this.#isOpening = true;
    this.#problem = null;
    this.#openedAt ??= now();
    const shift = { opening_float_vnd: this.#float.vnd, opened_at: this.#openedAt };
    const notes = piecesOf(till.boot.banknotes_vnd, this.#counted);
    const counted = Object.keys(notes).length ? { opening_counted: notes } : {};
    const document = { till: this.#till, ...shift, ...counted };
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
    if (!shift.isUnsent) refresh(); // the till may stand elsewhere than when the page was opened
  }

  /** The float is not what the last count found: somebody asks once. Counted blind, the figure is not said. */
  async #isOtherMeant() {
    const last = till.boot.last_counted_vnd;
    const floatVnd = this.#float.vnd;
    if (last === null || floatVnd === last) return true;
    const typed = vnd(floatVnd);
    return ask({
      title: floatVnd ? t("Tiền đầu ca khác lần đếm trước") : t("Két không có tiền lẻ?"),
      text: till.boot.last_counted
        ? t("Ca trước đếm được %(last)s. Mở ca với %(amount)s?", { last: vnd(last), amount: typed })
        : t("Số vừa gõ không bằng số ca trước đã đếm. Mở ca với %(amount)s?", { amount: typed }),
      yes: t("Đúng, mở với %(amount)s", { amount: typed }),
      no: t("Đếm lại"),
    });
  }

  render() {
    const last = till.boot.last_counted ? till.boot.last_counted_vnd : null;
    const offVnd = this.#float.vnd - (last ?? 0);
    const isOff = Boolean(last && offVnd && this.keypad.text);
    return html`
      <div class="desk">
        <div class="about">
          <div class="ware grow tint-grain" data-scroll="last-count">
            <h3>${t("Mở ca")}</h3>
            <p class="from">${t("Đếm tiền đang có trong két. Gõ tổng số tiền, hoặc đếm theo từng loại tờ.")}</p>
            ${this.#problem}
            ${this.#lastNotes()}
          </div>
          <div class="box">${this.#ways(last)}</div>
        </div>
        <div class="paper thin">
          <div class="what-for">${t("Tiền đầu ca")}</div>
          ${this.#float.render(t("Trong két"))}
          <div class="by">
            <span>${t("ca trước")}</span><b class="num">${last === null ? "–" : amount(last)}<small>₫</small></b>
          </div>
          <div class=${isOff ? "change warn" : "change"}>
            <span>${isOff ? t("Khác ca trước") : t("Mở ca với")}</span>
            <b class="num">${money(isOff ? offVnd : this.#float.vnd)}</b>
          </div>
        </div>
        ${this.keypad.node}
        <div class="back-place">${wayOut()}</div>
        ${goButton({ label: t("Mở ca"), act: () => this.submit(), id: "open-shift" })}
      </div>
    `;
  }

  /** What the last count found, note by note, unless floats are counted blind. */
  #lastNotes() {
    const { last_counted: counted, banknotes_vnd: notes } = till.boot;
    const rows = notes.filter((one) => counted?.[one]);
    if (!counted || !rows.length) return null;
    const words = rows.map((one) => `${counted[one]}\u00a0×\u00a0${amount(one)}`).join(" · ");
    return html`<p class="num" id="last-count">${t("Ca trước đếm được: %(notes)s", { notes: words })}</p>`;
  }

  /** @param {number | null} last what the last count found, where it is shown */
  #ways(last) {
    const counted = till.boot.last_counted;
    const same = () =>
      this.#take(Object.fromEntries(Object.entries(counted ?? {}).map(([one, n]) => [one, String(n)])));
    const usual = last === null ? USUAL_FLOATS_VND : [];
    return [
      usual.length ? html`<div class="choices even">${usual.map((value) => this.#usual(value))}</div>` : null,
      html`
        <div class="choices pair">
          ${
            last
              ? html`
                  <button type="button" class="num" data-focus="as-last" id="as-last" @click=${same}>
                    ${t("Đúng như ca trước: %(amount)s", { amount: amount(last) })}
                  </button>
                `
              : null
          }
          <button type="button" data-focus="by-notes" id="by-notes" @click=${() => this.#countNotes()}>
            ${t("Đếm theo loại tờ")}
          </button>
        </div>
      `,
    ];
  }

  /** @param {number} value đồng */
  #usual(value) {
    return html`
      <button type="button" class="num" data-focus="float-${value}" @click=${() => this.keypad.set(String(value))}>
        ${amount(value)}
      </button>
    `;
  }
}
