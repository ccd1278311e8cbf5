// Counts the drawer and closes the shift. Blind: what is expected shows only after the count.

import { messageOf, post } from "../../data/api.js";
import { countOf, dropDraft, loadDraft, saveDraft } from "../../data/drafts.js";
import { t } from "../../data/i18n.js";
import { setState, till } from "../../data/state.js";
import { url } from "../../data/urls.js";
import { receivedVnd } from "../../domain/cart.js";
import { amount, vnd } from "../../domain/money.js";
import { isAbsurdPieces } from "../../domain/plausible.js";
import { readWhole } from "../../domain/typed_figures.js";
import { fill, html, input } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";
import { notice, toast } from "../../ui/messages.js";
import { ask } from "../../ui/question.js";
import { Screen, screens } from "../../ui/screens.js";
import { isSecondTap } from "../../ui/second_tap.js";
import { withApproval } from "../payment/approval.js";
import { wayOut } from "./way_out.js";

/** @typedef {{ uid: string, expected_vnd: number, counted_vnd: number, difference_vnd: number }} ShiftReport */
/** @typedef {{ note: number, field: HTMLInputElement, sum: HTMLElement }} Row one denomination */

/**
 * How many notes of the denomination were counted; null when what was typed is no number of notes.
 * @param {Row} row
 */
function piecesOf({ field }) {
  const pieces = readWhole(field.value.trim() || "0");
  return pieces !== null && pieces >= 0 ? pieces : null;
}

/** Counts by denomination; waits until every sale has reached the server. */
export class CloseShiftScreen extends Screen {
  title = t("Đếm két và đóng ca");
  isFull = true;
  #isBusy = false;
  /** The button was pressed once: the next time closes for good. */
  #isSure = false;
  #problem = html`<div></div>`;
  #total = html`<b class="num">${vnd(0)}</b>`;
  #button = html`<button type="button" class="btn-main done" id="close-shift" @click=${() => this.submit()}></button>`;
  #rows = till.boot.banknotes_vnd.map((note, n) => this.#row(note, n));
  #draft = countOf(till.shift?.uid ?? "");

  /** What was counted before somebody went back to a customer, or the tablet died, stands there again. */
  async enter() {
    const counted = await loadDraft(this.#draft);
    for (const { note, field } of this.#rows) field.value ||= counted[note] ?? "";
    this.#count();
  }

  get isBusy() {
    return this.#isBusy;
  }

  /**
   * @param {number} note đồng
   * @param {number} n
   * @returns {Row}
   */
  #row(note, n) {
    const field = input`
      <input
        type="text" inputmode="numeric" maxlength="6" autocomplete="off" placeholder="0"
        aria-label=${t("Số tờ %(note)s", { note: amount(note) })} data-first=${n === 0}
        @input=${() => this.#type()} @keydown=${(/** @type {KeyboardEvent} */ event) => this.#walk(event, n)}
      >
    `;
    return { note, field, sum: html`<span class="num quiet">–</span>` };
  }

  /**
   * Enter ends a figure; only after the last one it is for the button, which closes for good.
   * @param {KeyboardEvent} event
   * @param {number} n the row it comes from
   */
  #walk(event, n) {
    const to = { ArrowDown: n + 1, Enter: n + 1, ArrowUp: n - 1 }[event.key];
    if (to === undefined || !this.#rows[to]) return;
    event.preventDefault();
    this.#rows[to].field.select();
  }

  #type() {
    this.#count();
    saveDraft(this.#draft, Object.fromEntries(this.#rows.map(({ note, field }) => [String(note), field.value])));
  }

  #count() {
    this.#setSure(false);
    let totalVnd = 0;
    for (const row of this.#rows) {
      const pieces = piecesOf(row);
      const sumVnd = (pieces ?? 0) * row.note;
      row.field.setAttribute("aria-invalid", String(pieces === null));
      row.sum.textContent = sumVnd ? vnd(sumVnd) : "–";
      totalVnd += sumVnd;
    }
    this.#total.textContent = vnd(totalVnd);
  }

  #setSure(/** @type {boolean} */ isSure) {
    this.#isSure = isSure;
    fill(this.#button, [isSure ? t("Bấm lần nữa để đóng ca") : t("Đóng ca"), html`<kbd>Enter</kbd>`]);
  }

