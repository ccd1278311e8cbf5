// One paper that is not printed: why, and what can be done instead.

import { messageOf } from "../data/api.js";
import { clockTime } from "../data/clock.js";
import { t } from "../data/i18n.js";
import { actsOn, otherPrinters } from "../data/print_jobs.js";
import { html } from "../ui/html.js";
import { notice, toast } from "../ui/messages.js";
import { Screen, screens } from "../ui/screens.js";
import { serverSlip } from "./paper.js";

/** @import { OtherTill, PrintAct, PrintJob } from "../data/print_jobs.js" */

/** The paper and its number. @param {PrintJob} job */
export const jobName = ({ name, number }) => [name, number].filter(Boolean).join(" ");

export class PrintJobScreen extends Screen {
  #isBusy = false;
  /** @type {OtherTill[]} */
  #others = [];
  #job;
  #act;
  #goOn;

  /**
   * @param {PrintJob} job
   * @param {() => void} goOn opens the screen that follows
   */
  constructor(job, goOn) {
    super();
    this.title = jobName(job);
    this.#job = job;
    this.#act = actsOn(job);
    this.#goOn = goOn;
  }

  get isBusy() {
    return this.#isBusy;
  }

  async enter() {
    this.#others = await otherPrinters(this.#job.printer).catch(() => []);
    this.update();
  }

  goBack() {
    this.#goOn();
  }

  submit() {
    this.#do("retry", t("Đang in lại."));
  }

  /**
   * @param {PrintAct} what
   * @param {string} done the sentence that follows
   * @param {string} [printer]
   */
  async #do(what, done, printer) {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      await this.#act(what, printer);
      this.#isBusy = false;
      toast(done);
      if (screens.current === this) this.#goOn();
    } catch (error) {
      this.#isBusy = false;
      toast(messageOf(error), "bad");
    }
  }

  render() {
    const { asked_at, state, trouble } = this.#job;
    const at = t("Gửi in lúc %(time)s.", { time: clockTime(asked_at) });
    const waiting = t("Phiếu chờ tới lượt trên máy in này.");
    const acts = html`
      <div class="stack">
        ${notice(trouble ?? waiting, state === "waiting" ? "warn" : "bad")}
        <p class="muted">${at}</p>
        <button type="button" class="btn-main done-button" data-focus="retry" @click=${() => this.submit()}>
          ${t("Thử lại")}<kbd>Enter</kbd>
        </button>
        ${this.#others.map((other) => this.#elsewhere(other))}
        <button type="button" data-focus="cancel" @click=${() => this.#do("cancel", t("Đã hủy, phiếu này không in nữa."))}>
          ${t("Hủy, không in")}
        </button>
      </div>
    `;
    return html`<div class="halves">${acts}${this.#slip()}</div>`;
  }

  /** @param {OtherTill} other */
  #elsewhere({ name, printer }) {
    const done = t("Đã gửi tới máy in của %(till)s.", { till: name });
    return html`
      <button type="button" data-focus=${printer} @click=${() => this.#do("again", done, printer)}>
        ${t("In ở %(till)s", { till: name })}
      </button>
    `;
  }

  /** What the customer may scan meanwhile. */
  #slip() {
    const { paper, document } = this.#job;
    if (paper !== "sale" && paper !== "refund") return null;
    return html`
      <div class="stack">
        <p class="muted">${t("Khách quét mã trên phiếu này để xem bằng điện thoại.")}</p>
        ${serverSlip({ kind: paper, uid: document })}
      </div>
    `;
  }
}
