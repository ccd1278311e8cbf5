// Another cashier takes over by PIN; carts and shift stay.

import { Refusal, messageOf, post, useCsrf } from "../data/api.js";
import { t } from "../data/i18n.js";
import { keepLock } from "../data/locks.js";
import { hearLook } from "../data/settings.js";
import { changePerson, till } from "../data/state.js";
import { url } from "../data/urls.js";
import { fill, html, input } from "../ui/html.js";
import { notice, toast } from "../ui/messages.js";
import { Screen, screens } from "../ui/screens.js";
import { initials } from "./page/bar.js";

/** @typedef {{ username: string, name: string }} Colleague */

export class PeopleScreen extends Screen {
  title = t("Đổi thu ngân");
  /** @type {string | null} */
  #chosen = null;
  #isBusy = false;
  #problem = html`<div></div>`;
  #pin = input`<input type="password" id="pin" inputmode="numeric" autocomplete="off" maxlength="8">`;
  #newPin = input`<input type="password" id="new-pin" inputmode="numeric" autocomplete="off" maxlength="8">`;
  #mustRenew = false;
  #name = input`<input type="text" id="pin-name" autocomplete="off" autocapitalize="off">`;

  get isBusy() {
    return this.#isBusy;
  }

  async submit() {
    if (this.#isBusy) return;
    const username = this.#chosen ?? this.#name.value.trim();
    if (!username || !this.#pin.value) {
      fill(this.#problem, notice(t("Chọn thu ngân và nhập PIN."), "warn"));
      return;
    }
    this.#isBusy = true;
    try {
      const renewal = this.#mustRenew ? { new_pin: this.#newPin.value } : {};
      const answer = await post(url("sign_in_pin"), { username, pin: this.#pin.value, ...renewal });
      useCsrf(answer.csrf);
      await keepLock(username, this.#mustRenew ? this.#newPin.value : this.#pin.value).catch(() => {});
      this.#isBusy = false;
      hearLook(username, answer.look);
      changePerson({ username, name: answer.name ?? username, role: answer.role ?? "cashier" });
      screens.close();
      toast(t("Xin chào %(name)s.", { name: till.person.name }));
    } catch (error) {
      this.#isBusy = false;
      const isExpired = error instanceof Refusal && error.code === "secret_expired";
      const isWeak = error instanceof Refusal && error.code === "weak_pin";
      if (isExpired && !this.#mustRenew) {
        this.#mustRenew = true;
        this.update();
      }
      const field = isExpired || isWeak ? this.#newPin : this.#pin;
      field.value = "";
      field.focus();
      fill(this.#problem, notice(messageOf(error)));
    }
  }

  render() {
    const { cashiers } = till.boot;
    const name = html`<div class="field"><label for="pin-name">${t("Tên đăng nhập")}</label>${this.#name}</div>`;
    const newPin = html`<div class="field"><label for="new-pin">${t("PIN mới")}</label>${this.#newPin}</div>`;
    return html`
      <div class="stack">
        ${cashiers.length ? html`<div class="faces">${cashiers.map((one, n) => this.#face(one, n === 0))}</div>` : name}
        <div class="field"><label for="pin">${t("Mã PIN")}</label>${this.#pin}</div>
        ${this.#mustRenew ? newPin : null}
        ${this.#problem}
        <button type="button" class="btn-main done-button" @click=${() => this.submit()}>${t("Vào bán")}<kbd>Enter</kbd></button>
      </div>
    `;
  }

  /**
   * @param {Colleague} colleague
   * @param {boolean} isFirst
   */
  #face({ username, name }, isFirst) {
    const choose = () => {
      this.#chosen = username;
      this.update();
      this.#pin.focus();
    };
    return html`
      <button
        type="button" class="pick" data-first=${isFirst} aria-pressed=${this.#chosen === username} @click=${choose}
      ><span class="face" aria-hidden="true">${initials(name)}</span>${name}</button>
    `;
  }
}