  async submit() {
    if (this.#isBusy) return;
    const count = till.waiting.length;
    if (count) {
      const sentence = t(
        "Còn %(count)s đơn chưa gửi về máy chủ. Đợi gửi xong rồi mới đóng ca, để tiền không bị lệch.",
        { count },
      );
      fill(this.#problem, notice(sentence, "warn"));
      return;
    }
    const unread = this.#rows.find((row) => piecesOf(row) === null);
    if (unread) {
      const sentence = t("Số tờ %(note)s: không đọc được. Ghi số tờ, như 12.", { note: amount(unread.note) });
      fill(this.#problem, notice(sentence, "warn"));
      unread.field.select();
      return;
    }
    this.#problem.replaceChildren();
    const paidVnd = [till.cart, ...till.heldCarts].reduce((sum, cart) => sum + receivedVnd(cart), 0);
    if (paidVnd) {
      const sentence = t("Còn đơn chưa xong đã nhận %(amount)s của khách. Thu xong hoặc trả lại rồi mới đóng ca.", {
        amount: vnd(paidVnd),
      });
      fill(this.#problem, notice(sentence, "warn"));
      return;
    }
    if (!this.#isSure) {
      if (await this.#isCountMeant()) this.#setSure(true);
      return;
    }
    this.#isBusy = true;
    const pieces = this.#rows.filter(piecesOf).map((row) => [String(row.note), piecesOf(row)]);
    try {
      const address = url("shift_close", { uid: till.shift?.uid ?? "" });
      const counted = Object.fromEntries(pieces);
      /** @type {ShiftReport | null} */
      const report = await withApproval((approval) => post(address, { counted, ...(approval && { approval }) }));
      if (!report) {
        this.#setSure(false);
        this.#isBusy = false;
        return;
      }
      await dropDraft(this.#draft);
      till.boot.last_counted_vnd = report.counted_vnd;
      setState({ shift: null });
      screens.open(new ShiftClosedScreen(report));
    } catch (error) {
      this.#setSure(false);
      fill(this.#problem, notice(messageOf(error)));
    }
    this.#isBusy = false;
  }

  /** So many notes of one kind may be a slip of the finger. */
  async #isCountMeant() {
    const odd = this.#rows.find((row) => isAbsurdPieces(piecesOf(row) ?? 0));
    if (!odd) return true;
    const pieces = amount(piecesOf(odd) ?? 0);
    const isMeant = await ask({
      title: t("Số tờ nhiều bất thường"),
      text: t("Đếm được %(pieces)s tờ %(note)s. Có đúng không?", { pieces, note: amount(odd.note) }),
      yes: t("Đúng, %(pieces)s tờ", { pieces }),
    });
    if (!isMeant) odd.field.select();
    return isMeant;
  }

  /** Sales that the server cannot take do not hold up the shift: they are listed, and their money is in the drawer. */
  #setAside() {
    const count = till.refused.length;
    const totalVnd = till.refused.reduce((sum, { document }) => sum + document.total_vnd, 0);
    return notice(
      t(
        "%(count)s đơn cần quản lý xem, cộng %(amount)s, còn nằm trên máy này. Vẫn đóng ca được; tiền có thể lệch bằng số đó.",
        {
          count,
          amount: vnd(totalVnd),
        },
      ),
      "warn",
    );
  }

  render() {
    this.#setSure(this.#isSure);
    const rows = this.#rows.map(
      ({ note, field, sum }) => html`<label><span class="num">${amount(note)}</span>${field}${sum}</label>`,
    );
    return [
      html`<p class="muted">${t("Đếm số tờ từng loại đang có trong két. Số theo sổ chỉ hiện sau khi đóng ca.")}</p>`,
      html`<div class="count">${rows}</div>`,
      till.refused.length ? this.#setAside() : null,
      html`
        <div class="bottom">
          ${this.#problem}
          <div class="pair-big"><span>${t("Đếm được")}</span>${this.#total}</div>
          ${this.#button}
        </div>
      `,
    ];
  }
}

class ShiftClosedScreen extends Screen {
  title = t("Đã đóng ca");
  isFull = true;
  hasWayBack = false;
  #report;

  /** @param {ShiftReport} report */
  constructor(report) {
    super();
    this.#report = report;
  }

  submit() {
    screens.finish();
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
    const { expected_vnd, counted_vnd, difference_vnd } = this.#report;
    const hint = t(
      "Số lệch được giữ nguyên trong sổ để quản lý xem. Nguyên nhân hay gặp: một khoản VietQR ghi nhầm tiền mặt, " +
        "trả thừa tiền lẻ, quên ghi tiền rút khỏi két.",
    );
    return [
      html`<div class="pair-big"><span>${t("Theo sổ, trong két phải có")}</span><b class="num">${vnd(expected_vnd)}</b></div>`,
      html`<div class="pair-big"><span>${t("Đếm được")}</span><b class="num">${vnd(counted_vnd)}</b></div>`,
      this.#difference(difference_vnd),
      difference_vnd ? html`<p class="muted">${hint}</p>` : null,
      html`
        <div class="bottom">
          <button type="button" class="btn-main done" @click=${() => this.submit()}>
            ${t("Mở ca mới")}<kbd>Enter</kbd>
          </button>
          ${this.#paper()}
          ${wayOut()}
        </div>
      `,
    ];
  }

  /** @param {number} differenceVnd */
  #difference(differenceVnd) {
    const tone = differenceVnd === 0 ? "" : differenceVnd < 0 ? "bad" : "warn";
    const short = differenceVnd < 0 ? t("Thiếu") : t("Thừa");
    return html`
      <div class="change-box ${tone}" role="status">
        <span>${differenceVnd === 0 ? t("Khớp, không lệch") : short}</span>
        <b class="num">${vnd(Math.abs(differenceVnd))}</b>
      </div>
    `;
  }
}
