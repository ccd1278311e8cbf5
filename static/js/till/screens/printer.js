// How this till's printer is: what is wrong in words, and trying it again.

import { messageOf, post } from "../data/api.js";
import { t } from "../data/i18n.js";
import { till } from "../data/state.js";
import { url } from "../data/urls.js";
import { refresh } from "../refresh.js";
import { html } from "../ui/html.js";
import { notice, toast } from "../ui/messages.js";
import { Screen, screens } from "../ui/screens.js";
import { printAgain } from "./paper.js";

const LOOK_AFTER_MS = [1500, 6000];

export class PrinterScreen extends Screen {
  title = t("Máy in");
  #hasPrinter = till.printer !== "none";

  enter() {
    this.#look();
  }

  async #look() {
    await refresh();
    this.update();
  }

  submit() {
    if (this.#hasPrinter) this.#tryNow();
    else screens.close();
  }

  async #tryNow() {
    try {
      await post(url("try_printer", { code: till.boot.till ?? "" }));
      toast(t("Đang in. Phiếu chờ in ra trước; không có thì in phiếu thử."));
      for (const ms of LOOK_AFTER_MS) setTimeout(() => this.#look(), ms);
    } catch (error) {
      toast(messageOf(error), "bad");
    }
  }

  render() {
    const last = till.lastSlip;
    const lastAgain = html`
      <button type="button" data-focus="again" @click=${() => last && printAgain(last)}>${t("In lại phiếu vừa rồi")}</button>
    `;
    const tryNow = html`
      <button type="button" class="btn-main done" data-focus="try" @click=${() => this.submit()}>
        ${t("In thử")}<kbd>Enter</kbd>
      </button>
    `;
    return html`
      <div class="stack">
        <div class="stack">${this.#state()}</div>
        ${last?.sent && this.#hasPrinter ? lastAgain : null}
        ${this.#hasPrinter ? tryNow : null}
      </div>
    `;
  }

  #state() {
    if (till.printer === "trouble") {
      return notice(till.catalogue.till?.printer_trouble ?? t("Phiếu không in được. Hãy báo quản lý."));
    }
    const [title, text] =
      till.printer === "ready"
        ? [t("Máy in sẵn sàng"), t("Phiếu vừa rồi đã in, hoặc chưa in lần nào.")]
        : [
            t("Máy này không in giấy"),
            t("Khách quét mã trên màn hình để xem phiếu. Quản lý chọn máy in ở trang Cài đặt."),
          ];
    return html`<div><p class="strong">${title}</p><p class="muted">${text}</p></div>`;
  }
}
