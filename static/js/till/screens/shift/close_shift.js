// Counts the drawer and closes the shift. Blind: what is expected shows only after the count. Counted is kept as it is typed.

import { messageOf, post } from "../../data/api.js";
import { clockTime } from "../../data/clock.js";
import { countOf, dropDraft, loadDraft, saveDraft } from "../../data/drafts.js";
import { t } from "../../data/i18n.js";
import { nameOf } from "../../data/shared_carts.js";
import { setState, till } from "../../data/state.js";
import { uid } from "../../data/uid.js";
import { url } from "../../data/urls.js";
import { receivedVnd, sums } from "../../domain/cart.js";
import { amount, vnd } from "../../domain/money.js";
import { isAbsurdPieces } from "../../domain/plausible.js";
import { deafen } from "../../ui/deaf.js";
import { goButton, money, wayBack } from "../../ui/desk.js";
import { $, html } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";
import { Keypad } from "../../ui/keypad.js";
import { notice } from "../../ui/messages.js";
import { ask } from "../../ui/question.js";
import { Screen, screens } from "../../ui/screens.js";
import { tell } from "../line/remove_line.js";
import { withApproval } from "../payment/approval.js";
import { notePaper, noteTable, piecesOf, worthOf } from "./note_rows.js";
import { ShiftClosedScreen } from "./shift_closed.js";

/** @import { Cart } from "../../domain/cart.js" */
/** @import { Mark } from "../../ui/icons.js" */
/** @import { ShiftReport } from "./shift_closed.js" */

const LONGEST = 6;

/**
 * What stands between the count and the end of the shift, or does not.
 * @param {string} tone
 * @param {Mark} sign
 * @param {string} title
 * @param {string} text
 */
const fact = (tone, sign, title, text) => html`
  <div class="fact ${tone}">${mark(sign)}<div><b>${title}</b><small>${text}</small></div></div>
`;

/** A cart that is not paid yet, in words: whose, what it comes to, since when. @param {Cart} cart */
function waitingCart(cart) {
  const name = nameOf(cart, t("Đơn này"));
  return [name, vnd(sums(cart).totalVnd), cart.heldAt && clockTime(cart.heldAt)].filter(Boolean).join(" · ");
}

/** Counts by denomination; waits until every sale has reached the server. */
export class CloseShiftScreen extends Screen {
  title = t("Đếm két và đóng ca");
  isFull = true;
  isDesk = true;
  keypad = new Keypad({ isShort: true, longest: LONGEST, onChange: (text) => this.#type(text) });
  #notes = till.boot.banknotes_vnd;
  /** Pieces by denomination, as typed; "" is not counted yet. @type {Record<string, string>} */
  #typed = {};
  /** The shift that is counted once more after its close; null while one is open. */
  #recounted;
  #draft;
  #uid = uid();
  #at = 0;
  /** The count is done and stands to be confirmed, elsewhere than the button that ended it. */
  #isDone = false;
  #isBusy = false;
  /** @type {unknown} */
  #problem = null;

  get isBusy() {
    return this.#isBusy;
  }

  /** @param {ShiftReport | null} recounted */
  constructor(recounted = null) {
    super();
    this.#recounted = recounted;
    this.#draft = countOf(recounted ? `again ${recounted.uid}` : (till.shift?.uid ?? ""));
    if (recounted) this.title = t("Đếm lại két");
  }

  async enter() {
    this.#typed = { ...(await loadDraft(this.#draft)), ...this.#typed };
    this.keypad.text = this.#typed[this.#note] ?? "";
    this.update();
  }

  get #note() {
    return this.#notes[this.#at];
  }

  get #totalVnd() {
    return worthOf(this.#notes, this.#typed);
  }

  get #countedKinds() {
    return this.#notes.filter((one) => this.#typed[one]).length;
  }

  /** @param {string} text */
  #type(text) {
    this.#typed = { ...this.#typed, [this.#note]: text };
    this.#isDone = false;
    saveDraft(this.#draft, this.#typed);
    this.update();
  }

