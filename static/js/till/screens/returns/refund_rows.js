// The lines of a slip on the screen where goods come back: a tick, how many of it, and how they are.

import { t } from "../../data/i18n.js";
import { quantityWords, vnd } from "../../domain/money.js";
import { refundTotal } from "../../domain/refund_total.js";
import { segments } from "../../ui/desk.js";
import { html } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";

/** @import { RefundLine } from "./refund_lines.js" */

const PIECE = 1000;

/**
 * @typedef {object} RowActs
 * @property {(line: RefundLine, milli: number) => void} setQuantity
 * @property {(line: RefundLine, condition: RefundLine["condition"]) => void} setCondition
 * @property {RefundLine | null} edited the line whose quantity the keys give
 * @property {RefundLine | null} scanned the line that was scanned last
 */

/** One more of it, or all that was weighed. @param {RefundLine} line */
export const oneMore = (line) => (line.places ? line.left : Math.min(line.left, line.milli + PIECE));

/** @param {RefundLine} line @param {RowActs} acts */
export function refundRow(line, acts) {
  const about = [`${quantityWords(line.sold)} ${line.unit} × ${vnd(line.priceVnd)}`];
  if (line.within) about.push(t("trong %(basket)s", { basket: line.within }));
  if (line.lot) about.push(t("lô %(lot)s", { lot: line.lot }));
  if (line.back) about.push(t("đã trả %(quantity)s", { quantity: quantityWords(line.back) }));
  if (line === acts.scanned) about.push(t("vừa quét"));
  const isOn = line.milli > 0;
  const toggle = () => acts.setQuantity(line, isOn ? 0 : oneMore(line));
  const valueVnd = refundTotal([isOn ? line : { ...line, milli: line.left }], 0);
  return html`
    <div class=${isOn ? "on" : null} data-line=${line.line}>
      <button
        type="button" class="tick" aria-pressed=${isOn} aria-label=${line.name} disabled=${!line.left}
        data-focus="tick-${line.line}" @click=${toggle}
      >${isOn ? mark("check") : null}</button>
      <span class="name">${line.name}<small class="num">${about.join(" · ")}</small></span>
      ${controls(line, acts)}
      <span class="money num">${line.left ? vnd(valueVnd) : "–"}</span>
    </div>
  `;
}

/** @param {RefundLine} line @param {RowActs} acts */
function controls(line, { setQuantity, setCondition, edited }) {
  const { line: key, name, unit } = line;
  if (!line.left) return [html`<span class="bought">${t("đã trả hết")}</span>`, html`<span class="seg-none"></span>`];
  if (!line.milli) {
    const left = t("còn %(quantity)s %(unit)s", { quantity: quantityWords(line.left), unit });
    return [html`<span class="bought num">${left}</span>`, html`<span class="seg-none"></span>`];
  }
  const step = line.places ? line.left : PIECE;
  const condition = (/** @type {RefundLine["condition"]} */ wanted, /** @type {string} */ label) => ({
    key: `${wanted}-${key}`,
    label,
    isChosen: line.condition === wanted,
    act: () => setCondition(line, wanted),
  });
  return [
    html`
      <span class="step">
        <button
          type="button" aria-label=${t("Bớt %(name)s", { name })} data-focus="less-${key}"
          @click=${() => setQuantity(line, line.milli - step)}
        >${mark("minus", 18)}</button>
        <button
          type="button" class="amount num" aria-pressed=${edited === line} data-focus="quantity-${key}"
          @click=${() => setQuantity(line, line.milli || line.left)}
        >${quantityWords(line.milli)}</button>
        <button
          type="button" aria-label=${t("Thêm %(name)s", { name })} data-focus="more-${key}"
          @click=${() => setQuantity(line, line.milli + step)}
        >${mark("plus", 18)}</button>
      </span>
    `,
    segments([condition("resell", t("Còn bán")), condition("spoiled", t("Hỏng"))], t("Hàng ra sao")),
  ];
}
