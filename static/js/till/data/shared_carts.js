// Carts on hold, offered to the outlet's other tills: a copy lies on this device, another at the server, and exactly one till
// gets it. A cart for which money was taken, or goods came back, is offered to nobody: both belong to this drawer.

import { receivedVnd, withoutCustomer } from "../domain/cart.js";
import { Refusal, call, get, put } from "./api.js";
import { now } from "./clock.js";
import { setState, till } from "./state.js";
import { uid } from "./uid.js";
import { url } from "./urls.js";

/** @import { Cart, Share } from "../domain/cart.js" */

/**
 * @typedef {object} SharedCart a cart that another till holds
 * @property {string} uid of its offer
 * @property {string} till
 * @property {string} name
 * @property {Cart} cart
 * @property {string} held_at
 * @property {string} held_by username
 */
/** @typedef {"ours" | "gone" | "unheard"} Claim gone: another till has it */

const MOST = "1000";
const CLAIM_MS = 2500;
let isSyncing = false;

/** A cart that waits from now on. @param {Cart} cart @returns {Cart} */
export const heldNow = (cart) => ({
  ...cart,
  heldAt: now(),
  heldBy: till.person.username,
  share: { uid: uid(), state: "new" },
});

/** A cart that does not wait any more. @param {Cart} cart @returns {Cart} */
export function unheld({ heldAt: _at, heldBy: _by, share: _share, ...cart }) {
  return cart;
}

/** What people call a cart. @param {Cart} cart @param {string} otherwise */
export const nameOf = (cart, otherwise) => cart.customer || cart.lines[0]?.name || otherwise;

/** Whether other tills may go on with it. @param {Cart} cart */
const isOffer = (cart) => Boolean(cart.share) && cart.lines.length > 0 && !cart.exchange && !receivedVnd(cart);

/** Whether the server may have it. @param {Cart} cart */
export const mayBeOffered = ({ share }) => share?.state === "sent" || share?.state === "offered";

/** @param {Share} share @param {Share["state"]} state */
function mark(share, state) {
  const heldCarts = till.heldCarts.map((cart) =>
    cart.share?.uid === share.uid ? { ...cart, share: { ...share, state } } : cart,
  );
  setState({ heldCarts });
}

/** @param {Cart} cart @param {Share} share */
const offer = (cart, share) => {
  const plain = { ...unheld(withoutCustomer(cart)), customer: cart.buyer ? "" : cart.customer };
  return put(url("held_cart", { uid: share.uid }), { till: till.boot.till, name: nameOf(cart, "–"), cart: plain });
};

/** Takes a cart to this till. @param {string} share uid @returns {Promise<Claim>} */
export async function claim(share) {
  try {
    await call("DELETE", url("held_cart", { uid: share }, { till: till.boot.till ?? "" }), undefined, {
      timeout: CLAIM_MS,
    });
    return "ours";
  } catch (error) {
    return error instanceof Refusal && error.status === 404 ? "gone" : "unheard";
  }
}

/**
 * Offers a cart, or finds out what became of its offer.
 * @param {Cart} cart
 * @param {Share} share
 * @returns {Promise<Claim | "offered">} ours: this till took it before
 */
async function offered(cart, share) {
  try {
    await offer(cart, share);
    return "offered";
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "closed") return "unheard";
    return claim(share.uid);
  }
}

/** Takes a cart of one's own back, so that no other till gets it. @param {Cart} cart @returns {Promise<Claim>} */
export async function takeBack(cart) {
  const { share } = cart;
  if (!share || share.state === "new") return "ours";
  if (share.state === "sent") {
    const found = await offered(cart, share);
    if (found !== "offered") return found;
  }
  return claim(share.uid);
}

/** Whether a cart was sold since, at whichever till. @param {Cart} cart */
export async function isSold({ uid: sale }) {
  try {
    await get(url("sale", { uid: sale }), { timeout: CLAIM_MS });
    return true;
  } catch {
    return false;
  }
}

/** Carts that were taken back while nobody heard it: their offers end. */
async function withdraw() {
  for (const share of till.claims) {
    if ((await claim(share)) === "unheard") return;
    setState({ claims: till.claims.filter((one) => one !== share) });
  }
}

/**
 * Offers what waits here, hears what other tills offer, and takes out what another till has taken.
 * @param {(cart: Cart) => void} onTaken is called with each cart that another till has
 */
export async function syncHeld(onTaken) {
  if (isSyncing || till.isSecondary || !till.online || !till.boot.till) return;
  isSyncing = true;
  try {
    await withdraw();
    for (const cart of till.heldCarts) await settle(cart, onTaken);
    const { items } = /** @type {{ items: SharedCart[] }} */ (await get(url("held_carts", {}, { limit: MOST })));
    const there = new Set(items.map((one) => one.uid));
    for (const cart of till.heldCarts) {
      if (cart.share?.state === "offered" && !there.has(cart.share.uid)) await look(cart, cart.share, onTaken);
    }
    const own = new Set([...till.heldCarts.map(({ share }) => share?.uid), ...till.claims]);
    const sharedCarts = items.filter((one) => !own.has(one.uid) && Array.isArray(one.cart?.lines));
    if (JSON.stringify(sharedCarts) !== JSON.stringify(till.sharedCarts)) setState({ sharedCarts });
  } catch {
    // Whatever could not be done now is done in the next round.
  } finally {
    isSyncing = false;
  }
}

/** @param {Cart} cart @param {(cart: Cart) => void} onTaken */
async function settle(cart, onTaken) {
  const { share } = cart;
  const here = till.heldCarts.find((one) => one.share?.uid === share?.uid);
  if (!share || here !== cart) return;
  if (share.state === "taking") {
    const found = await claim(share.uid);
    if (found === "ours") renew(share);
    else if (found === "gone") takeOut(cart, onTaken);
  } else if (share.state !== "offered" && isOffer(cart)) {
    mark(share, "sent");
    await look(cart, share, onTaken);
  }
}

/** @param {Cart} cart @param {Share} share @param {(cart: Cart) => void} onTaken */
async function look(cart, share, onTaken) {
  const found = await offered(cart, share);
  if (found === "offered") mark(share, "offered");
  else if (found === "ours") renew(share);
  else if (found === "gone") takeOut(cart, onTaken);
}

/** This till has it and holds it still: it is offered anew, under another uid. @param {Share} share */
function renew(share) {
  const heldCarts = till.heldCarts.map((cart) =>
    cart.share?.uid === share.uid ? { ...cart, share: /** @type {Share} */ ({ uid: uid(), state: "new" }) } : cart,
  );
  setState({ heldCarts });
}

/** @param {Cart} cart @param {(cart: Cart) => void} onTaken */
function takeOut(cart, onTaken) {
  const heldCarts = till.heldCarts.filter(({ share }) => share?.uid !== cart.share?.uid);
  if (heldCarts.length === till.heldCarts.length) return;
  setState({ heldCarts });
  onTaken(cart);
}
