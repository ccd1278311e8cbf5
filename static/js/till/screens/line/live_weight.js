// What the scale says, as it says it.

import { t } from "../../data/i18n.js";
import { quantityWords } from "../../domain/money.js";
import { html } from "../../ui/html.js";

/** @import { Reading } from "../../domain/scales.js" */

/** @param {Reading} reading */
function stateOf({ isOver, isStable, milli }) {
  if (isOver) return { tone: "bad", words: t("quá nặng") };
  if (!isStable) return { tone: "warn", words: t("đang dao động") };
  return milli > 0 ? { tone: "good", words: t("đứng yên") } : { tone: "info", words: t("chưa có gì") };
}

/**
 * The weight, whether it stands still, and the button that takes it.
 * @param {Reading | null} reading null when the scale is not there
 * @param {() => void} take
 */
export function liveWeight(reading, take) {
  if (!reading) {
    const words = t("Không đọc được cân. Xem lại dây, hoặc gõ số cân.");
    return html`<div class="on-scale"><span class="chip warn">${words}</span></div>`;
  }
  const { tone, words } = stateOf(reading);
  const sign = reading.milli < 0 ? "−" : "";
  return html`
    <div class="on-scale" role="group" aria-label=${t("Cân")}>
      <span class="label">${t("Trên cân")}</span>
      <b class="num">${reading.isOver ? "–" : `${sign}${quantityWords(Math.abs(reading.milli))}`}<small>\u00a0kg</small></b>
      <span class="chip ${tone}">${words}</span>
      <button
        type="button" data-focus="take-weight" disabled=${!reading.isStable || reading.milli <= 0} @click=${take}
      >${t("Lấy cân")}</button>
    </div>
  `;
}
