// Sentences for the cashier: a toast for a moment at the foot of the goods, a notice inside a screen. Both are read out.

import { $, fill, html } from "./html.js";

/** @typedef {"good" | "warn" | "bad"} Tone */

const SIGNS = { good: "✓", warn: "!", bad: "✕" };
const SHOWN_MS = { good: 2200, warn: 5000, bad: 7000 };
let timer = 0;

/**
 * @param {string} text a sentence
 * @param {Tone} [tone]
 */
export function toast(text, tone = "good") {
  clearTimeout(timer);
  fill($("#toast"), html`<p class=${tone}><span aria-hidden="true">${SIGNS[tone]}</span>${text}</p>`);
  timer = setTimeout(clearToast, SHOWN_MS[tone]);
}

export function clearToast() {
  $("#toast").replaceChildren();
}

/**
 * A sentence inside a screen.
 * @param {string} text
 * @param {Tone} [tone]
 */
export function notice(text, tone = "bad") {
  return html`
    <div class="notice ${tone}" role=${tone === "bad" ? "alert" : "status"}>
      <span aria-hidden="true">${tone === "bad" ? "✕" : "!"}</span>
      <span>${text}</span>
    </div>
  `;
}
