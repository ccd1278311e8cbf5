// Customers, as the server knows them: found by phone or name, added, and what they bought. Nothing of it stays on the device
// but the one of the cart, with a masked phone.

import { get, put } from "./api.js";
import { uid } from "./uid.js";
import { url } from "./urls.js";

/** @import { Buyer } from "../domain/cart.js" */

/**
 * @typedef {object} Customer
 * @property {string} uid
 * @property {string} phone masked, unless the whole number was asked for
 * @property {string | null} name
 * @property {string | null} company
 * @property {number} owed_vnd
 * @property {number} credit_limit_vnd
 */
/**
 * @typedef {object} Bought a sale of a customer
 * @property {string} sale uid
 * @property {string} number
 * @property {string} day
 * @property {number} total_vnd
 * @property {{ name: string, quantity: string, unit: string }[]} goods
 */

const MOST = 6;
const SHOWN_SALES = 4;

/** Those with this phone, or with every word of it in their name. @param {string} query @returns {Promise<Customer[]>} */
export async function findCustomers(query) {
  return (await get(url("customers", {}, { q: query, limit: String(MOST) }))).items;
}

/** @param {string} phone @param {string} name @returns {Promise<Customer>} */
export const addCustomer = (phone, name) =>
  put(url("customer", { uid: uid() }), { phone, consent: true, ...(name && { name }) });

/** What they bought last, the newest first. @param {string} customer uid @returns {Promise<Bought[]>} */
export async function lastBought(customer) {
  return (await get(url("customer_sales", { uid: customer }, { limit: String(SHOWN_SALES) }))).items;
}

/** @param {string} customer uid @returns {Promise<Customer>} */
export const customerOf = (customer) => get(url("customer", { uid: customer }));

/**
 * The customer as the cart names them: the device keeps no whole phone.
 * @param {Customer} customer
 * @param {boolean} isOnSlip
 * @returns {Buyer}
 */
export const buyerOf = (customer, isOnSlip) => ({
  uid: customer.uid,
  name: customer.name ?? "",
  phone: customer.phone.includes("•") ? customer.phone : `${customer.phone.slice(0, 2)}••••${customer.phone.slice(-3)}`,
  owedVnd: customer.owed_vnd,
  limitVnd: customer.credit_limit_vnd,
  isOnSlip,
});