  /** @param {number} at the row that is counted next */
  #goTo(at) {
    this.#at = Math.max(0, Math.min(at, this.#notes.length - 1));
    this.#isDone = false;
    this.keypad.text = this.#typed[this.#note] ?? "";
    this.update();
    $(".count .now")?.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step && !this.#isDone) {
      this.#goTo(this.#at + step);
      return true;
    }
    return super.onKey(event);
  }

  /** Enter ends a figure; it neither ends the count nor closes the shift. */
  submit() {
    if (!this.#isDone) this.#goTo(this.#at + 1);
  }

  goBack() {
    if (this.#isDone) this.#review();
    else super.goBack();
  }

  #review() {
    this.#isDone = false;
    this.#problem = null;
    deafen();
    this.update();
  }

  #startOver() {
    this.#typed = {};
    this.#goTo(0);
    this.keypad.set("");
  }

  /** The sentence that keeps the shift open. */
  #obstacle() {
    if (this.#recounted) return null;
    const count = till.waiting.length;
    const paidVnd = [till.cart, ...till.heldCarts].reduce((sum, cart) => sum + receivedVnd(cart), 0);
    if (count) {
      return t("Còn %(count)s đơn chưa gửi về máy chủ. Đợi gửi xong rồi mới đóng ca, để tiền không bị lệch.", {
        count,
      });
    }
    if (!paidVnd) return null;
    return t("Còn đơn chưa xong đã nhận %(amount)s của khách. Thu xong hoặc trả lại rồi mới đóng ca.", {
      amount: vnd(paidVnd),
    });
  }

  async finishCount() {
    const obstacle = this.#obstacle();
    this.#problem = obstacle && notice(obstacle, "warn");
    if (!obstacle && (await this.#isCountMeant())) {
      this.#isDone = true;
      deafen();
    }
    this.update();
  }

  /** So many notes of one kind may be a slip of the finger. */
  async #isCountMeant() {
    const odd = this.#notes.find((one) => isAbsurdPieces(Number(this.#typed[one] ?? 0)));
    if (!odd) return true;
    const pieces = amount(Number(this.#typed[odd]));
    const isMeant = await ask({
      title: t("Số tờ nhiều bất thường"),
      text: t("Đếm được %(pieces)s tờ %(note)s. Có đúng không?", { pieces, note: amount(odd) }),
      yes: t("Đúng, %(pieces)s tờ", { pieces }),
    });
    if (!isMeant) this.#goTo(this.#notes.indexOf(odd));
    return isMeant;
  }

  async close() {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#problem = null;
    this.update();
    await tell();
    try {
      const again = this.#recounted;
      const address = again
        ? url("shift_recount", { uid: again.uid })
        : url("shift_close", { uid: till.shift?.uid ?? "" });
      const document = { ...(again && { uid: this.#uid }), counted: piecesOf(this.#notes, this.#typed) };
      /** @type {ShiftReport | null} */
      const report = await withApproval((approval) => post(address, { ...document, ...(approval && { approval }) }));
      if (report) {
        await dropDraft(this.#draft);
        this.#isBusy = false;
        till.boot.last_counted_vnd = report.counted_vnd;
        if (till.boot.last_counted) till.boot.last_counted = report.counted;
        setState({ shift: null });
        screens.open(new ShiftClosedScreen(report, () => screens.open(new CloseShiftScreen(report))));
        return;
      }
    } catch (error) {
      this.#problem = notice(messageOf(error));
    }
    this.#isBusy = false;
    this.update();
  }

  render() {
    return this.#isDone ? this.#result() : this.#counting();
  }

  #counting() {
    const one = this.#note;
    return html`
      <div class="desk">
        ${noteTable(this.#notes, this.#typed, this.#at, (at) => this.#goTo(at))}
        ${notePaper(one, this.#typed[one])}
        ${this.keypad.node}
        ${goButton({ label: t("Tờ tiếp theo"), act: () => this.submit(), id: "next-note", look: "half" })}
      </div>
    `;
  }

  /** What was counted, to be confirmed; the green button stands at the left now. */
  #result() {
    const counted = this.#notes.filter((one) => Number(this.#typed[one]));
    return html`
      <div class="desk summed">
        <div class="summary">
          <div class="verdict">
            <b class="num">${t("Đếm được %(amount)s", { amount: vnd(this.#totalVnd) })}</b>
            <p>${
              this.#recounted
                ? t("Chỉ đếm lại được một lần. Số đếm lần đầu vẫn giữ trong sổ.")
                : t("Đóng ca rồi thì số đã đếm được giữ nguyên trong sổ, kèm chênh lệch nếu có.")
            }</p>
          </div>
          <div class="box"><dl class="tally num">${counted.map(
            (one) => html`
              <div>
                <dt>${`${this.#typed[one]} × ${amount(one)}`}</dt><dd>${amount(Number(this.#typed[one]) * one)}</dd>
              </div>
            `,
          )}</dl></div>
          ${this.#problem}
        </div>
        ${wayBack(() => this.#review(), t("Xem lại số tờ"))}
        ${goButton({
          label: this.#isBusy ? t("Đang ghi…") : this.#recounted ? t("Ghi số đếm lại") : t("Đóng ca"),
          act: () => this.close(),
          id: "close-shift",
          isOff: this.#isBusy,
          key: "",
        })}
      </div>
    `;
  }

  renderRight() {
    const since = till.shift ? clockTime(till.shift.opened_at) : "";
    return [
      html`
        <div class="side-head">
          <h2>${this.#recounted ? t("Đếm lại két") : t("Đóng ca")}</h2>
          <span class="num">${
            since ? t("%(name)s · từ %(time)s", { name: till.person.name, time: since }) : till.person.name
          }</span>
        </div>
      `,
      html`
        <div class="side-main">
          <p class="quiet">${t("Đếm tiền trong két, gõ số tờ. Số trên sổ chỉ hiện sau khi đếm xong.")}</p>
          ${this.#recounted ? null : this.#facts()}
          ${this.#isDone ? null : this.#problem}
        </div>
      `,
      html`
        <div class="foot">
          <div class="sum">
            <span>${t("Đếm được")}<small class="num">${t("%(counted)s trên %(all)s loại tờ", {
              counted: this.#countedKinds,
              all: this.#notes.length,
            })}</small></span>
            <b class="total num" id="counted">${money(this.#totalVnd)}</b>
          </div>
          <div class="acts">
            <button type="button" class="wide" data-focus="over" @click=${() => this.#startOver()}>${t("Đếm lại từ đầu")}</button>
            <button type="button" class="wide" data-focus="later" @click=${() => screens.back()}>
              ${t("Để đếm sau")}<kbd>Esc</kbd>
            </button>
          </div>
          <div class="pay">
            ${
              this.#isDone
                ? html`<div class="still">${t("Nút xanh ở bên trái")}</div>`
                : html`
                    <button
                      type="button" class="btn-main go whole" id="count-done" data-focus="done"
                      @click=${() => this.finishCount()}
                    >
                      ${t("Đếm xong")}
                    </button>
                  `
            }
          </div>
        </div>
      `,
    ];
  }

  /** What else stands between the count and the end of the shift. */
  #facts() {
    const held = [...(till.cart.lines.length ? [till.cart] : []), ...till.heldCarts];
    const waiting = till.waiting.length;
    const refusedVnd = till.refused.reduce((sum, { document }) => sum + document.total_vnd, 0);
    return [
      waiting
        ? fact("warn", "clock", t("%(count)s đơn chờ gửi", { count: waiting }), t("Đợi gửi xong rồi mới đóng được ca"))
        : fact("good", "check", t("Mọi đơn đã gửi"), t("Không có đơn nào chỉ nằm trên máy này")),
      held.length
        ? fact(
            "warn",
            "warn",
            t("Còn %(count)s đơn chưa xong", { count: held.length }),
            `${held.map(waitingCart).join("; ")}. ${t("Đơn giữ vẫn còn nguyên ở ca sau")}`,
          )
        : null,
      till.refused.length
        ? fact(
            "warn",
            "warn",
            t("%(count)s đơn cần quản lý xem", { count: till.refused.length }),
            t("Cộng %(amount)s, còn nằm trên máy này; tiền có thể lệch bằng số đó", { amount: vnd(refusedVnd) }),
          )
        : null,
      fact("info", "clock", t("Khách đến cứ bán"), t("Máy nhớ số đã gõ, bán xong đếm tiếp")),
    ];
  }
}
