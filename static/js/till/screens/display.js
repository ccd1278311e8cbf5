// The customer display: a second window of this browser, or a phone or tablet that reads a code.

import { call, get, messageOf, put } from "../data/api.js";
import { language, t } from "../data/i18n.js";
import { till } from "../data/state.js";
import { uid } from "../data/uid.js";
import { url } from "../data/urls.js";
import { clockTime } from "../data/clock.js";
import { qrPicture } from "../domain/qr.js";
import { sha256 } from "../domain/sha256.js";
import { setDisplays } from "../display.js";
import { html } from "../ui/html.js";
import { notice } from "../ui/messages.js";
import { Screen } from "../ui/screens.js";

/** @typedef {{ uid: string, paired_at: string }} Device */

const LOOK_MS = 2_000;

/** @param {Uint8Array} bytes */
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export class DisplayScreen extends Screen {
  title = t("Màn hình khách");
  /** @type {Device[]} */
  #devices = [];
  /** The code that is offered. @type {{ uid: string, address: string } | null} */
  #offered = null;
  /** @type {string | null} */
  #trouble = null;
  #isOpen = true;

  enter() {
    this.#look();
  }

  leave() {
    this.#isOpen = false;
  }

  /** Whether the code was read, and which devices there are, as long as somebody looks. */
  async #look() {
    while (this.#isOpen) {
      await this.#read();
      await new Promise((done) => setTimeout(done, LOOK_MS));
    }
  }

  async #read() {
    try {
      const before = JSON.stringify([this.#devices, this.#offered]);
      const { items } = await get(url("display_pairings", {}, { till: till.boot.till ?? "" }));
      if (items.length !== this.#devices.length) setDisplays(items.length);
      this.#devices = items;
      if (items.some((/** @type {Device} */ one) => one.uid === this.#offered?.uid)) this.#offered = null;
      if (this.#isOpen && JSON.stringify([this.#devices, this.#offered]) !== before) this.update();
    } catch (error) {
      this.#say(error);
    }
  }

  /** @param {unknown} error */
  #say(error) {
    const trouble = messageOf(error);
    if (!this.#isOpen || trouble === this.#trouble) return;
    this.#trouble = trouble;
    this.update();
  }

  /** Draws a code by lot; the server is told its digest alone. */
  async #offer() {
    const code = hex(crypto.getRandomValues(new Uint8Array(16)));
    const pairing = uid();
    try {
      const digest = hex(sha256(new TextEncoder().encode(code)));
      await put(url("display_pairing", { uid: pairing }), { till: till.boot.till, code_digest: digest });
      this.#offered = {
        uid: pairing,
        address: `${new URL(url("display", {}, { lang: language }), location.href).href}#${code}`,
      };
      this.#trouble = null;
      if (this.#isOpen) this.update();
    } catch (error) {
      this.#say(error);
    }
  }

  /** @param {string} device */
  async #end(device) {
    try {
      await call("DELETE", url("display_pairing", { uid: device }));
      await this.#read();
    } catch (error) {
      this.#say(error);
    }
  }

  render() {
    const what = t(
      "Khách thấy từng món, tổng tiền, mã VietQR và tiền trả lại. Không hiện tên hay số điện thoại của ai.",
    );
    const window_ = url("display", {}, { till: till.boot.till ?? "-", lang: language });
    return html`
      <div class="stack">
        ${this.#trouble ? notice(this.#trouble, "warn") : null}
        <p class="muted">${what}</p>
        <a class="btn" data-first target="outlet-display" href=${window_}>${t("Mở cửa sổ thứ hai trên máy này")}</a>
        ${this.#offered ? this.#code(this.#offered.address) : this.#pairButton()}
        ${this.#devices.length ? this.#list() : null}
      </div>
    `;
  }

  #pairButton() {
    return html`
      <button type="button" id="display-pair" data-focus="pair" @click=${() => this.#offer()}>
        ${t("Ghép điện thoại hoặc máy tính bảng")}
      </button>
    `;
  }

  /** @param {string} address */
  #code(address) {
    return html`
      <figure class="display-code">
        <img id="display-code" src=${qrPicture(address) ?? ""} data-address=${address} alt=${t("Mã ghép màn hình khách")}>
        <figcaption>${t("Quét mã này bằng máy dành cho khách. Mã dùng một lần, trong 5 phút.")}</figcaption>
      </figure>
    `;
  }

  #list() {
    return html`
      <ul class="display-devices">
        ${this.#devices.map(
          (device, n) => html`
            <li>
              <span>${t("Máy ghép lúc %(time)s", { time: clockTime(device.paired_at) })}</span>
              <button type="button" class="btn-quiet" data-focus="end-${n}" @click=${() => this.#end(device.uid)}>
                ${t("Ngắt")}
              </button>
            </li>
          `,
        )}
      </ul>
    `;
  }
}
