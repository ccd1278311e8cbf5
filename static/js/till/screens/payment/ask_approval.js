// The question for a manager's approval: name and PIN, stored nowhere.

import { t } from "../../data/i18n.js";
import { till } from "../../data/state.js";
import { amount, vnd } from "../../domain/money.js";
import { deafen } from "../../ui/deaf.js";
import { goButton, money, wayBack } from "../../ui/desk.js";
import { $, fill, html, input } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";
import { notice } from "../../ui/messages.js";
import { initials } from "../page/bar.js";

/** @import { Approval } from "../../data/sender.js" */

/** Keys for a finger, which write into a field: a touch screen brings no keyboard of its own. @param {HTMLInputElement} field */
function pinKeys(field) {
  const set = (/** @type {string} */ text) => {
    field.value = text;
  };
  return html`
    <div class="keys num" role="group" aria-label=${t("Bàn phím số")}>
      ${[..."123456789"].map((key) => html`<button type="button" @click=${() => set(field.value + key)}>${key}</button>`)}
      <button type="button" class="soft" @click=${() => set("")}>${t("Xóa hết")}</button>
      <button type="button" @click=${() => set(`${field.value}0`)}>0</button>
      <button
        type="button" class="soft" aria-label=${t("Xóa một chữ số")} @click=${() => set(field.value.slice(0, -1))}
      >${mark("erase", 26)}</button>
    </div>
  `;
}

/** Who may approve, and who is chosen. */
class Managers {
  #field = input`<input id="ask-by" type="text" autocomplete="off" autocapitalize="off">`;
  #place = html`<div class="choices"></div>`;
  #chosen;
  #onChange;

  /** @param {string} chosen a username @param {() => void} onChange */
  constructor(chosen, onChange) {
    const { managers } = till.boot;
    this.#chosen = chosen || (managers[0]?.username ?? "");
    this.#field.value = chosen;
    this.#onChange = onChange;
    this.#draw();
  }

  get username() {
    return till.boot.managers.length ? this.#chosen : this.#field.value.trim();
  }

  get name() {
    return till.boot.managers.find(({ username }) => username === this.#chosen)?.name ?? t("quản lý");
  }

  #draw() {
    fill(
      this.#place,
      till.boot.managers.map(({ username, name }) => {
        const choose = () => {
          this.#chosen = username;
          this.#draw();
          this.#onChange();
        };
        return html`
          <button
            type="button" data-manager=${username} data-focus="by-${username}" aria-pressed=${username === this.#chosen}
            @click=${choose}
          ><span class="face" aria-hidden="true">${initials(name)}</span>${name}</button>
        `;
      }),
    );
  }

  get node() {
    if (till.boot.managers.length) return this.#place;
    return html`<div class="field"><label for="ask-by">${t("Tên đăng nhập")}</label>${this.#field}</div>`;
  }
}

/**
 * @typedef {object} Asked what is to be approved, in figures
 * @property {string} title
 * @property {string} goods
 * @property {number} offVnd
 * @property {number} totalVnd of the cart, should it be approved
 * @property {string[]} reasons
 * @property {string} [why] the reason that was chosen: it stays through a wrong PIN
 */

/** A reason at a touch; a second touch takes it back. @param {Asked} asked */
function reasons(asked) {
  const place = html`<div class="choices"></div>`;
  const draw = () =>
    fill(
      place,
      asked.reasons.map((words) => {
        const choose = () => {
          asked.why = asked.why === words ? "" : words;
          draw();
        };
        return html`
          <button type="button" data-focus="why-${words}" aria-pressed=${words === asked.why} @click=${choose}>${words}</button>
        `;
      }),
    );
  draw();
  return html`<div class="box"><span class="label">${t("Vì sao giảm")}</span>${place}</div>`;
}

/** @param {Asked | undefined} asked */
function figures(asked) {
  if (!asked) return null;
  return [
    html`<div class="by"><span>${t("giảm")}</span><b class="num">${amount(-asked.offVnd)}<small>₫</small></b></div>`,
    html`<div class="change"><span>${t("Đơn còn")}</span><b class="num">${money(asked.totalVnd)}</b></div>`,
  ];
}

/**
 * Answers null when nobody approves.
 * @param {string} why a sentence
 * @param {string | null} [refused] the username that was tried before, by the wrong PIN
 * @param {Asked} [asked]
 * @returns {Promise<Approval | null>}
 */
export function askApproval(why, refused = null, asked) {
  const dialog = /** @type {HTMLDialogElement} */ ($("#ask"));
  const heading = html`<span></span>`;
  const name = () => fill(heading, t("PIN của %(name)s", { name: by.name }));
  const by = new Managers(refused ?? "", () => {
    name();
    pin.focus();
  });
  const pin = input`
    <input id="ask-pin" type="password" inputmode="none" autocomplete="off" maxlength="64" aria-label=${t("Mã PIN")}>
  `;
  return new Promise((resolve) => {
    // At once: the dialog's own `close` event comes later, when the next question may be open already.
    const settle = (/** @type {Approval | null} */ approval) => {
      dialog.removeEventListener("cancel", onCancel);
      dialog.classList.remove("over");
      dialog.close();
      dialog.replaceChildren();
      deafen();
      resolve(approval);
    };
    const onCancel = () => settle(null);
    const approve = () => {
      if (pin.value && by.username) settle({ by: by.username, pin: pin.value });
      else (pin.value ? by.node : pin).focus();
    };
    const onKey = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" || event.target instanceof HTMLButtonElement) return;
      event.preventDefault();
      approve();
    };
    fill(
      dialog,
      html`
        <form method="dialog" class="desk" @keydown=${onKey}>
          <div class="about">
            <div class="ware grow tint-plain">
              <p class="label">${t("%(name)s xin duyệt", { name: till.person.name })}</p>
              <h2 class="asked">${asked?.title ?? t("Cần quản lý duyệt")}</h2>
              ${asked ? html`<p class="from">${asked.goods}</p>` : null}
              ${notice(why, refused ? "bad" : "warn")}
            </div>
            ${asked ? reasons(asked) : null}
            <div class="box"><span class="label">${t("Ai duyệt")}</span>${by.node}
              <p class="quiet">${t("Tên người duyệt ghi vào sổ. Mã PIN không ghi ở đâu.")}</p></div>
          </div>
          <div class="paper thin">
            <div class="what-for">${mark("lock")}${heading}</div>
            <div class="given pin-field">${pin}</div>
            ${figures(asked)}
          </div>
          ${pinKeys(pin)}
          ${wayBack(onCancel, t("Thôi, không duyệt"))}
          ${goButton({
            label: asked ? t("Duyệt giảm %(amount)s", { amount: vnd(asked.offVnd) }) : t("Duyệt"),
            act: approve,
            id: "ask-go",
          })}
        </form>
      `,
    );
    name();
    dialog.addEventListener("cancel", onCancel);
    dialog.classList.add("over");
    deafen();
    dialog.showModal();
    (till.boot.managers.length || refused ? pin : dialog.querySelector("input"))?.focus();
  });
}
