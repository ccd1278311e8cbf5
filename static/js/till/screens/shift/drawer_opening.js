// Opens the drawer without a sale, with the reason: it stands in the shift's report.

import { messageOf, post } from "../../data/api.js";
import { now } from "../../data/clock.js";
import { t } from "../../data/i18n.js";
import { till } from "../../data/state.js";
import { uid } from "../../data/uid.js";
import { url } from "../../data/urls.js";
import { html, input } from "../../ui/html.js";
import { notice, toast } from "../../ui/messages.js";
import { Screen, screens } from "../../ui/screens.js";

const REASONS = [t("Đổi tiền lẻ cho khách"), t("Kiểm tra tiền trong két"), t("Lấy lại tờ tiền để nhầm")];

export class DrawerOpeningScreen extends Screen {
  title = t("Mở két không bán hàng");
  #uid = uid();
  #isBusy = false;
  /** @type {unknown} */
  #problem = null;
  #reason = input`<input type="text" id="opening-reason" maxlength="200" autocomplete="off">`;

  get isBusy() {
    return this.#isBusy;
  }

  async submit() {
    if (this.#isBusy) return;
    const reason = this.#reason.value.trim().normalize("NFC");
    if (!reason) {
      this.#problem = notice(t("Chọn hoặc ghi lý do mở két."), "warn");
      this.update();
      return;
    }
    this.#isBusy = true;
    try {
      await post(url("drawer_openings", { uid: till.shift?.uid ?? "" }), { uid: this.#uid, reason, sent_at: now() });
      this.#isBusy = false;
      screens.close();
      toast(till.printer === "none" ? t("Đã ghi lần mở két. Mở két bằng chìa.") : t("Đã ghi lần mở két."));
    } catch (error) {
      this.#isBusy = false;
      this.#problem = notice(messageOf(error));
      this.update();
    }
  }

  render() {
    return [
      html`<p class="muted">${t("Mỗi lần mở két đều ghi vào báo cáo ca, kèm lý do.")}</p>`,
      html`<div class="choices">${REASONS.map((reason) => this.#choice(reason))}</div>`,
      html`<div class="field"><label for="opening-reason">${t("Lý do")}</label>${this.#reason}</div>`,
      this.#problem,
      html`
        <div class="bottom">
          <button type="button" class="btn-main done-button" id="open-drawer" data-focus="go" @click=${() => this.submit()}>
            ${t("Mở két")}<kbd>Enter</kbd>
          </button>
        </div>
      `,
    ];
  }

  /** @param {string} reason */
  #choice(reason) {
    const choose = () => {
      this.#reason.value = reason;
      this.update();
    };
    const isChosen = this.#reason.value === reason;
    return html`<button type="button" aria-pressed=${isChosen} data-focus=${reason} @click=${choose}>${reason}</button>`;
  }
}
