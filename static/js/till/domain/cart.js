// The cart: what the customer wants, and the sale document it becomes. PURE: every change gives a new cart.

import { noteWithReason } from "./cart_notes.js";
import { cashRounding, gross, quantityText } from "./money.js";
import { discountOf, price } from "./pricing.js";

/** @import { Discount, PricedLine as Priced } from "./pricing.js" */
/** @import { CartExchange } from "./exchange.js" */
/** @import { Basket } from "./pricing_baskets.js" */
/** @import { Adjustment } from "./pricing_lines.js" */

const BP_PER_UNIT = 10_000;

/** @typedef {{ barcode: string, milli: number, priceVnd: number | null }} CartPack so much of a product under its own barcode */
/**
 * @typedef {object} CartLine
 * @property {number} key
 * @property {string} product its code; the basket's where it is one
 * @property {string} name
 * @property {string} unit
 * @property {number} places decimals of its quantity
 * @property {string | null} lot when the customer's own is sold
 * @property {number} milli thousandths of the unit
 * @property {boolean} weighed its quantity is from a weight label
 * @property {number} unitPriceVnd
 * @property {Discount | null} discount
 * @property {CartPack} [pack] it is sold in whole packs
 * @property {Basket} [basket] it is so many baskets
 * @property {string} [note] what the cashier wrote to it
 * @property {Adjustment[]} [adjustments] what its pack and the offers that hold take off it
 */
/**
 * @typedef {object} PaymentPart
 * @property {string} method
 * @property {number} amountVnd
 * @property {number} [tenderedVnd] cash the customer gave
 * @property {string} [reference] of a transfer or a voucher
 * @property {boolean} [received] false: the money was not seen yet
 */
/**
 * @typedef {object} Buyer a known customer
 * @property {string} uid
 * @property {string} name empty when none is known
 * @property {string} phone masked
 * @property {number} owedVnd what was owed when they were chosen
 * @property {number} limitVnd
 * @property {boolean} isOnSlip their name is printed
 */
/**
 * @typedef {object} Cart
 * @property {string} uid of the sale it becomes
 * @property {CartLine[]} lines
 * @property {Discount | null} whole a discount on the whole sale
 * @property {string} customer
 * @property {Buyer | null} [buyer] the known customer whose it is
 * @property {string} [note] what the cashier wrote to the whole sale
 * @property {PaymentPart[]} received what the customer has paid of it already
 * @property {number | null} current key of the line that keys act on
 * @property {number} next key of the next line
 * @property {string} [heldAt] when it was put on hold
 * @property {CartExchange} [exchange] goods that come back for it
 * @property {string} [heldBy] who put it on hold, a username
 * @property {Share} [share] how it is offered to other tills while it is on hold
 */
/**
 * @typedef {{ uid: string, state: "new" | "sent" | "offered" | "taking" }} Share uid: of its offer. sent: the server may have it;
 * taking: it was another till's, and the server has not said yet that it is this one's
 */
/** @typedef {{ method: string, amount_vnd: number, tendered_vnd?: number, reference?: string }} PaymentDocument */
/**
 * @typedef {object} SaleDocument what the server takes
 * @property {string} shift
 * @property {string} sold_at
 * @property {boolean} offline
 * @property {object[]} lines
 * @property {number} discount_vnd
 * @property {number} rounding_vnd
 * @property {PaymentDocument[]} payments
 * @property {number} total_vnd
 * @property {string} [customer]
 * @property {string} [customer_uid]
 * @property {boolean} [customer_on_slip]
 * @property {string} [cashier]
 * @property {string} [note]
 * @property {{ by: string, pin?: string, code?: string }} [approval] a manager's; what is stored has a one-time code
 */
/** @typedef {Priced & { ownDiscountVnd: number }} PricedLine with its own part of the discounts */
/** @typedef {ReturnType<typeof count>} PricedCart */
/**
 * @typedef {{ code: string, name: string, unit: string, places: number, price_vnd: number }} Goods
 * @param {string} uid
 * @returns {Cart}
 */
export function emptyCart(uid) {
  return { uid, lines: [], whole: null, customer: "", received: [], current: null, next: 1 };
}

/**
 * Adds goods. The same product and lot, or the same pack, joins its line; what was weighed is a line of its own.
 * @param {Cart} cart
 * @param {Goods} product
 * @param {{ milli?: number, lot?: string | null, weighed?: boolean, pack?: CartPack }} [options]
 */
