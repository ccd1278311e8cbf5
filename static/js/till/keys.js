// The keyboard: function keys for the cart, then whatever screen is open, then the cart itself.

import { actOnCart, stepLine } from "./cart_actions.js";
import { setState, till } from "./data/state.js";
import * as carts from "./domain/cart.js";
import { withSeldom } from "./screens/later.js";
import { typeIntoSearch } from "./screens/page/tiles.js";
import { removeLine } from "./screens/line/remove_line.js";
import { guardEnter } from "./ui/deaf.js";
import { isControl, isField } from "./ui/html.js";
import { isAsking } from "./ui/question.js";
import { screens } from "./ui/screens.js";

/** @import { CartAction } from "./cart_actions.js" */

/** @type {Record<string, CartAction>} */
const HOTKEYS = { F3: "priceCheck", F4: "refund", F6: "hold", F7: "customer", F8: "discount", F9: "pay" };

/** @type {Record<string, CartAction>} */
const WITH_CTRL = { Delete: "clear", z: "putBack" };

export function openMenu() {
  withSeldom(({ MenuScreen }) => {
    if (!screens.current?.isBusy) screens.open(new MenuScreen());
  });
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const { key } = event;
  if (isAsking() || event.defaultPrevented || event.isComposing) return;
  const action = event.ctrlKey ? (isField(event.target) ? undefined : WITH_CTRL[key]) : HOTKEYS[key];
  // A key that is held down must not run through the screens: over the change, over a count that closes the shift.
  const isIgnored = event.repeat && (key === "Enter" || action);
  if (isIgnored || use(event, action)) event.preventDefault();
}

/**
 * Answers whether the key was used.
 * @param {KeyboardEvent} event
 * @param {CartAction | undefined} action
 */
function use(event, action) {
  const screen = screens.current;
  if (action) {
    onHotkey(action);
    return true;
  }
  if (event.key === "F10" || event.key === "F2") {
    openMenu();
    return true;
  }
  if (screen) return screen.onKey(event);
  return !isField(event.target) && !isControl(event.target) && onCartKey(event.key);
}

/** @param {CartAction} action */
function onHotkey(action) {
  const screen = screens.current;
  if (screen?.isBusy || !till.shift) return;
  if (action === "pay" && screen?.isCountingMoney) return;
  if (screen && !screen.hasWayBack) screens.finish();
  actOnCart(action);
}

/**
 * Answers whether the key was used.
 * @param {string} key
 */
function onCartKey(key) {
  const { cart } = till;
  const at = cart.lines.findIndex((line) => line.key === cart.current);
  if (key === "Escape" && till.isPriceCheck) {
    setState({ isPriceCheck: false });
    return true;
  }
  if (key === "ArrowDown" || key === "ArrowUp") {
    const line = cart.lines[at + (key === "ArrowDown" ? 1 : -1)];
    if (line) setState({ cart: carts.select(cart, line.key) });
    return true;
  }
  if (cart.current === null || at < 0) return false;
  if (key === "Delete") removeLine(cart.current);
  else if (key === "Enter") actOnCart("edit", cart.current);
  else return false;
  return true;
}

/** Characters that were typed outside of fields. @param {string} text */
export function onType(text) {
  const { current } = till.cart;
  if (isAsking()) return;
  if (screens.current) screens.current.onType(text);
  else if (current !== null && /^[+-]$/.test(text)) stepLine(current, text === "+" ? 1 : -1);
  else if (text.trim()) typeIntoSearch(text.replace(/^\s+/, ""));
}

export function listenForKeys() {
  guardEnter();
  window.addEventListener("keydown", onKey);
  // What was pressed by finger or mouse must not keep the Enter key for itself.
  window.addEventListener("click", (event) => {
    if (event.detail > 0 && document.activeElement instanceof HTMLButtonElement) document.activeElement.blur();
  });
}
