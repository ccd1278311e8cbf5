// A few words beside the sale, or one line of it: they stay with it, are printed, and the office sees them.

import { t } from "../../data/i18n.js";
import { setState, till } from "../../data/state.js";
import { LONGEST_NOTE, noteLine, noteWhole } from "../../domain/cart_notes.js";
import { html, input } from "../../ui/html.js";
import { Screen, screens } from "../../ui/screens.js";

/** @import { CartLine } from "../../domain/cart.js" */

const USUAL = [t("Gói quà"), t("Giao tận nơi"), t("Khách lấy sau"), t("Để riêng"), t("Không lấy túi")];

export class NoteScreen extends Screen {
  title = t("Ghi chú của đơn");
  #line;
  #field = input`<input type="text" id="note" autocomplete="off" data-first>`;

  /** @param {CartLine | null} line null: the whole sale's */
  constructor(line) {
    super();
    this.#line = line;
    if (line) this.title = t("Ghi chú: %(name)s", { name: line.name });
    this.#field.maxLength = LONGEST_NOTE;
    this.#field.value = (line ? line.note : till.cart.note) ?? "";
  }

  enter() {
    this.#field.focus();
  }

  /** What was typed is kept, unless the cashier went back. @param {{ isUndone: boolean }} how */
  leave({ isUndone }) {
    if (isUndone) return;
    const { cart } = till;
    const text = this.#field.value;
    setState({ cart: this.#line ? noteLine(cart, this.#line.key, text) : noteWhole(cart, text) });
  }

  submit() {
    screens.close();
  }

  render() {
    const submit = (/** @type {Event} */ event) => {
      event.preventDefault();
      this.submit();
    };
    return html`
      <form class="stack note-form" @submit=${submit}>
        <div class="field">
          <label for="note">${t("Ghi gì, tối đa %(count)s chữ", { count: LONGEST_NOTE })}</label>${this.#field}
        </div>
        <div class="choices">${USUAL.map((words) => this.#usual(words))}</div>
        <p class="quiet">${t("Ghi chú in trên phiếu, khách đọc được.")}</p>
        <div class="two">
          <button type="button" data-focus="no-note" @click=${() => this.#write("")}>${t("Xóa ghi chú")}</button>
          <button class="btn-main" id="note-done">${t("Xong")}<kbd>Enter</kbd></button>
        </div>
      </form>
    `;
  }

  /** @param {string} words */
  #usual(words) {
    const { value } = this.#field;
    const add = () => this.#write(this.#field.value.trim() ? `${this.#field.value.trim()}, ${words}` : words);
    return html`
      <button type="button" aria-pressed=${value.includes(words)} data-focus="usual-${words}" @click=${add}>${words}</button>
    `;
  }

  /** @param {string} text */
  #write(text) {
    this.#field.value = text.slice(0, LONGEST_NOTE);
    this.update();
    this.#field.focus();
  }
}
