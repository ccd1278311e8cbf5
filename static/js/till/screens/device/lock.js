// The locked till: whoever sold goes on with their PIN, or another cashier takes over with theirs. Carts, shift and what waits
// stay.

import { Refusal, messageOf, post, useCsrf } from "../../data/api.js";
import { deviceSettings, hearLook } from "../../data/settings.js";
import { t } from "../../data/i18n.js";
import { keepLock, tryLock } from "../../data/locks.js";
import { changePerson, till } from "../../data/state.js";
import { url } from "../../data/urls.js";
import { LONGEST_PIN } from "../../domain/scanner_burst.js";
import { goButton } from "../../ui/desk.js";
import { html } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";
import { Keypad } from "../../ui/keypad.js";
import { isAsking } from "../../ui/question.js";
import { notice } from "../../ui/messages.js";
import { Screen, screens } from "../../ui/screens.js";
import { initials } from "../page/bar.js";

const LOCKED = "till-locked";
const LOOK_MS = 5000;

class LockScreen extends Screen {
  title = t("Máy đang khóa");
  isFull = true;
  isDesk = true;
  hasWayBack = false;
  takesPin = true;
  #chosen = till.person.username;
  #isBusy = false;
  /** @type {string | null} */
  #message = null;
  keypad = new Keypad({ isShort: true, longest: LONGEST_PIN, onChange: () => this.update() });

  /** Nothing comes between: no key, no scan. */
  get isBusy() {
    return true;
  }

  goBack() {}

  async submit() {
    if (this.#isBusy || !this.keypad.text) return;
    this.#isBusy = true;
    this.#message = await this.#tried(this.#chosen, this.keypad.text);
    this.#isBusy = false;
    if (this.#message === null) {
      sessionStorage.removeItem(LOCKED);
      screens.finish();
      return;
    }
    this.keypad.set("");
  }

  /**
   * Answers why it stays locked; null when it is open.
   * @param {string} username
   * @param {string} pin
   */
  async #tried(username, pin) {
    const isSame = username === till.person.username;
    try {
      if (isSame) await post(url("check_pin"), { username, pin });
      else {
        const answer = await post(url("sign_in_pin"), { username, pin });
        useCsrf(answer.csrf);
        hearLook(username, answer.look);
        changePerson({ username, name: answer.name ?? username, role: answer.role ?? "cashier" });
      }
      await keepLock(username, pin).catch(() => {});
      return null;
    } catch (error) {
      if (error instanceof Refusal || !isSame) return messageOf(error);
      const outcome = await tryLock(username, pin).catch(() => "wrong");
      return outcome === "open" ? null : t("PIN hoặc mật khẩu chưa đúng.");
    }
  }

  render() {
    const { username, name } = till.person;
    const others = till.boot.cashiers.filter((one) => one.username !== username);
    const address = url("sign_in", {}, { next: location.pathname + location.search });
    return html`
      <div class="desk">
        <div class="about">
          <div class="ware grow tint-plain">
            <h3>${t("Máy đang khóa")}</h3>
            <p class="from">${t("Đơn đang làm, ca và đơn chờ gửi vẫn còn nguyên.")}</p>
            ${this.#message ? notice(this.#message) : null}
          </div>
          <div class="box">
            <span class="label">${t("Ai bán tiếp")}</span>
            <div class="choices">${[{ username, name }, ...others].map((one) => this.#face(one))}</div>
            <p class="quiet">${t("Quản lý khác, hoặc chưa có PIN thì đăng nhập bằng mật khẩu.")}</p>
          </div>
        </div>
        <div class="paper thin">
          <div class="what-for">${mark("lock")}${t("Mã PIN")}</div>
          <div class="given pin" role="img" aria-label=${t("Đã gõ %(count)s số", { count: this.keypad.text.length })}>
            ${[...this.keypad.text].map(() => html`<i></i>`)}
          </div>
        </div>
        ${this.keypad.node}
        <div class="back-place"><a class="btn" href=${address}>${t("Bằng mật khẩu")}</a></div>
        ${goButton({ label: t("Mở khóa"), act: () => this.submit(), id: "unlock-till", isOff: !this.keypad.text })}
      </div>
    `;
  }

  /** @param {{ username: string, name: string }} one */
  #face({ username, name }) {
    const choose = () => {
      this.#chosen = username;
      this.keypad.set("");
    };
    return html`
      <button
        type="button" aria-pressed=${username === this.#chosen} data-person=${username} data-focus="who-${username}"
        @click=${choose}
      ><span class="face" aria-hidden="true">${initials(name)}</span>${name}</button>
    `;
  }
}

export function lockTill() {
  sessionStorage.setItem(LOCKED, "1");
  screens.open(new LockScreen());
}

/** Locks when nobody has touched the till for as long as this device is set to; never while money is being counted. */
export function lockWhenIdle() {
  let last = Date.now();
  const touched = () => {
    last = Date.now();
  };
  for (const kind of ["pointerdown", "keydown"]) window.addEventListener(kind, touched, { capture: true });
  setInterval(() => {
    const { lockMinutes } = deviceSettings();
    const isInUse = screens.current?.isBusy || screens.current?.isCountingMoney || isAsking();
    if (lockMinutes && !isInUse && Date.now() - last > lockMinutes * 60_000) lockTill();
  }, LOOK_MS);
  if (sessionStorage.getItem(LOCKED)) lockTill();
}
