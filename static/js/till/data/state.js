// The one state of the till, and who is told of a change. Screens read `till` and change it by `setState`.

import { emptyCart, withoutCustomer } from "../domain/cart.js";
import { sameOffers, withOffers } from "../domain/cart_offers.js";
import { loadCarts, saveCarts, stopSelling } from "./carts.js";
import { Catalogue } from "./catalogue.js";
import { outletNow } from "./clock.js";
import { uid } from "./uid.js";

/** @import { Cart, SaleDocument } from "../domain/cart.js" */
/** @import { SaleOutcome, UnsentSale } from "./sender.js" */

/** @typedef {{ username: string, name: string, role: string }} Person */
/**
 * @typedef {{ uid: string, opened_at: string, opening_float_vnd: number, opened_by?: string, isUnsent?: boolean }} Shift
 * isUnsent: opened without the server, which does not know it yet
 */
/** @typedef {"none" | "ready" | "trouble"} PrinterState */
/** @typedef {{ kind: "sale" | "refund", uid: string }} Slip whose paper */
/** @typedef {Slip | { kind: "exchange", uid: string }} Paper that is printed once more */
/** @typedef {{ query: string, group: string, producer: string }} GoodsFilter */
/**
 * @typedef {object} LastSale what was sold last: its change stays in sight until the next line
 * @property {string} uid
 * @property {string} next uid of the cart that follows it
 * @property {string} soldAt
 * @property {Cart} cart
 * @property {SaleDocument} document
 * @property {number} changeVnd
 * @property {SaleOutcome} outcome
 * @property {number[]} toConfirm the transfers that a manager has to confirm
 */
/** @typedef {{ before: Cart, after: Cart, words: string }} Undo what was taken out last, while nothing else has changed */
/**
 * @typedef {{ head: string[], foot: string[], measured: string[], shows: { producer: boolean, lot: boolean } }} SlipLook
 * measured: units that are written beside every figure
 */
/**
 * @typedef {object} Boot what the page brings along
 * @property {string | null} till
 * @property {Shift | null} shift
 * @property {Person} person
 * @property {{ code: string, name: string }[]} tills
 * @property {{ username: string, name: string }[]} cashiers those with a PIN
 * @property {{ username: string, name: string }[]} managers those with a PIN
 * @property {PrinterState} printer
 * @property {number | null} last_counted_vnd
 * @property {Record<string, number> | null} [last_counted] how many of each note; null where floats are counted blind
 * @property {import("./settings.js").Look | null} [look] how tills look for the person
 * @property {{ code: string, label: string, refund_label: string }[]} payment_methods named in Vietnamese
 * @property {Record<string, [label: string, refundLabel: string, slipLabel: string]>} method_labels of all methods, in Vietnamese
 * @property {SlipLook} slip what the outlet puts on slips
 * @property {number[]} banknotes_vnd those in circulation, the largest first
 * @property {string | null} [recovery_key] signs recovery codes, in hexadecimal digits
 * @property {string} timezone
 * @property {Record<string, string>} urls
 */
/**
 * @typedef {object} TillState
 * @property {Boot} boot
 * @property {Person} person
 * @property {Shift | null} shift
 * @property {Catalogue} catalogue
 * @property {Cart} cart
 * @property {Cart[]} heldCarts
 * @property {import("./shared_carts.js").SharedCart[]} sharedCarts those that other tills hold
 * @property {string[]} claims offers of carts that were taken back unheard: they are to end
 * @property {UnsentSale[]} waiting
 * @property {UnsentSale[]} refused
 * @property {import("./transfers.js").Unconfirmed[]} unconfirmed transfers that nobody has seen arrive
 * @property {string[]} recalledSales numbers of sales that the server took later, with goods that were recalled; nobody was told
 * @property {boolean} online
 * @property {boolean} isSecondary another window of this till sells: this one no longer stores its carts
 * @property {PrinterState} printer
 * @property {boolean} isStorageKept the browser promised not to empty what lies on this device
 * @property {number} clockErrorMinutes this device's clock ahead of the server's; 0 when it is right
 * @property {(Paper & { sent: boolean }) | null} lastSlip
 * @property {LastSale | null} lastSale
 * @property {GoodsFilter} filter
 * @property {boolean} isPriceCheck what is scanned or touched next is looked at, not sold
 * @property {Undo | null} undo
 */

