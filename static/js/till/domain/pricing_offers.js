// Offers: which hold, whom they concern, and what each takes off. PURE; the twin is pos/pricing/offers.py.

import { gross, halfUp, shareOf, spread } from "./money.js";
import { less } from "./pricing_lines.js";

/** @import { LineToPrice, PricedLine } from "./pricing_lines.js" */

/** @typedef {{ days_left: number, rate_bp: number }} AgeStep what is taken off a lot with so many days left, or fewer */
/**
 * @typedef {object} OfferOn what an offer is on: one of them
 * @property {string[]} [products]
 * @property {number[]} [sets]
 * @property {string[]} [producers]
 * @property {string[]} [lots]
 * @property {boolean} [all]
 */
/**
 * @typedef {object} Offer as the catalogue brings it
 * @property {string} code
 * @property {string} name
 * @property {string} from
 * @property {string} to
 * @property {number[]} [days] of the week, 1 is Monday; none for all
 * @property {string[]} [hours] from the first up to the second, not included
 * @property {OfferOn} on
 * @property {string} kind
 * @property {number} [rate_bp]
 * @property {number} [amount_vnd]
 * @property {number} [price_vnd]
 * @property {number} [buy]
 * @property {number} [get]
 * @property {number} [threshold_vnd]
 * @property {AgeStep[]} [steps]
 * @property {number} [priority]
 */
/**
 * @typedef {object} OfferedGoods what an offer asks of a line
 * @property {string} product
 * @property {number | null} set
 * @property {string} producer
 * @property {number} places
 * @property {string | null} lot that the line names
 * @property {number | null} daysLeft of that lot; 0 on its last day
 */
/** @typedef {{ n: number, goods: OfferedGoods, milli: number, restVnd: number }} OfferedLine what is left of a line */
/** @typedef {{ day: string, weekday: number, time: string }} Moment of the outlet's clock: "2026-11-28", 1–7, "17:05" */
/** @typedef {Map<number, number>} Taken what an offer takes off lines; 0 for one it only uses up */

const WHOLE_UNIT = 1000;
const USUAL_PRIORITY = 100;

/**
 * Whether an offer holds at a moment.
 * @param {Offer} offer
 * @param {Moment} moment
 */
export function holds({ from, to, days, hours }, { day, weekday, time }) {
  if (day < from || day > to || (days !== undefined && !days.includes(weekday))) return false;
  return hours === undefined || (hours[0] <= time && time < hours[1]);
}

/**
 * Whether a line of these goods is one of the offer's.
 * @param {Offer} offer
 * @param {OfferedGoods} goods
 */
export function concerns({ on }, { product, set, producer, lot }) {
  if (on.all) return true;
  if (on.products) return on.products.includes(product);
  if (on.sets) return set !== null && on.sets.includes(set);
  if (on.producers) return on.producers.includes(producer);
  return lot !== null && (on.lots ?? []).includes(lot);
}

/** @param {Offer[]} offers */
export function inOrder(offers) {
  const priority = (/** @type {Offer} */ offer) => offer.priority ?? USUAL_PRIORITY;
  return [...offers].sort((a, b) => priority(a) - priority(b) || (a.code < b.code ? -1 : 1));
}

/**
 * Takes the offers, all of which hold, off the lines: by smaller priority, then by code. Of each kind a line gets the first that
 * gives it something.
 * @param {LineToPrice[]} asked
 * @param {PricedLine[]} lines
 * @param {Offer[]} offers
 */
export function takeOffers(asked, lines, offers) {
  const taken = [...lines];
  /** @type {Map<string, Set<number>>} */
  const used = new Map();
  for (const offer of inOrder(offers)) {
    const usedUp = used.get(offer.kind) ?? new Set();
    const open = openLines(asked, taken).filter(({ n }) => !usedUp.has(n));
    const concerned = open.filter(({ goods }) => concerns(offer, goods));
    const amounts = TAKES[offer.kind](offer, concerned);
    for (const [n, amountVnd] of amounts) {
      taken[n] = less(taken[n], { kind: "offer", code: offer.code, name: offer.name, amountVnd });
      usedUp.add(n);
    }
    if (offer.kind === "buy_get" && amounts.size) {
      const products = new Set(concerned.filter(({ n }) => amounts.has(n)).map(({ goods }) => goods.product));
      for (const { n, goods } of open) if (products.has(goods.product)) usedUp.add(n);
    }
    used.set(offer.kind, usedUp);
  }
  return taken;
}

