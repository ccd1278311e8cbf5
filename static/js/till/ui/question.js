// One question over the whole till, with both ways out. It is answered by finger or keyboard, never by a key that is held down.

import { t } from "../data/i18n.js";
import { $, fill, html } from "./html.js";

/** A second tap or Enter that was meant for what lay under the question. */
const UNREAD_MS = 400;

const dialogOf = () => /** @type {HTMLDialogElement} */ ($("#ask"));

/** Whether somebody is asked something: nothing else acts meanwhile. */
export const isAsking = () => dialogOf().open;

/**
 * Answers whether the person means it. The safe way out has the focus: Enter and Esc take it.
 * @param {object} question
 * @param {string} question.title
 * @param {string} question.text
 * @param {string} question.yes label of the button that goes on
 * @param {string} [question.no] label of the button that goes back
 * @returns {Promise<boolean>}
 */
export function ask({ title, text, yes, no = t("Sửa lại") }) {
  const dialog = dialogOf();
  const openedAt = performance.now();
  return new Promise((resolve) => {
    // At once: the dialog's own `close` event comes later, when the next question may be open already.
    const settle = (/** @type {boolean} */ isSure) => {
      dialog.removeEventListener("keydown", onKey);
      dialog.removeEventListener("cancel", onCancel);
      dialog.close();
      dialog.replaceChildren();
      resolve(isSure);
    };
    const onCancel = () => settle(false);
    /** @param {Event} event @param {boolean} answer */
    const choose = (event, answer) => {
      if (event.timeStamp - openedAt >= UNREAD_MS) settle(answer);
    };
    const onKey = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Enter" && (event.repeat || event.timeStamp - openedAt < UNREAD_MS)) event.preventDefault();
      if (/^Arrow/.test(event.key)) {
        const [back, on] = dialog.querySelectorAll("button");
        (document.activeElement === back ? on : back).focus();
        event.preventDefault();
      }
    };
    fill(
      dialog,
      html`
        <form method="dialog">
          <h2>${title}</h2>
          <p>${text}</p>
          <div class="ask-ways">
            <button type="button" class="btn-main" id="ask-no" @click=${(/** @type {Event} */ e) => choose(e, false)}>
              ${no}<kbd>Enter</kbd>
            </button>
            <button type="button" id="ask-yes" @click=${(/** @type {Event} */ e) => choose(e, true)}>${yes}</button>
          </div>
        </form>
      `,
    );
    dialog.addEventListener("keydown", onKey);
    dialog.addEventListener("cancel", onCancel);
    dialog.showModal();
    $("#ask-no").focus();
  });
}