/** @type {TillState} */
export const till = {
  boot: {
    till: null,
    shift: null,
    person: { username: "", name: "", role: "cashier" },
    tills: [],
    cashiers: [],
    managers: [],
    printer: "none",
    last_counted_vnd: null,
    payment_methods: [],
    method_labels: {},
    slip: { head: [], foot: [], measured: [], shows: { producer: true, lot: true } },
    banknotes_vnd: [],
    timezone: "",
    urls: {},
  },
  person: { username: "", name: "", role: "cashier" },
  shift: null,
  catalogue: new Catalogue(),
  cart: emptyCart(uid()),
  heldCarts: [],
  sharedCarts: [],
  claims: [],
  waiting: [],
  refused: [],
  unconfirmed: [],
  recalledSales: [],
  online: true,
  isSecondary: false,
  printer: "none",
  isStorageKept: true,
  clockErrorMinutes: 0,
  lastSlip: null,
  lastSale: null,
  filter: { query: "", group: "often", producer: "" },
  isPriceCheck: false,
  undo: null,
};

/** @type {Map<string, (() => void)[]>} */
const listeners = new Map();

/**
 * subscribe(["cart"], draw): called after every change of those fields.
 * @param {(keyof TillState)[]} fields
 * @param {() => void} listener
 */
export function subscribe(fields, listener) {
  for (const field of fields) listeners.set(field, [...(listeners.get(field) ?? []), listener]);
}

/** @param {Partial<TillState>} fields */
export function setState(fields) {
  Object.assign(till, fields);
  if ("cart" in fields || "catalogue" in fields) till.cart = offeredNow(till.cart);
  if (!till.isSecondary && ("cart" in fields || "heldCarts" in fields || "claims" in fields)) saveCarts(allCarts());
  for (const listener of new Set(Object.keys(fields).flatMap((name) => listeners.get(name) ?? []))) listener();
}

/** A cart with the offers of this moment; the same one when they take off what it has off already. @param {Cart} cart */
export function offeredNow(cart) {
  const isPlain = cart.lines.every(({ pack, adjustments }) => !pack && !adjustments?.length);
  if (isPlain && !till.catalogue.deals.offers.size) return cart;
  const offered = withOffers(cart, till.catalogue, outletNow());
  return sameOffers(cart, offered) ? cart : offered;
}

/**
 * Puts another cart in the open one's place once it lies on the disk: money that was taken is never shown before it is kept.
 * @param {Cart} cart
 */
export async function keepCart(cart) {
  if (!till.isSecondary) await saveCarts({ ...allCarts(), cart });
  setState({ cart });
}

const tillKey = () => till.boot.till ?? "-";

/** The open cart and those on hold, as this device stores them. */
export const allCarts = () => ({
  till: tillKey(),
  person: till.person.username,
  cart: till.cart,
  held: till.heldCarts,
  claims: till.claims,
});

/** Another person sells: the goods in the carts stay, the customers' names and phones were entrusted to somebody else. */
export function changePerson(/** @type {Person} */ person) {
  const isOther = person.username !== till.person.username;
  const carts = { cart: withoutCustomer(till.cart), heldCarts: till.heldCarts.map(withoutCustomer) };
  setState({ person, ...(isOther ? carts : {}) });
}

/** Goes on with the carts of this till that lie on this device. */
export async function restoreCarts() {
  const carts = await loadCarts(tillKey());
  if (!carts) return;
  const seen = carts.person === till.person.username ? (/** @type {Cart} */ cart) => cart : withoutCustomer;
  setState({ cart: seen(carts.cart ?? newCart()), heldCarts: carts.held.map(seen), claims: carts.claims ?? [] });
}

/**
 * A cart that was not sold after all. Answers all carts.
 * @param {Cart} sold
 * @param {string} [cashier] who sold it
 */
export function reopenCart(sold, cashier) {
  const cart = cashier === till.person.username ? sold : withoutCustomer(sold);
  stopSelling(cart.uid);
  setState(till.cart.lines.length ? { heldCarts: [...till.heldCarts, cart] } : { cart });
  return allCarts();
}

/** Takes out the carts that were sold. Answers whether the open one was. @param {string[]} sold uids */
export function dropCarts(sold) {
  const isOpenSold = sold.includes(till.cart.uid);
  const heldCarts = till.heldCarts.filter(({ uid: held }) => !sold.includes(held));
  if (isOpenSold || heldCarts.length < till.heldCarts.length) {
    setState({ cart: isOpenSold ? newCart() : till.cart, heldCarts });
  }
  return isOpenSold;
}

/** A cart for the next customer. */
export const newCart = () => emptyCart(uid());
