// What buttons and keys do with the cart.

import { payExactly, startPaying } from "./checkout.js";
import { t } from "./data/i18n.js";
import { setState, till } from "./data/state.js";
import * as carts from "./domain/cart.js";
import { isBegun } from "./domain/exchange.js";
import { quantityWords } from "./domain/money.js";
import { recallCaution, recallRefusal } from "./recalled.js";
import { withSeldom } from "./screens/later.js";
import { clearCart, putBack, removeLine } from "./screens/line/remove_line.js";
import { endSearch, typedTimes } from "./screens/page/tiles.js";
import { deafen } from "./ui/deaf.js";
import { toast } from "./ui/messages.js";
import { screens } from "./ui/screens.js";
import { soundAccepted, soundRefused } from "./ui/sound.js";

/** @import { Product } from "./data/catalogue.js" */
/** @import { CartPack } from "./domain/cart.js" */
/** @import { Basket } from "./domain/pricing_baskets.js" */
/** @import { Tone } from "./ui/messages.js" */

const PIECE = 1000;

/**
 * Says why something is not done.
 * @param {string} text
 * @param {Tone} [tone]
 */
export function refuse(text, tone = "bad") {
  soundRefused();
  toast(text, tone);
}

/**
 * Adds goods to the cart. What is sold by weight and was not weighed by a label is weighed first.
 * @param {Product} product
 * @param {{ milli?: number, lot?: string | null, weighed?: boolean, pack?: CartPack }} [options]
 */
export function addProduct(product, options = {}) {
  const times = typedTimes();
  soundAccepted();
  endSearch();
  if (product.places > 0 && !options.milli) {
    withSeldom(({ WeighScreen }) => screens.open(new WeighScreen(product, options.lot ?? null)));
    return;
  }
  const milli = (options.milli ?? PIECE) * (product.places > 0 ? 1 : times);
  const cart = carts.add(till.cart, product, { ...options, milli });
  setState({ cart });
  const line = cart.lines.find(({ key }) => key === cart.current);
  const caution = options.lot ? "" : recallCaution(product);
  if (caution) toast(caution, "warn");
  else if (line) toast(`${product.name}: ${quantityWords(line.milli)} ${product.unit}`);
}

/** @param {Basket} basket */
export function addBasket(basket) {
  soundAccepted();
  endSearch();
  setState({ cart: carts.addGiftBasket(till.cart, basket, t("giỏ")) });
  toast(basket.name);
}

/**
 * What was touched or searched for: sold, or looked at while prices are asked for.
 * @param {Product} product
 * @param {string | null} [lot] of it
 */
export function takeProduct(product, lot = null) {
  if (till.isPriceCheck) lookAt(product, lot);
  else addProduct(product, { lot });
}

/** @param {Product} product @param {string | null} lot */
function sellLookedAt(product, lot) {
  screens.finish();
  addProduct(product, { lot });
}

/**
 * Shows what is known of goods, and sells nothing.
 * @param {Product} product
 * @param {string | null} [lot]
 */
export function lookAt(product, lot = null) {
  soundAccepted();
  endSearch();
  withSeldom(({ ProductScreen }) => screens.open(new ProductScreen(product, lot, sellLookedAt)));
}

/**
 * One more or one less, without opening the line.
 * @param {number} key of a line
 * @param {1 | -1} direction
 */
export function stepLine(key, direction) {
  const cart = carts.step(till.cart, key, direction);
  if (cart.lines.some((line) => line.key === key)) setState({ cart });
  else removeLine(key);
}

function hold() {
  const last = till.heldCarts.at(-1);
  if (isBegun(till.cart)) withSeldom(({ holdCart }) => holdCart());
  else if (last) withSeldom(({ recallCart }) => recallCart(last));
  else if (till.sharedCarts.length) withSeldom(({ HeldCartsScreen }) => screens.open(new HeldCartsScreen()));
}

/** @param {number} at which of the held carts */
function recall(at) {
  const held = till.heldCarts[at];
  if (held) withSeldom(({ recallCart }) => recallCart(held));
}

/** @param {() => void} act */
function withGoods(act) {
  if (till.cart.lines.length) act();
  else toast(t("Đơn chưa có món nào."), "warn");
}

/** @param {() => void} act */
function unlessRecalled(act) {
  const refusal = recallRefusal();
  if (refusal) refuse(refusal);
  else act();
}

/** @param {number} key */
function discountLine(key) {
  const line = till.cart.lines.find((one) => one.key === key);
  if (line) withSeldom(({ LineDiscountScreen }) => screens.open(new LineDiscountScreen(line)));
}

/** @param {number} key */
function note(key) {
  const line = till.cart.lines.find((one) => one.key === key);
  if (line) withSeldom(({ NoteScreen }) => screens.open(new NoteScreen(line)));
}

/** Nothing was recorded: what the customer brought back is theirs. */
function dropExchange() {
  setState({ cart: { ...till.cart, exchange: undefined } });
  deafen();
  toast(t("Thôi đổi, chưa ghi gì. Hàng khách mang lại vẫn là của khách."));
}

const ACTIONS = {
  select: (/** @type {number} */ key) => setState({ cart: carts.select(till.cart, key) }),
  edit: (/** @type {number} */ key) => withSeldom(({ openQuantity }) => openQuantity(key)),
  drop: removeLine,
  discountLine,
  note,
  noteSale: () => withGoods(() => withSeldom(({ NoteScreen }) => screens.open(new NoteScreen(null)))),
  hold,
  recall,
  heldCarts: () => withSeldom(({ HeldCartsScreen }) => screens.open(new HeldCartsScreen())),
  another: () => {
    if (isBegun(till.cart)) hold();
  },
  customer: () => withSeldom(({ CustomerScreen }) => screens.open(new CustomerScreen())),
  discount: () => withGoods(() => withSeldom(({ SaleDiscountScreen }) => screens.open(new SaleDiscountScreen()))),
  menu: () => withSeldom(({ MenuScreen }) => screens.open(new MenuScreen())),
  priceCheck: () => setState({ isPriceCheck: !till.isPriceCheck }),
  dropExchange,
  clear: clearCart,
  putBack,
  refund: () => withSeldom(({ SlipsScreen }) => screens.open(new SlipsScreen())),
  pay: () => withGoods(() => unlessRecalled(startPaying)),
  exact: () => withGoods(() => unlessRecalled(payExactly)),
};

/** @typedef {keyof typeof ACTIONS} CartAction */

/**
 * Does what a button or key of the cart asks for. What was typed in a panel over the goods is stored first, in the cart it
 * was typed for.
 * @param {CartAction} name
 * @param {number} [which] a line's key, or the place of a held cart
 */
export function actOnCart(name, which = 0) {
  const question = screens.current?.question;
  if (question) {
    refuse(question, "warn");
    return;
  }
  screens.close();
  if (!screens.current) ACTIONS[name](which);
}