/**
 * The lines that offers may concern: not those of a basket, nor those that name an expired lot.
 * @param {LineToPrice[]} asked
 * @param {PricedLine[]} lines
 * @returns {OfferedLine[]}
 */
function openLines(asked, lines) {
  return asked.flatMap(({ goods, milli, basketLine }, n) => {
    const isOpen = goods && basketLine === undefined && (goods.daysLeft ?? 0) >= 0;
    return isOpen ? [{ n, goods, milli, restVnd: lines[n].netVnd }] : [];
  });
}

/**
 * An offer that looks at each line by itself.
 * @param {(offer: Offer, line: OfferedLine) => number} amountOf
 * @returns {(offer: Offer, lines: OfferedLine[]) => Taken}
 */
function each(amountOf) {
  return (offer, lines) => {
    const amounts = lines.map((line) => /** @type {[number, number]} */ ([line.n, amountOf(offer, line)]));
    return new Map(amounts.filter(([, amountVnd]) => amountVnd > 0));
  };
}

/**
 * By the step with the fewest days that still covers the lot's.
 * @param {AgeStep[]} steps
 * @param {number | null} daysLeft
 */
export function ageRate(steps, daysLeft) {
  if (daysLeft === null || daysLeft < 0) return 0;
  const covering = steps.filter((step) => step.days_left >= daysLeft).sort((a, b) => a.days_left - b.days_left);
  return covering[0]?.rate_bp ?? 0;
}

/**
 * Of each product sold by the piece the last units of the sale are free, a number of whole sets of them.
 * @param {Offer} offer
 * @param {OfferedLine[]} lines
 * @returns {Taken}
 */
function buyGet({ buy = 0, get = 0 }, lines) {
  const pieces = lines.filter(({ goods }) => goods.places === 0);
  const amounts = new Map();
  for (const product of new Set(pieces.map(({ goods }) => goods.product))) {
    const ofProduct = pieces.filter(({ goods }) => goods.product === product);
    const milli = ofProduct.reduce((sum, line) => sum + line.milli, 0);
    let free = Math.floor(milli / ((buy + get) * WHOLE_UNIT)) * get * WHOLE_UNIT;
    let worthVnd = 0;
    for (const line of [...ofProduct].reverse()) {
      const here = Math.min(free, line.milli);
      free -= here;
      worthVnd += halfUp(BigInt(line.restVnd) * BigInt(here), line.milli);
    }
    for (const [n, amountVnd] of worthVnd ? spreadOver(worthVnd, ofProduct) : []) amounts.set(n, amountVnd);
  }
  return amounts;
}

/**
 * Once, when all its lines together reach the threshold.
 * @param {Offer} offer
 * @param {OfferedLine[]} lines
 * @returns {Taken}
 */
function basket({ threshold_vnd: thresholdVnd = 0, rate_bp: rateBp, amount_vnd: amountVnd = 0 }, lines) {
  const restVnd = lines.reduce((sum, line) => sum + line.restVnd, 0);
  if (restVnd < thresholdVnd) return new Map();
  const takenVnd = typeof rateBp === "number" ? shareOf(restVnd, rateBp) : Math.min(restVnd, amountVnd);
  return takenVnd ? spreadOver(takenVnd, lines) : new Map();
}

/**
 * @param {number} amountVnd
 * @param {OfferedLine[]} lines
 * @returns {Taken}
 */
function spreadOver(amountVnd, lines) {
  const restsVnd = lines.map(({ restVnd }) => restVnd);
  return new Map(spread(amountVnd, restsVnd).map((share, i) => [lines[i].n, share]));
}

/** @type {Record<string, (offer: Offer, lines: OfferedLine[]) => Taken>} */
const TAKES = {
  percent: each(({ rate_bp: rateBp = 0 }, { restVnd }) => shareOf(restVnd, rateBp)),
  amount: each(({ amount_vnd: unitVnd = 0 }, { restVnd, milli }) => Math.min(restVnd, gross(unitVnd, milli))),
  price: each(({ price_vnd: unitVnd = 0 }, { restVnd, milli }) => Math.max(0, restVnd - gross(unitVnd, milli))),
  buy_get: buyGet,
  basket,
  age: each(({ steps = [] }, { goods, restVnd }) => shareOf(restVnd, ageRate(steps, goods.daysLeft))),
};
