// Asks for a manager's one-time code: the server is gone, and a PIN can be asked of nobody.

import { t } from "../../data/i18n.js";
import { spend, unspent } from "../../data/spent_codes.js";
import { till } from "../../data/state.js";
import { codeMeant, findCode } from "../../domain/offline_codes.js";
import { deafen } from "../../ui/deaf.js";
import { goButton, wayBack } from "../../ui/desk.js";
import { $, fill, html, input } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";
import { notice } from "../../ui/messages.js";
import { initials } from "../page/bar.js";

/** @import { Approver } from "../../domain/offline_codes.js" */

/** @typedef {{ by: string, code: string }} CodeApproval */

const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 8;

const pause = () => new Promise((resolve) => setTimeout(resolve));

/** The dialog while it is open: who approves, what was typed, and whether it is being checked. */
class CodeQuestion {
  #dialog = /** @type {HTMLDialogElement} */ ($("#ask"));
  #field = input`
    <input
      id="ask-code" type="text" inputmode="none" autocomplete="off" autocapitalize="characters" maxlength="12"
      aria-label=${t("Mã duyệt")}
    >
  `;
  #approvers;
  #why;
  #by;
  #isChecking = false;
  #problem = "";
  /** @type {(approval: CodeApproval | null) => void} */
  #resolve = () => {};

  /** @param {Approver[]} approvers @param {string} why */
  constructor(approvers, why) {
    this.#approvers = approvers;
    this.#why = why;
    this.#by = approvers[0].by;
  }

  /** @returns {Promise<CodeApproval | null>} */
  ask() {
    this.#draw();
    this.#dialog.addEventListener("cancel", this.#onCancel);
    this.#dialog.classList.add("over");
    deafen();
    this.#dialog.showModal();
    this.#field.focus();
    return new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  #onCancel = () => this.#settle(null);

  /** @param {CodeApproval | null} approval */
  #settle(approval) {
    this.#dialog.removeEventListener("cancel", this.#onCancel);
    this.#dialog.classList.remove("over");
    this.#dialog.close();
    this.#dialog.replaceChildren();
    deafen();
    this.#resolve(approval);
  }

  async #approve() {
    const code = codeMeant(this.#field.value);
    if (this.#isChecking || !code) return;
    this.#isChecking = true;
    this.#problem = "";
    this.#draw();
    const hash = await findCode(this.#approvers, { by: this.#by, code, nowMs: Date.now() }, pause);
    this.#isChecking = false;
    if (hash) {
      await spend(hash);
      this.#settle({ by: this.#by, code });
      return;
    }
    this.#problem = t("Mã này không đúng, đã dùng rồi hoặc hết hạn.");
    this.#field.value = "";
    this.#draw();
    this.#field.focus();
  }

  #draw() {
    const onKey = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" || event.target instanceof HTMLButtonElement) return;
      event.preventDefault();
      this.#approve();
    };
    const names = new Map(this.#approvers.map(({ by, name }) => [by, name]));
    fill(
      this.#dialog,
      html`
        <form method="dialog" class="desk" @keydown=${onKey}>
          <div class="about">
            <div class="ware grow tint-plain">
              <p class="label">${t("%(name)s xin duyệt", { name: till.person.name })}</p>
              <h2 class="asked">${t("Mất kết nối: cần mã duyệt")}</h2>
              ${notice(this.#problem || this.#why, this.#problem ? "bad" : "warn")}
            </div>
            <div class="box"><span class="label">${t("Mã của ai")}</span>
              <div class="choices">${[...names].map(([by, name]) => this.#manager(by, name))}</div>
              <p class="quiet">${t("Quản lý đọc một mã trong tờ mã của mình. Mỗi mã chỉ dùng một lần.")}</p></div>
          </div>
          <div class="paper thin">
            <div class="what-for">${mark("lock")}${t("Mã duyệt, 8 chữ và số")}</div>
            <div class="given pin-field">${this.#field}</div>
          </div>
          ${this.#keys()}
          ${wayBack(this.#onCancel, t("Thôi, không duyệt"))}
          ${goButton({
            label: this.#isChecking ? t("Đang kiểm tra mã…") : t("Duyệt"),
            act: () => this.#approve(),
            id: "ask-go",
            isOff: this.#isChecking,
          })}
        </form>
      `,
    );
  }

  /** @param {string} by @param {string} name */
  #manager(by, name) {
    const choose = () => {
      this.#by = by;
      this.#draw();
      this.#field.focus();
    };
    return html`
      <button type="button" data-manager=${by} data-focus="by-${by}" aria-pressed=${by === this.#by} @click=${choose}>
        <span class="face" aria-hidden="true">${initials(name)}</span>${name}
      </button>
    `;
  }

  #keys() {
    const add = (/** @type {string} */ sign) => {
      this.#field.value = codeMeant(this.#field.value + sign).slice(0, LENGTH);
    };
    const erase = () => {
      this.#field.value = this.#field.value.slice(0, -1);
    };
    return html`
      <div class="keys signs num" role="group" aria-label=${t("Bàn phím chữ và số")}>
        ${[...SIGNS].map((sign) => html`<button type="button" @click=${() => add(sign)}>${sign}</button>`)}
        <button type="button" class="soft" aria-label=${t("Xóa một chữ")} @click=${erase}>${mark("erase", 26)}</button>
      </div>
    `;
  }
}

/**
 * Answers null when nobody approves: also when this device knows no code.
 * @param {string} why a sentence
 * @returns {Promise<CodeApproval | null>}
 */
export async function askOfflineCode(why) {
  const approvers = await unspent(till.catalogue.approvers);
  return approvers.length ? new CodeQuestion(approvers, why).ask() : null;
}
