// What is counted so far, the newest first: this device's figures and everybody else's. A touch counts a lot again.

import { t } from "../../till/data/i18n.js";
import { parseQuantity, quantityWords } from "../../till/domain/money.js";
import { fill, html } from "../../till/ui/html.js";

/** @import { Kept } from "./kept.js" */
/** @import { Entry } from "./server.js" */

/** "12.5" as people read it. @param {string} counted */
const words = (counted) => quantityWords(parseQuantity(counted) ?? 0);

/** The time of day of a moment, as the server writes it in the outlet's zone. @param {string} at */
const clock = (at) => at.slice(11, 16);

export class Board {
  #place;
  #kept;
  #people;
  #onChosen;
  /** @type {Map<string, Entry>} by uid */
  #entries = new Map();

  /**
   * @param {HTMLElement} place
   * @param {Kept} kept
   * @param {object} to
   * @param {Record<string, string>} to.people names by username
   * @param {(lot: string) => void} to.onChosen
   */
  constructor(place, kept, { people, onChosen }) {
    this.#place = place;
    this.#kept = kept;
    this.#people = people;
    this.#onChosen = onChosen;
  }

  get last() {
    return Math.max(0, ...[...this.#entries.values()].map((entry) => entry.n));
  }

  /** Answers whether something is new. @param {Entry[]} entries */
  take(entries) {
    const before = this.#entries.size;
    for (const entry of entries) this.#entries.set(entry.uid, entry);
    return this.#entries.size > before;
  }

  /** The entry that holds of a lot. @param {string} lot */
  holds(lot) {
    const of = [...this.#entries.values()].filter((entry) => entry.lot === lot);
    return of.sort((a, b) => a.counted_at.localeCompare(b.counted_at) || a.n - b.n).at(-1) ?? null;
  }

  /** Who counted, as people say it. @param {Entry} entry */
  who(entry) {
    return this.#people[entry.recorded_by] ?? entry.recorded_by;
  }

  /** "12 lọ, Hà, 10:05" @param {Entry} entry */
  said(entry) {
    return t("%(who)s đã đếm %(counted)s %(unit)s lúc %(at)s", {
      who: this.who(entry),
      counted: words(entry.counted),
      unit: entry.unit,
      at: clock(entry.counted_at),
    });
  }

  draw() {
    /** @type {Map<string, Entry>} */
    const newest = new Map();
    for (const entry of [...this.#entries.values()].sort((a, b) => b.n - a.n)) {
      if (!newest.has(entry.lot)) newest.set(entry.lot, entry);
    }
    const waiting = this.#kept.all.toReversed();
    const sent = [...newest.keys()].map((lot) => /** @type {Entry} */ (this.holds(lot)));
    fill(this.#place, [waiting.map((entry) => this.#kept_row(entry)), sent.map((entry) => this.#row(entry))]);
    const count = document.querySelector("[data-count-lots]");
    if (count) count.textContent = t("Đã đếm %(n)s lô", { n: newest.size });
  }

  /** @param {Entry} entry */
  #row(entry) {
    return html`
      <li>
        <button type="button" data-focus="${entry.lot}" @click=${() => this.#onChosen(entry.lot)}>
          <span><b>${entry.name}</b><small>${entry.lot} · ${this.who(entry)}, ${clock(entry.counted_at)}</small></span>
          <span class="num"><b>${words(entry.counted)}</b> ${entry.unit}</span>
        </button>
      </li>
    `;
  }

  /** @param {import("./kept.js").KeptEntry} entry */
  #kept_row(entry) {
    const drop = () => {
      this.#kept.drop(entry.uid);
      this.draw();
    };
    return html`
      <li class="${entry.refused ? "refused" : "waiting"}">
        <div>
          <span>
            <b>${entry.name}</b><small>${entry.lot} · ${entry.refused ?? t("chờ gửi, giữ trên máy này")}</small>
          </span>
          <span class="num"><b>${words(entry.counted)}</b> ${entry.unit}</span>
          ${entry.refused ? html`<button type="button" @click=${drop}>${t("Bỏ số này")}</button>` : null}
        </div>
      </li>
    `;
  }
}
