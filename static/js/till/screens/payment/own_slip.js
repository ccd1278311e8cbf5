// The slip this device draws itself when the server has not answered yet.

import { t } from "../../data/i18n.js";
import { slipLabel } from "../../data/payment_methods.js";
import { till } from "../../data/state.js";
import { sums } from "../../domain/cart.js";
import { noteWithReason } from "../../domain/cart_notes.js";
import { goodsInBasket } from "../../domain/cart_offers.js";
import { quantityWords } from "../../domain/money.js";
import { recoveryFigure } from "./recovery_figure.js";
import { common, drawnSlip } from "./slip_drawing.js";

/** @import { CartLine, PricedLine } from "../../domain/cart.js" */
/** @import { LastSale } from "../../data/state.js" */
/** @import { SlipFacts, SlipItem } from "./slip_rows.js" */

/** Whose goods they are, and their lot where the cashier named one; of a basket, what is in it. @param {CartLine} line */
function originOf(line) {
  if (line.basket) {
    return goodsInBasket(line, till.catalogue).map(({ product, milli }) =>
      [quantityWords(milli), till.catalogue.product(product)?.name ?? product].join(" "),
    );
  }
  return originOfGoods(line.product, line.lot);
}

/** As far as the outlet shows it. @param {string} product its code @param {string | null} lot */
export function originOfGoods(product, lot) {
  const { producer: showsProducer, lot: showsLot } = till.boot.slip.shows;
  const producer = showsProducer ? till.catalogue.product(product)?.producer_name : null;
  const words = showsLot && lot ? t("Lô %(lot)s", { lot }).replaceAll(" ", "\u00a0") : null;
  return [producer, words].flatMap((one) => one || []);
}

/** @param {CartLine} line @param {PricedLine} priced @returns {SlipItem} */
function itemOf(line, { grossVnd, netVnd }) {
  const { deals } = till.catalogue;
  const offers = (line.adjustments ?? []).map(({ kind, code = "", name, amountVnd }) => ({
    name: kind === "pack" ? t("Giá thùng, lốc") : (deals.offers.get(code)?.name ?? name ?? code),
    amountVnd,
  }));
  const { name, milli, unit, unitPriceVnd } = line;
  const note = noteWithReason(line.note, line.discount);
  const discountVnd = grossVnd - netVnd;
  return { name, milli, unit, unitPriceVnd, discountVnd, netVnd, origin: originOf(line), offers, note };
}

/** @param {LastSale} sale @returns {SlipFacts} */
function factsOf({ cart, document, changeVnd }) {
  const priced = sums(cart);
  const payments = document.payments.map(({ method, amount_vnd: amountVnd, tendered_vnd: givenVnd }) => ({
    label: slipLabel(method),
    amountVnd: givenVnd ?? amountVnd,
  }));
  return {
    ...common(document.sold_at),
    kind: "sale",
    items: cart.lines.map((line, n) => itemOf(line, priced.lines[n])),
    note: document.note,
    discountVnd: document.discount_vnd,
    roundingVnd: document.rounding_vnd,
    totalVnd: document.total_vnd,
    payments,
    changeVnd,
  };
}

/** @param {LastSale} sale */
export const ownSlip = (sale) =>
  drawnSlip(
    () => factsOf(sale),
    (caption) => recoveryFigure(sale.uid, caption),
  );
