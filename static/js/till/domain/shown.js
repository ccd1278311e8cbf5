// What a customer sees of a cart, a transfer and a sale, as PUT /tills/{code}/display has it: nothing of who they are. PURE.

import { pieces, sums } from "./cart.js";
import { exchangedVnd } from "./exchange.js";
import { quantityText } from "./money.js";
import { pictureOf } from "./pictures.js";
import { foldPurpose, payload } from "./vietqr.js";

/** @import { Cart, SaleDocument } from "./cart.js" */
/** @import { Adjustment } from "./pricing_lines.js" */
/** @import { Product } from "../data/catalogue.js" */
/** @import { OutletFacts } from "../data/facts.js" */

/** @typedef {{ name: string, quantity: string, unit: string, less_vnd: number, amount_vnd: number, offers?: string[] }} ShownLine
 * offers: the names of those that took something off */
/** @typedef {{ name: string, producer: string, commune?: string, stars?: number, picture: string, photo?: string }} ShownGoods */
/**
 * @typedef {object} ShownTransfer
 * @property {string} payload what the code says
 * @property {number} amount_vnd
 * @property {string} [holder]
 * @property {string} account
 * @property {string} reference
 */
/**
 * @typedef {object} ShownThanks
 * @property {number} paid_vnd
 * @property {number} change_vnd
 * @property {string} [number] of the slip, once the server gave one
 * @property {string} slip what the slip's code says
 * @property {string[]} communes where the goods came from
 */
/**
 * @typedef {object} Shown
 * @property {"welcome" | "cart" | "transfer" | "thanks"} view
 * @property {ShownLine[]} [lines] the last ones
 * @property {number} [earlier_lines]
 * @property {ShownGoods} [added]
 * @property {number} [pieces]
 * @property {number} [less_vnd]
 * @property {number} [total_vnd]
 * @property {ShownTransfer} [transfer]
 * @property {ShownThanks} [thanks]
 */
/** @typedef {{ sent: boolean, answer?: { number: string } }} Outcome */
/** @typedef {{ uid: string, cart: Cart, document: SaleDocument, changeVnd: number, outcome: Outcome }} Sold */
/** @typedef {{ offers: Map<string, { name: string }> }} Deals */
/** @typedef {{ outlet: OutletFacts, product: (code: string) => Product | null | undefined, deals?: Deals }} Goods */

const MOST_LINES = 6;
const MOST_COMMUNES = 4;
const MOST_OFFERS = 3;

/** @type {Shown} */
export const WELCOME = { view: "welcome" };

/** @param {Product} product @returns {ShownGoods} */
function goodsOf(product) {
  const { name, producer_name: producer, commune, stars, photo } = product;
  const known = { ...(commune ? { commune } : {}), ...(stars ? { stars } : {}), ...(photo ? { photo } : {}) };
  return { name, producer, ...known, picture: pictureOf(product) };
}

/** @param {Adjustment[] | undefined} adjustments @param {Goods} goods */
function offersOf(adjustments = [], { deals }) {
  const names = adjustments.map(({ kind, code }) => (kind === "offer" && code && deals?.offers.get(code)?.name) || "");
  const offers = [...new Set(names.filter(Boolean))].slice(0, MOST_OFFERS);
  return offers.length ? { offers } : {};
}

/**
 * @param {Cart} cart
 * @param {Goods} goods
 * @returns {Shown}
 */
export function shownCart(cart, goods) {
  const counted = sums(cart);
  const lines = cart.lines.map(({ name, milli, unit, adjustments }, n) => ({
    name,
    quantity: quantityText(milli),
    unit,
    less_vnd: counted.lines[n].discountVnd,
    amount_vnd: counted.lines[n].netVnd,
    ...offersOf(adjustments, goods),
  }));
  const current = cart.lines.find(({ key }) => key === cart.current);
  const added = current && goods.product(current.product);
  return {
    view: "cart",
    lines: lines.slice(-MOST_LINES),
    earlier_lines: Math.max(0, lines.length - MOST_LINES),
    ...(added ? { added: goodsOf(added) } : {}),
    pieces: pieces(cart),
    less_vnd: counted.discountVnd,
    total_vnd: counted.totalVnd - exchangedVnd(cart),
  };
}

/**
 * null for an account that money cannot be sent to.
 * @param {{ amountVnd: number, reference: string }} asked
 * @param {OutletFacts} outlet
 * @returns {Shown | null}
 */
export function shownTransfer({ amountVnd, reference }, outlet) {
  const account = outlet.bank_account ?? "";
  const code = payload({ bankBin: outlet.bank_bin ?? "", account }, amountVnd, reference);
  if (!code) return null;
  const holder = outlet.bank_holder ? { holder: outlet.bank_holder } : {};
  const transfer = { payload: code, amount_vnd: amountVnd, ...holder, account, reference: foldPurpose(reference) };
  return { view: "transfer", transfer };
}

/**
 * @param {Sold} sale
 * @param {Goods} goods
 * @returns {Shown}
 */
export function shownThanks({ uid, cart, document: sale, changeVnd, outcome }, goods) {
  const communes = cart.lines.map((line) => goods.product(line.product)?.commune ?? "").filter((name) => name);
  const number = outcome.answer?.number ? { number: outcome.answer.number } : {};
  return {
    view: "thanks",
    thanks: {
      paid_vnd: sale.total_vnd + changeVnd,
      change_vnd: changeVnd,
      ...number,
      slip: `${goods.outlet.public_url ?? ""}/r/${uid}`,
      communes: [...new Set(communes)].slice(0, MOST_COMMUNES),
    },
  };
}
