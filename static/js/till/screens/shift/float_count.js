// Counts an opening float note by note; what was counted goes back to where the shift is opened.

import { saveDraft } from "../../data/drafts.js";
import { t } from "../../data/i18n.js";
import { till } from "../../data/state.js";
import { amount } from "../../domain/money.js";
import { goButton, money } from "../../ui/desk.js";
import { $, html } from "../../ui/html.js";
import { Keypad } from "../../ui/keypad.js";
import { Screen } from "../../ui/screens.js";
import { notePaper, noteTable, worthOf } from "./note_rows.js";

/** @import { Typed } from "./note_rows.js" */

const LONGEST = 6;

export class FloatCountScreen extends Screen {
  title = t("Đếm tiền đầu ca");
  isFull = true;
  isDesk = true;
  hasWayBack = false;
  keypad = new Keypad({ isShort: true, longest: LONGEST, onChange: (text) => this.#type(text) });
  #notes = till.boot.banknotes_vnd;
  #typed;
  #draft;
  #onDone;
  #at = 0;

  /**
   * @param {Typed} typed what was counted before
   * @param {string} draft its name
   * @param {(typed: Typed) => void} onDone
   */
  constructor(typed, draft, onDone) {
    super();
    this.#typed = typed;
    this.#draft = draft;
    this.#onDone = onDone;
    this.keypad.text = typed[this.#notes[0]] ?? "";
  }

  /** @param {string} text */
  #type(text) {
    this.#typed = { ...this.#typed, [this.#notes[this.#at]]: text };
    saveDraft(this.#draft, { ...this.#typed, float: "" });
    this.update();
  }

  /** @param {number} at */
  #goTo(at) {
    this.#at = Math.max(0, Math.min(at, this.#notes.length - 1));
    this.keypad.text = this.#typed[this.#notes[this.#at]] ?? "";
    this.update();
    $(".count .now")?.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return super.onKey(event);
    this.#goTo(this.#at + step);
    return true;
  }

  goBack() {
    this.#onDone(this.#typed);
  }

  /** Enter ends a figure, and after the smallest note the count. */
  submit() {
    if (this.#at < this.#notes.length - 1) this.#goTo(this.#at + 1);
    else this.#onDone(this.#typed);
  }

  render() {
    const one = this.#notes[this.#at];
    const isLast = this.#at === this.#notes.length - 1;
    return html`
      <div class="desk">
        ${noteTable(this.#notes, this.#typed, this.#at, (at) => this.#goTo(at))}
        ${notePaper(one, this.#typed[one])}
        ${this.keypad.node}
        ${goButton({
          label: isLast ? t("Đếm xong") : t("Tờ tiếp theo"),
          act: () => this.submit(),
          id: "next-note",
          look: "half",
        })}
      </div>
    `;
  }

  renderRight() {
    const counted = this.#notes.filter((one) => this.#typed[one]).length;
    return [
      html`<div class="side-head"><h2>${t("Tiền đầu ca")}</h2><span>${till.person.name}</span></div>`,
      html`<div class="side-main"><p class="quiet">${t("Đếm tiền đang có trong két, gõ số tờ từng loại.")}</p></div>`,
      html`
        <div class="foot">
          <div class="sum">
            <span>${t("Đếm được")}<small class="num">${t("%(counted)s trên %(all)s loại tờ", {
              counted: amount(counted),
              all: amount(this.#notes.length),
            })}</small></span>
            <b class="total num" id="counted">${money(worthOf(this.#notes, this.#typed))}</b>
          </div>
          <div class="pay">
            <button type="button" class="btn-main go whole" id="float-done" @click=${() => this.#onDone(this.#typed)}>
              ${t("Đếm xong")}
            </button>
          </div>
        </div>
      `,
    ];
  }
}
