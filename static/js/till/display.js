// What customers see of this till: told to a second window of this browser, and through the server to paired devices.

import { put } from "./data/api.js";
import { subscribe, till } from "./data/state.js";
import { url } from "./data/urls.js";
import { shownCart, shownThanks, shownTransfer, WELCOME } from "./domain/shown.js";

/** @import { Shown } from "./domain/shown.js" */
/** @typedef {{ amountVnd: number, reference: string }} Transfer the transfer that the pay screen asks for */

const REPEAT_MS = 30_000;
const THANKS_MS = 45_000;
const PUT_MS = 3_000;

/** @type {BroadcastChannel | null} */
let channel = null;
/** @type {Transfer | null} */
let transfer = null;
/** The sale whose thanks have been on the screen for long enough. */
let thanked = "";
let thanksTimer = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
/** Devices paired with this till; null until the server has said how many. @type {number | null} */
let displays = null;
let isScheduled = false;
let isSending = false;
let isStale = false;

/** @returns {Shown} */
function shownNow() {
  const { cart, lastSale, catalogue } = till;
  if (transfer) return shownTransfer(transfer, catalogue.outlet) ?? shownCart(cart, catalogue);
  if (cart.lines.length) return shownCart(cart, catalogue);
  const isThanked = !lastSale || lastSale.uid === thanked || lastSale.next !== cart.uid;
  return isThanked ? WELCOME : shownThanks(lastSale, catalogue);
}

/** Several changes of one moment are told once. */
function tell() {
  if (isScheduled) return;
  isScheduled = true;
  queueMicrotask(() => {
    isScheduled = false;
    if (till.isSecondary) return;
    const shown = shownNow();
    if (shown.view === "thanks") forgetThanksLater(till.lastSale?.uid ?? "");
    channel?.postMessage({ shown });
    isStale = true;
    send();
  });
}

/** @param {string} uid */
function forgetThanksLater(uid) {
  clearTimeout(thanksTimer);
  thanksTimer = setTimeout(() => {
    thanked = uid;
    tell();
  }, THANKS_MS);
}

/** One request at a time, and always the newest. A display is no reason to bother a cashier: what fails is told again later. */
async function send() {
  if (isSending || !isStale || displays === 0 || !till.boot.till || !till.online) return;
  isSending = true;
  isStale = false;
  try {
    const answer = await put(url("till_display", { code: till.boot.till }), shownNow(), { timeout: PUT_MS });
    displays = answer.displays;
  } catch {
    isStale = true;
  }
  isSending = false;
  if (isStale && displays) setTimeout(send, PUT_MS);
}

/** A device was paired, or one was taken away. @param {number} count how many there are now */
export function setDisplays(count) {
  displays = count;
  tell();
}

/** What the pay screen asks the customer to transfer; null when it asks for nothing. @param {Transfer | null} asked */
export function showTransfer(asked) {
  if (asked?.amountVnd === transfer?.amountVnd && asked?.reference === transfer?.reference) return;
  transfer = asked;
  tell();
}

/** From now on customers see what this till is at. */
export function startDisplay() {
  if ("BroadcastChannel" in window) {
    channel = new BroadcastChannel(`display:${till.boot.till ?? "-"}`);
    channel.addEventListener("message", ({ data }) => {
      if (data.isOpened) tell();
    });
    window.addEventListener("pagehide", () => {
      if (!till.isSecondary) channel?.postMessage({ shown: WELCOME });
    });
  }
  subscribe(["cart", "lastSale", "catalogue", "online"], tell);
  setInterval(tell, REPEAT_MS);
  tell();
}