export function add(cart, product, { milli = 1000, lot = null, weighed = false, pack } = {}) {
  const known = cart.lines.find(
    (line) =>
      product.places === 0 &&
      !line.basket &&
      !line.note &&
      line.product === product.code &&
      line.lot === lot &&
      line.pack?.barcode === pack?.barcode &&
      line.unitPriceVnd === product.price_vnd,
  );
  if (known) {
    const lines = cart.lines.map((line) => (line === known ? { ...line, milli: line.milli + milli } : line));
    return { ...cart, lines, current: known.key };
  }
  const line = {
    key: cart.next,
    product: product.code,
    name: product.name,
    unit: product.unit,
    places: product.places,
    lot,
    milli,
    weighed,
    unitPriceVnd: product.price_vnd,
    discount: null,
    ...(pack ? { pack } : {}),
  };
  return { ...cart, lines: [...cart.lines, line], current: line.key, next: cart.next + 1 };
}

/**
 * Adds a basket, one line however many of it.
 * @param {Cart} cart
 * @param {Basket} basket
 * @param {string} unit what one is called
 * @returns {Cart}
 */
export function addGiftBasket(cart, basket, unit) {
  const known = cart.lines.find((line) => line.basket?.code === basket.code && line.unitPriceVnd === basket.priceVnd);
  if (known) return { ...change(cart, known.key, { milli: known.milli + 1000 }), current: known.key };
  const { code, name, priceVnd } = basket;
  const goods = { product: code, name, unit, places: 0, lot: null, milli: 1000, weighed: false };
  const line = { key: cart.next, ...goods, unitPriceVnd: priceVnd, discount: null, basket };
  return { ...cart, lines: [...cart.lines, line], current: line.key, next: cart.next + 1 };
}

/**
 * @param {Cart} cart
 * @param {number} key
 * @param {Partial<CartLine>} fields
 * @returns {Cart}
 */
function change(cart, key, fields) {
  return { ...cart, lines: cart.lines.map((line) => (line.key === key ? { ...line, ...fields } : line)) };
}

/**
 * @param {Cart} cart
 * @param {number} key
 * @returns {Cart}
 */
export function select(cart, key) {
  return { ...cart, current: key };
}

/**
 * A quantity of 0 takes the line out; packs stay whole.
 * @param {Cart} cart
 * @param {number} key
 * @param {number} milli
 */
export function setQuantity(cart, key, milli) {
  const size = cart.lines.find((line) => line.key === key)?.pack?.milli ?? 1;
  const whole = Math.ceil(milli / size) * size;
  return milli > 0 ? { ...change(cart, key, { milli: whole }), current: key } : remove(cart, key);
}

/**
 * One more or one less of the product's own step: a pack, or 0.1 of goods sold by weight.
 * @param {Cart} cart
 * @param {number} key
 * @param {1 | -1} direction
 */
export function step(cart, key, direction) {
  const line = cart.lines.find((one) => one.key === key);
  if (!line) return cart;
  const size = line.pack?.milli ?? (line.places > 0 ? 100 : 1000);
  return setQuantity(cart, key, Math.max(0, line.milli + direction * size));
}

/**
 * An empty cart keeps its customer, but neither discount, money nor note for whoever comes next.
 * @param {Cart} cart
 * @param {number} key
 * @returns {Cart}
 */
export function remove(cart, key) {
  const at = cart.lines.findIndex((line) => line.key === key);
  const lines = cart.lines.filter((line) => line.key !== key);
  const neighbour = lines[Math.min(at, lines.length - 1)];
  const bare = lines.length ? {} : { whole: null, received: [], note: undefined };
  return { ...cart, ...bare, lines, current: cart.current === key ? (neighbour?.key ?? null) : cart.current };
}

/**
 * @param {Cart} cart
 * @param {number} key
 * @param {Discount | null} discount
 */
export function discountLine(cart, key, discount) {
  return change(cart, key, { discount });
}

/**
 * @param {Cart} cart
 * @param {Discount | null} discount
 * @returns {Cart}
 */
export function discountWhole(cart, discount) {
  return { ...cart, whole: discount };
}

/**
 * @param {Cart} cart
 * @param {string} customer
 * @returns {Cart}
 */
export function setCustomer(cart, customer) {
  return { ...cart, customer };
}

/** The cart of a known customer. @param {Cart} cart @param {Buyer} buyer @returns {Cart} */
export const nameBuyer = (cart, buyer) => ({ ...cart, buyer, customer: buyer.name || buyer.phone });

/**
 * A cart that goes to another person: its goods, not whose they are, and nothing of it on an account.
 * @param {Cart} cart
 * @returns {Cart}
 */
export function withoutCustomer(cart) {
  const received = (cart.received ?? []).filter(({ method }) => method !== "account");
  return { ...cart, customer: "", buyer: null, received };
}

/**
 * @param {Cart} cart
 * @param {PaymentPart[]} parts what the customer has paid of it already
 * @returns {Cart}
 */
export function receive(cart, parts) {
  return { ...cart, received: parts };
}

/** @param {Cart} cart */
export const receivedVnd = (cart) => (cart.received ?? []).reduce((sum, part) => sum + part.amountVnd, 0);

