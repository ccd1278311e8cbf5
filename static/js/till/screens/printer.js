// How this till's printer is: what is wrong in words, trying it again, and the papers that are not printed.

import { messageOf, post } from "../data/api.js";
import { clockTime } from "../data/clock.js";
import { t } from "../data/i18n.js";
import { unprinted } from "../data/print_jobs.js";
import { till } from "../data/state.js";
import { url } from "../data/urls.js";
import { refresh } from "../refresh.js";
import { html } from "../ui/html.js";
import { notice, toast } from "../ui/messages.js";
import { Screen, screens } from "../ui/screens.js";
import { isSecondTap } from "../ui/second_tap.js";
import { printAgain } from "./paper.js";
import { PrintJobScreen, jobName } from "./print_job.js";

/** @import { PrintJob } from "../data/print_jobs.js" */

const LOOK_EVERY_MS = 2500;

export class PrinterScreen extends Screen {
  title = t("Máy in");
  #hasPrinter = till.printer !== "none";
  /** @type {PrintJob[]} */
  #jobs = [];
  #isTried = false;
  #timer = 0;

  enter() {
    this.#look();
  }

  async #look() {
    const [, jobs] = await Promise.all([refresh(), unprinted().catch(() => this.#jobs)]);
    this.#jobs = jobs;
    this.update();
    if (screens.current === this && (jobs.length || this.#isTried)) this.#lookLater();
  }

  /** While something waits to be printed, or was just sent, what comes of it is seen here. */
  #lookLater() {
    this.#isTried = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => screens.current === this && this.#look(), LOOK_EVERY_MS);
  }

  submit() {
    if (this.#hasPrinter) this.#tryNow();
    else screens.close();
  }

  async #tryNow() {
    if (isSecondTap("try")) return;
    try {
      await post(url("try_printer", { code: till.boot.till ?? "" }));
      toast(t("Đang in. Phiếu chờ in ra trước; không có thì in phiếu thử."));
      this.#isTried = true;
      this.#look();
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
      <button type="button" class="btn-main done-button" data-focus="try" @click=${() => this.submit()}>
        ${this.#jobs.some(({ state }) => state === "waiting") ? t("Thử lại") : t("In thử")}<kbd>Enter</kbd>
      </button>
    `;
    return html`
      <div class="stack">
        <div class="stack">${this.#state()}</div>
        ${last?.sent && this.#hasPrinter ? lastAgain : null}
        ${this.#hasPrinter ? tryNow : null}
        ${this.#jobs.length ? this.#unprinted() : null}
      </div>
    `;
  }

  #unprinted() {
    const title = t("%(count)s phiếu chưa in", { count: this.#jobs.length });
    return html`
      <div class="stack">
        <h3>${title}</h3>
        <div class="rows">${this.#jobs.map((job) => this.#row(job))}</div>
      </div>
    `;
  }

  /** @param {PrintJob} job */
  #row(job) {
    const { id, asked_at, state } = job;
    const open = () => screens.open(new PrintJobScreen(job, () => screens.open(new PrinterScreen())));
    const isWaiting = state === "waiting";
    const words = { failed: t("không in được"), expired: t("chờ quá lâu, không in nữa") };
    const label = isWaiting ? t("đang chờ") : words[/** @type {keyof typeof words} */ (state)];
    return html`
      <button type="button" data-focus=${`job-${id}`} @click=${open}>
        <span><span class="main-text num">${jobName(job)}</span><small class="num">${clockTime(asked_at)}</small></span>
        <span class="chip ${isWaiting ? "warn" : "bad"}">${label}</span>
      </button>
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
