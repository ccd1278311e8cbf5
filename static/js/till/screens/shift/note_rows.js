// Banknotes counted on a desk: a row for each kind, and the one in hand on the paper beside the keypad.

import { t } from "../../data/i18n.js";
import { amount } from "../../domain/money.js";
import { money, note } from "../../ui/desk.js";
import { html } from "../../ui/html.js";

/** @typedef {Record<string, string>} Typed pieces by note, as typed; "" is not counted yet */

/** What the notes come to. @param {number[]} notes @param {Typed} typed @returns {number} đồng */
export const worthOf = (notes, typed) => notes.reduce((sum, one) => sum + one * Number(typed[one] ?? 0), 0);

/** How many of each note, where there are some. @param {number[]} notes @param {Typed} typed @returns {Record<string, number>} */
export const piecesOf = (notes, typed) =>
  Object.fromEntries(notes.filter((one) => Number(typed[one])).map((one) => [one, Number(typed[one])]));

/**
 * @param {number[]} notes
 * @param {Typed} typed
 * @param {number} at the row in hand
 * @param {(at: number) => void} goTo
 */
export function noteTable(notes, typed, at, goTo) {
  return html`
    <div class="count" data-scroll="count" role="group" aria-label=${t("Số tờ từng loại")}>
      <div class="head">
        <span>${t("Tờ")}</span><span></span><span>${t("Số tờ")}</span><span></span><span>${t("Thành tiền")}</span>
      </div>
      ${notes.map((value, n) => row(value, typed[value], n === at, () => goTo(n)))}
    </div>
  `;
}

/**
 * @param {number} value đồng
 * @param {string | undefined} typed
 * @param {boolean} isNow
 * @param {() => void} choose
 */
function row(value, typed, isNow, choose) {
  const look = [isNow ? "now" : "", typed ? "" : "zero"].filter(Boolean).join(" ");
  const label = t("Số tờ %(note)s", { note: amount(value) });
  return html`
    <button
      type="button" class=${look || null} aria-label=${label} aria-current=${isNow ? "true" : null} data-note=${value}
      data-focus="note-${value}" @click=${choose}
    >
      ${note(value)}<b class="num">${amount(value)}</b><span class="x">×</span>
      <span class="pieces num">${typed || "–"}</span><span class="x">=</span>
      <span class="worth num">${typed ? amount(Number(typed) * value) : ""}</span>
    </button>
  `;
}

/** @param {number} one the note in hand @param {string | undefined} typed */
export function notePaper(one, typed) {
  return html`
    <div class="paper thin">
      <div class="what-for">${t("Đang đếm")} ${note(one)} ${t("tờ %(note)s", { note: amount(one) })}</div>
      <div class="given">
        <span>${t("Số tờ")}</span><b class="num">${typed || "–"}<i class="caret"></i><small>${t("tờ")}</small></b>
      </div>
      <div class="by"><span>${t("mỗi tờ")}</span><b class="num">× ${amount(one)}<small>₫</small></b></div>
      <div class="change"><span>${t("Thành tiền")}</span><b class="num">${money(Number(typed ?? 0) * one)}</b></div>
    </div>
  `;
}