/**
 * What the cart comes to: {lines, grossVnd, wholeVnd, discountVnd, totalVnd}. Counted once: a cart is replaced, never changed.
 * @param {Cart} cart
 */
export function sums(cart) {
  const known = countedCarts.get(cart) ?? count(cart);
  countedCarts.set(cart, known);
  return known;
}

/** @type {WeakMap<Cart, PricedCart>} */
const countedCarts = new WeakMap();

/** @param {Cart} cart */
function count(cart) {
  const lines = cart.lines.map((line) => ({
    milli: line.milli,
    unitPriceVnd: line.unitPriceVnd,
    taken: line.adjustments,
    discountVnd: discountOf(line.discount, restOf(line)),
  }));
  const wholeVnd = discountOf(cart.whole, price(lines).totalVnd);
  const priced = price(lines, wholeVnd);
  return {
    ...priced,
    lines: priced.lines.map((line, n) => ({ ...line, ownDiscountVnd: lines[n].discountVnd })),
    wholeVnd,
  };
}

/** What a line costs before the cashier takes something off. @param {CartLine} line */
export function restOf({ unitPriceVnd, milli, adjustments = [] }) {
  return adjustments.reduce((restVnd, { amountVnd }) => restVnd - amountVnd, gross(unitPriceVnd, milli));
}

/**
 * Whether the cashier's own discounts, of a line and of the sale, take more off a line than the limit allows.
 * @param {Cart} cart
 * @param {number} limitBp
 */
export function isOverLimit(cart, limitBp) {
  return sums(cart).lines.some(({ grossVnd, adjustments }) => {
    const own = adjustments.filter(({ kind }) => kind === "manual" || kind === "sale");
    return own.reduce((sum, { amountVnd }) => sum + amountVnd, 0) * BP_PER_UNIT > limitBp * grossVnd;
  });
}

/**
 * How many pieces a cashier would say are in the cart: weighed goods count once.
 * @param {Cart} cart
 */
export function pieces(cart) {
  return cart.lines.reduce((sum, line) => sum + (line.places > 0 ? 1 : Math.round(line.milli / 1000)), 0);
}

/**
 * The rounding of a sale: only when the outlet rounds and all of it is cash.
 * @param {number} totalVnd
 * @param {number} stepVnd
 * @param {string[]} methods
 */
export function roundingFor(totalVnd, stepVnd, methods) {
  return methods.length > 0 && methods.every((method) => method === "cash") ? cashRounding(totalVnd, stepVnd) : 0;
}

/**
 * The document the server takes.
 * @param {Cart} cart
 * @param {{ shift: string, soldAt: string, payments: PaymentPart[], roundingVnd?: number }} sold
 */
export function saleDocument(cart, { shift, soldAt, payments, roundingVnd = 0 }) {
  const counted = sums(cart);
  // Where no line has adjustments the server takes what it knows; one that has says of the others that they have none.
  const first = cart.lines.findIndex((line) => !line.basket);
  /** @type {SaleDocument} */
  const sale = {
    shift,
    sold_at: soldAt,
    offline: false,
    lines: cart.lines.map((line, n) => ({
      ...goodsOf(line),
      quantity: quantityText(line.milli),
      unit_price_vnd: line.unitPriceVnd,
      ...(line.basket || !(line.adjustments?.length || n === first) ? {} : { adjustments: adjustmentsOf(line) }),
      discount_vnd: counted.lines[n].ownDiscountVnd,
      ...noted(line.note, line.discount),
    })),
    discount_vnd: counted.wholeVnd,
    rounding_vnd: roundingVnd,
    payments: payments
      .filter((part) => part.amountVnd > 0)
      .map((part) => ({
        method: part.method,
        amount_vnd: part.amountVnd,
        ...(part.method === "cash" && part.tenderedVnd ? { tendered_vnd: part.tenderedVnd } : {}),
        ...(part.reference ? { reference: part.reference } : {}),
      })),
    total_vnd: counted.totalVnd + roundingVnd,
    ...noted(cart.note, cart.whole),
  };
  if (cart.buyer) {
    sale.customer_uid = cart.buyer.uid;
    sale.customer_on_slip = cart.buyer.isOnSlip;
  } else if (cart.customer) sale.customer = cart.customer;
  return sale;
}

/** @param {string | undefined} written @param {Discount | null} discount @returns {{ note?: string }} */
function noted(written, discount) {
  const note = noteWithReason(written, discount);
  return note ? { note } : {};
}

/** What a line of the document names. @param {CartLine} line */
function goodsOf({ basket, pack, lot, product }) {
  if (basket) return { basket: basket.code };
  if (pack) return { code: pack.barcode };
  return lot ? { lot } : { product };
}

/** @param {CartLine} line */
const adjustmentsOf = ({ adjustments = [] }) =>
  adjustments.map(({ kind, code, amountVnd }) => ({ [kind]: code, amount_vnd: amountVnd }));
