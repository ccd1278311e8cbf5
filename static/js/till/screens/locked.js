// The stored page opens without a server only for its person: they type their PIN or password once more.

import { ping } from "../data/api.js";
import { t } from "../data/i18n.js";
import { hasLock, tryLock } from "../data/locks.js";
import { dropPage } from "../data/offline_page.js";
import { till } from "../data/state.js";
import { fill, html, input } from "../ui/html.js";
import { notice } from "../ui/messages.js";
import { Screen, screens } from "../ui/screens.js";

const LOOK_MS = 15000;

class LockedScreen extends Screen {
  title = t("Máy chủ mất kết nối");
  isFull = true;
  hasWayBack = false;
  #isBusy = false;
  #isShut;
  #onOpen;
  #problem = html`<div></div>`;
  #secret = input`<input type="password" id="unlock" autocomplete="off" maxlength="200" data-first>`;

  /** @param {boolean} isShut @param {() => void} onOpen */
  constructor(isShut, onOpen) {
    super();
    this.#isShut = isShut;
    this.#onOpen = onOpen;
  }

  get isBusy() {
    return true;
  }

  async submit() {
    if (this.#isBusy || !this.#secret.value) return;
    this.#isBusy = true;
    const outcome = await tryLock(till.person.username, this.#secret.value).catch(() => "wrong");
    this.#isBusy = false;
    this.#secret.value = "";
    if (outcome === "open") {
      screens.finish();
      this.#onOpen();
    } else if (outcome === "shut") {
      await dropPage().catch(() => {});
      this.#isShut = true;
      this.update();
    } else {
      fill(this.#problem, notice(t("PIN hoặc mật khẩu chưa đúng.")));
      this.#secret.focus();
    }
  }

  render() {
    const shut = t("Máy này không mở khi mất kết nối được nữa. Có mạng lại thì đăng nhập; đơn chờ gửi vẫn còn nguyên.");
    if (this.#isShut) return html`<div class="stack unlock">${notice(shut, "warn")}</div>`;
    const submit = (/** @type {Event} */ event) => {
      event.preventDefault();
      this.submit();
    };
    return html`
      <form class="stack unlock" @submit=${submit}>
        <p>${t("%(name)s gõ lại PIN hoặc mật khẩu để bán tiếp khi chưa có mạng.", { name: till.person.name })}</p>
        <div class="field"><label for="unlock">${t("PIN hoặc mật khẩu")}</label>${this.#secret}</div>
        ${this.#problem}
        <button class="btn-main done-button">${t("Mở máy")}</button>
      </form>
    `;
  }
}

/** Waits until the person of the stored page has typed their secret; once the server is there, the page comes from it. */
export async function unlock() {
  const isShut = !(await hasLock(till.person.username));
  const timer = setInterval(async () => {
    if (await ping()) location.reload();
  }, LOOK_MS);
  await new Promise((resolve) => {
    screens.open(new LockedScreen(isShut, () => resolve(null)));
  });
  clearInterval(timer);
}
