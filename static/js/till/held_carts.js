// Carts on hold: put aside, taken back, taken from another till. Whatever happens, one till goes on with a cart.

import { cartsWritten } from "./data/carts.js";
import { t } from "./data/i18n.js";
import { claim, heldNow, isSold, mayBeOffered, nameOf, syncHeld, takeBack, unheld } from "./data/shared_carts.js";
import { newCart, setState, subscribe, till } from "./data/state.js";
import { isBegun } from "./domain/exchange.js";
import { reprice } from "./domain/reprice.js";
import { pricesChanged } from "./refresh.js";
import { deafen } from "./ui/deaf.js";
import { toast } from "./ui/messages.js";
import { ask } from "./ui/question.js";
import { soundRefused } from "./ui/sound.js";

/** @import { Cart } from "./domain/cart.js" */
/** @import { SharedCart } from "./data/shared_carts.js" */

const EVERY_MS = 10_000;
const SOON_MS = 300;
let timer = 0;
let isTaking = false;

const called = (/** @type {Cart} */ cart) => nameOf(cart, t("Đơn giữ"));

/** @param {Cart} cart */
function onTaken(cart) {
  soundRefused();
  toast(t("Máy khác đã lấy đơn %(name)s. Đơn ấy không còn ở máy này.", { name: called(cart) }), "warn");
}

export const syncNow = () => syncHeld(onTaken);

function syncSoon() {
  clearTimeout(timer);
  timer = setTimeout(syncNow, SOON_MS);
}

/** From now on carts on hold are shared with the other tills. */
export function shareHeldCarts() {
  subscribe(["heldCarts", "online"], syncSoon);
  setInterval(() => document.hidden || syncNow(), EVERY_MS);
  syncNow();
}

/** Puts the open cart aside; another is open then. */
export function holdCart() {
  setState({ heldCarts: [...till.heldCarts, heldNow(till.cart)], cart: newCart() });
  deafen();
  toast(t("Đã giữ đơn. Bấm tên đơn ở trên để lấy lại."));
}

/** @param {Cart} held */
function open(held) {
  const { cart, moved } = reprice(unheld(held), till.catalogue.priceOf);
  const others = till.heldCarts.filter(({ uid }) => uid !== held.uid);
  setState({ cart, heldCarts: isBegun(till.cart) ? [...others, heldNow(till.cart)] : others });
  deafen();
  if (moved.length) toast(pricesChanged(moved), "warn");
}

/** @param {Cart} held */
function drop(held) {
  setState({ heldCarts: till.heldCarts.filter(({ uid }) => uid !== held.uid) });
}

/** Goes on with a cart that waits on this device. @param {Cart} held */
export async function recallCart(held) {
  if (isTaking) return;
  isTaking = true;
  try {
    if (held.share?.state === "taking") await finishTaking(held);
    else {
      const found = till.online || !mayBeOffered(held) ? await takeBack(held) : "unheard";
      if (found === "gone") {
        drop(held);
        onTaken(held);
      } else if (found === "ours") open(held);
      else if (await isCustomerHere(held)) {
        if (held.share) setState({ claims: [...till.claims, held.share.uid] });
        open(held);
      }
    }
  } finally {
    isTaking = false;
  }
}

/** Nobody can say whether another till has it meanwhile: the cashier sees the customer. @param {Cart} held */
const isCustomerHere = (held) =>
  ask({
    title: t("Máy khác có thể đã lấy đơn này"),
    text: t("Máy chủ mất kết nối nên chưa biết đơn %(name)s còn ở đây không. Khách đang đứng ở máy này?", {
      name: called(held),
    }),
    yes: t("Khách ở đây, lấy đơn"),
    no: t("Để đó"),
  });

/** Goes on with a cart that another till holds. @param {SharedCart} shared */
export async function takeCart({ uid, cart, held_at, held_by }) {
  if (isTaking) return;
  isTaking = true;
  /** @type {Cart} */
  const held = {
    ...cart,
    buyer: null,
    received: [],
    heldAt: held_at,
    heldBy: held_by,
    share: { uid, state: "taking" },
  };
  try {
    // On the disk before the server gives it away: a till that dies now asks for it again.
    setState({
      heldCarts: [...till.heldCarts, held],
      sharedCarts: till.sharedCarts.filter((one) => one.uid !== uid),
    });
    await cartsWritten();
    await finishTaking(held);
  } finally {
    isTaking = false;
  }
}

/** @param {Cart} held */
async function finishTaking(held) {
  const found = await claim(held.share?.uid ?? "");
  if (found === "gone") {
    drop(held);
    onTaken(held);
  } else if (found === "unheard") {
    toast(
      t("Chưa lấy được đơn %(name)s: máy chủ mất kết nối. Có mạng lại thì bấm lại.", { name: called(held) }),
      "warn",
    );
  } else if (await isSold(held)) {
    drop(held);
    toast(t("Đơn %(name)s đã bán rồi. Không cần thu lại.", { name: called(held) }), "warn");
  } else open(held);
}
