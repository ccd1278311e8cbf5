// What the slip of a sale says that the server does not have yet, row by row: the same rows, in the same order, as the server
// prints (pos/receipts/papers/unsent_sale.py). Both are held against tests/vectors/unsent_slip.json.

import { t } from "../../data/i18n.js";
import { amount, quantityWords, vnd } from "../../domain/money.js";

/**
 * @typedef {object} SlipItem a line of goods; netVnd is after discountVnd, its part of a discount on the whole sale included
 * @property {string} name
 * @property {number} milli
 * @property {string} unit
 * @property {number} unitPriceVnd
 * @property {number} discountVnd
 * @property {number} netVnd
 * @property {string[]} origin whose they are, their lot: as far as the outlet shows it
 * @property {{ name: string, amountVnd: number }[]} offers what came off by itself, a part of discountVnd
 * @property {string} [note]
 */
/**
 * @typedef {object} SlipFacts
 * @property {"sale" | "refund"} kind
 * @property {string} outlet
 * @property {string[]} head small sentences under the outlet's name
 * @property {string[]} foot the last sentences
 * @property {string[]} measured units that are written beside every figure
 * @property {string} at day and time
 * @property {string} till
 * @property {string} person
 * @property {SlipItem[]} items
 * @property {string} [note] of the whole sale
 * @property {string | null} [ofNumber] of a refund: the number of the sale
 * @property {string} [reason] of a refund
 * @property {number} discountVnd given on the whole sale
 * @property {number} roundingVnd
 * @property {number} totalVnd
 * @property {{ label: string, amountVnd: number }[]} payments what was given
 * @property {number} changeVnd
 */
/**
 * @typedef {object} SlipRow
 * @property {"title" | "text" | "pair" | "goods" | "big" | "rule" | "gap" | "qr"} kind
 * @property {string[]} texts
 * @property {string[]} [look] bold, small, centred
 */

const FIGURE_AND_UNIT = /(\d) (?=\p{L}{1,3}(?![\p{L}\p{N}_]))/gu;

const unbroken = (/** @type {string} */ text) => text.replaceAll(" ", "\u00a0");
const keepUnits = (/** @type {string} */ text) => text.replace(FIGURE_AND_UNIT, "$1\u00a0");

/** @returns {SlipRow} */
const row = (
  /** @type {SlipRow["kind"]} */ kind,
  /** @type {string[]} */ texts = [],
  /** @type {string[]} */ ...look
) => (look.length ? { kind, texts, look } : { kind, texts });
const small = (/** @type {string[]} */ ...texts) => row("pair", texts, "small");
const remark = (/** @type {string | undefined} */ note) => (note ? [t("Ghi chú: %(note)s", { note })] : []);
const centred = (/** @type {string[]} */ sentences) => sentences.map((one) => row("text", [one], "small", "centred"));

/** @param {SlipItem} item */
const byHandVnd = ({ discountVnd, offers }) =>
  offers.reduce((restVnd, { amountVnd }) => restVnd - amountVnd, discountVnd);

/** A whole percentage where it is exactly one, else the amount. @param {number} handVnd @param {number} netVnd */
function discountWords(handVnd, netVnd) {
  const restVnd = Math.abs(netVnd) + handVnd;
  return restVnd > 0 && (handVnd * 100) % restVnd === 0 ? `${(handVnd * 100) / restVnd}\u00a0%` : amount(handVnd);
}

/** `1,25 kg × 22.000`: counted things speak for themselves. @param {SlipItem} item @param {string[]} measured */
function sumOf(item, measured) {
  const { milli, unit, unitPriceVnd, netVnd } = item;
  const isSaid = measured.includes(unit) || milli % 1000 !== 0;
  const text = `${quantityWords(milli)}${isSaid ? `\u00a0${unit}` : ""} × ${amount(unitPriceVnd)}`;
  const handVnd = byHandVnd(item);
  if (!handVnd) return text;
  return `${text} ${unbroken(t("giảm %(discount)s", { discount: discountWords(handVnd, netVnd) }))}`;
}

/** @param {SlipItem} item @param {number} n @param {string[]} measured */
const goods = (item, n, measured) => [
  ...(n ? [row("gap")] : []),
  row("goods", [keepUnits(item.name), sumOf(item, measured), amount(item.netVnd), item.origin.join(" · ")]),
  ...item.offers.map(({ name, amountVnd }) => small(name, amount(-amountVnd))),
  ...remark(item.note).map((text) => row("text", [text], "small")),
];

/** @param {SlipFacts} facts */
function money({ kind, discountVnd, roundingVnd, totalVnd, payments, changeVnd }) {
  const isBack = kind === "refund";
  return [
    ...(discountVnd ? [small(t("Đã gồm giảm giá cả phiếu"), amount(-discountVnd))] : []),
    ...(roundingVnd
      ? [small(t("Chưa làm tròn"), amount(totalVnd - roundingVnd)), small(t("Làm tròn"), amount(roundingVnd))]
      : []),
    row("big", [isBack ? t("Hoàn lại") : t("Tổng"), vnd(totalVnd)]),
    ...payments.map(({ label, amountVnd }) =>
      row("pair", [isBack ? t("Hoàn: %(method)s", { method: label }) : label, amount(amountVnd)]),
    ),
    ...(changeVnd ? [row("pair", [t("Tiền thừa"), amount(changeVnd)])] : []),
  ];
}

/** Whose slip it is, of what, and when. @param {SlipFacts} facts */
function top({ kind, outlet, head, at, till, person, ofNumber, reason }) {
  return [
    row("title", [outlet.toLocaleUpperCase("vi")]),
    ...centred(head),
    row("rule"),
    row("pair", [kind === "refund" ? t("Phiếu trả hàng") : t("Phiếu bán hàng"), t("chưa có số")], "bold"),
    small(at, [till, person].filter(Boolean).join(" · ")),
    ...(ofNumber ? [small(t("Của phiếu bán"), ofNumber)] : []),
    ...(reason ? [row("text", [t("Lý do: %(reason)s", { reason })], "small")] : []),
  ];
}

/** @param {SlipFacts} facts @returns {SlipRow[]} */
export function unsentRows(facts) {
  const { kind, foot, measured, items, note } = facts;
  const recovery = [row("qr", [t("Mã lấy lại đơn: quét ở máy bán hàng khi đơn này bị mất")]), row("gap")];
  return [
    ...top(facts),
    row("rule"),
    ...items.flatMap((item, n) => goods(item, n, measured)),
    ...remark(note).flatMap((text) => [row("gap"), row("text", [text], "small")]),
    row("rule"),
    ...money(facts),
    row("rule"),
    row("text", [t("CHƯA GỬI VỀ MÁY CHỦ")], "bold", "centred"),
    ...(kind === "sale" ? recovery : []),
    ...centred(foot),
  ];
}
