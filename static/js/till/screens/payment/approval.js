// A manager's approval, asked for where it is needed: name and PIN, stored nowhere.

import { Refusal } from "../../data/api.js";
import { t } from "../../data/i18n.js";
import { till } from "../../data/state.js";
import { $, fill, html, input } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";
import { notice } from "../../ui/messages.js";

/** @import { Approval } from "../../data/sender.js" */

/** Refusals that an approval passes: goods in the hand beat the book, too. */
const PASSES = new Set(["approval_needed", "approval_refused", "out_of_stock"]);

/** @param {string} chosen a manager's username */
function managerField(chosen) {
  const { managers } = till.boot;
  if (!managers.length) {
    return input`
      <input id="ask-by" type="text" autocomplete="off" autocapitalize="off" required value=${chosen}>
    `;
  }
  const options = managers.map(
    ({ username, name }) => html`<option value=${username} selected=${username === chosen}>${name}</option>`,
  );
  return /** @type {HTMLSelectElement} */ (html`<select id="ask-by">${options}</select>`);
}

/** Keys for a finger, which write into a field: a touch screen brings no keyboard of its own. @param {HTMLInputElement} field */
function pinKeys(field) {
  const press = (/** @type {string} */ key) => {
    field.value += key;
  };
  const erase = () => {
    field.value = field.value.slice(0, -1);
  };
  return html`
    <div class="keys" role="group" aria-label=${t("Bàn phím số")}>
      ${[..."1234567890"].map((key) => html`<button type="button" @click=${() => press(key)}>${key}</button>`)}
      <button type="button" aria-label=${t("Xóa một chữ số")} @click=${erase}>${mark("erase", 26)}</button>
    </div>
  `;
}

/**
 * Answers null when nobody approves.
 * @param {string} why a sentence
 * @param {string | null} refused the username that was tried before, by the wrong PIN
 * @returns {Promise<Approval | null>}
 */
function askApproval(why, refused = null) {
  const dialog = /** @type {HTMLDialogElement} */ ($("#ask"));
  const by = managerField(refused ?? "");
  const pin = input`
    <input id="ask-pin" type="password" inputmode="numeric" autocomplete="off" required maxlength="64">
  `;
  return new Promise((resolve) => {
    // At once: the dialog's own `close` event comes later, when the next question may be open already.
    const settle = (/** @type {Approval | null} */ approval) => {
      dialog.removeEventListener("cancel", onCancel);
      dialog.close();
      dialog.replaceChildren();
      resolve(approval);
    };
    const onCancel = () => settle(null);
    const onSubmit = (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      settle({ by: by.value.trim(), pin: pin.value });
    };
    fill(
      dialog,
      html`
        <form method="dialog" @submit=${onSubmit}>
          <h2>${t("Cần quản lý duyệt")}</h2>
          ${notice(why, refused ? "bad" : "warn")}
          <div class="field"><label for="ask-by">${t("Quản lý")}</label>${by}</div>
          <div class="field"><label for="ask-pin">${t("Mã PIN")}</label>${pin}</div>
          ${pinKeys(pin)}
          <div class="form-actions">
            <button type="button" @click=${onCancel}>${t("Hủy")}<kbd>Esc</kbd></button>
            <button class="btn-main">${t("Duyệt")}<kbd>Enter</kbd></button>
          </div>
        </form>
      `,
    );
    dialog.addEventListener("cancel", onCancel);
    dialog.showModal();
    (till.boot.managers.length || refused ? pin : by).focus();
  });
}

/**
 * Does something that may need a manager, asking until it is done or given up (then null).
 * @template T
 * @param {(approval: Approval | undefined) => Promise<T>} act
 * @returns {Promise<T | null>}
 */
export async function withApproval(act) {
  /** @type {Approval | undefined} */
  let approval;
  for (;;) {
    try {
      return await act(approval);
    } catch (error) {
      const code = error instanceof Refusal ? error.code : "";
      if (!(error instanceof Refusal) || !PASSES.has(code)) throw error;
      const refused = code === "approval_refused" ? (approval?.by ?? null) : null;
      approval = (await askApproval(error.message, refused)) ?? undefined;
      if (!approval) return null;
    }
  }
}
