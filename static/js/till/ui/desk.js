// What desks have in common: the way back bottom left, the green button under the keys, figures, notes.

import { t } from "../data/i18n.js";
import { amount } from "../domain/money.js";
import { html } from "./html.js";
import { mark } from "./icons.js";

/** An amount with a small ₫. @param {number} value đồng */
export const money = (value) => [amount(value), html`<small>\u00a0₫</small>`];

/** A figure of many digits is written smaller on the narrow paper. @param {string} figure */
export const lengthOf = (figure) => (figure.length > 10 ? "long longest" : figure.length > 7 ? "long" : "");

/** The classes of an amount on the narrow paper. @param {number} value đồng */
export const narrow = (value) => `num ${lengthOf(amount(Math.abs(value)))}`;

/** @param {() => void} act @param {string} [label] */
export function wayBack(act, label = t("Quay lại")) {
  return html`
    <button type="button" class="back" data-focus="back" @click=${act}>${mark("back")}${label}<kbd>Esc</kbd></button>
  `;
}

/**
 * The green button, which says what it does.
 * @param {object} button
 * @param {string} button.label
 * @param {() => void} button.act
 * @param {string} [button.id]
 * @param {boolean} [button.isOff]
 * @param {string} [button.key] the key that does the same
 * @param {string} [button.look] further classes
 */
export function goButton({ label, act, id = "go", isOff = false, key = "Enter", look = "btn-main" }) {
  return html`
    <button type="button" class="${look} go" id=${id} disabled=${isOff} @click=${act}>
      <span>${label}</span>${isOff || !key ? null : html`<kbd>${key}</kbd>`}
    </button>
  `;
}

/** A banknote in its colour; the figure stands beside it. @param {number} value đồng */
export const note = (value) => html`<span class="note note-${value}" aria-hidden="true"></span>`;

/** How an amount is given in notes: 20.000 × 2. @param {[note: number, pieces: number][]} notes */
export function stubs(notes) {
  return html`
    <span class="stubs">${notes.map(
      ([value, pieces]) => html`<span class="num">${note(value)}${`${amount(value)} × ${pieces}`}</span>`,
    )}</span>
  `;
}

/** One of a few choices side by side. @param {{ label: string, isChosen: boolean, act: () => void, key: string }[]} choices */
export function segments(choices, label = "") {
  return html`
    <div class="seg" role="group" aria-label=${label || null}>${choices.map(
      (one) => html`
        <button type="button" aria-pressed=${one.isChosen} data-focus=${one.key} @click=${one.act}>${one.label}</button>
      `,
    )}</div>
  `;
}
