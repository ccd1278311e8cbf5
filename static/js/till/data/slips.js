// Slips already given: found at the server, at whichever till they were sold; without it, those that this device keeps.

import { unsentSlip, withReturned } from "../domain/kept_slip.js";
import { isOfDays, isSought } from "../domain/slip_query.js";
import { Unreachable, get } from "./api.js";
import { today } from "./clock.js";
import { till } from "./state.js";
import { listSales, listSold } from "./store.js";
import { url } from "./urls.js";

/** @import { Sought } from "../domain/slip_query.js" */
/** @import { SaleDetails } from "../domain/kept_slip.js" */

/** @typedef {{ from?: string, to?: string }} Days */
/** @typedef {{ slips: SaleDetails[], next: string | null, isFromDevice: boolean }} Found */

const AT_ONCE = 30;
const PATIENCE_MS = 5000;
const PARAMETERS = { number: "number", phone: "phone", amount: "total_vnd", goods: "goods", product: "product" };

/** @param {string} product its code */
export const goodsName = (product) => till.catalogue.product(product)?.name ?? product;

/**
 * @param {Sought | undefined} sought nothing: all of the days
 * @param {Days} days
 * @param {string | null} [after] the number of the last one that is shown
 * @returns {Promise<Found>}
 */
export async function findSlips(sought, days, after = null) {
  const query = {
    order: "newest",
    limit: String(AT_ONCE),
    ...(isOfDays(sought) ? days : {}),
    ...(sought ? { [PARAMETERS[sought.by]]: sought.value } : {}),
    ...(after ? { after } : {}),
  };
  try {
    const { items, next } = await get(url("sales", {}, query), { timeout: PATIENCE_MS });
    return { slips: items, next, isFromDevice: false };
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    return { slips: await onDevice(sought, isOfDays(sought) ? days : {}), next: null, isFromDevice: true };
  }
}

/** A sale as the server knows it, or as this device does. @param {string} uid @returns {Promise<SaleDetails>} */
export async function saleOf(uid) {
  try {
    return await get(url("sale", { uid }));
  } catch (error) {
    const here = error instanceof Unreachable ? (await keptSlips()).find((slip) => slip.uid === uid) : undefined;
    if (here) return here;
    throw error;
  }
}

/** @param {Sought | undefined} sought @param {Days} days */
async function onDevice(sought, { from = "", to = "9999" }) {
  const slips = (await keptSlips()).filter(({ sold_at }) => {
    const day = today(new Date(sold_at));
    return from <= day && day <= to;
  });
  return slips.filter((slip) => !sought || isSought(slip, sought, goodsName));
}

/** Every slip on this device, the newest first, with what came back of it. */
async function keptSlips() {
  const here = await listSales();
  const sold = (await listSold()).flatMap(({ slip }) => slip ?? []);
  const waiting = here.filter(({ kind }) => !kind).map(unsentSlip);
  const back = here.flatMap(({ refund }) => refund ?? []);
  return [...sold, ...waiting]
    .map((slip) =>
      back.filter(({ sale }) => sale === slip.uid).reduce((one, { lines }) => withReturned(one, lines), slip),
    )
    .sort((a, b) => b.sold_at.localeCompare(a.sold_at));
}
