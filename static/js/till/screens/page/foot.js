// The foot of the cart, where nothing comes or goes: what the customer pays, four acts, exact cash in one touch, taking money.
// On a phone the same stands below the goods.

import { t } from "../../data/i18n.js";
import { paymentMethods } from "../../data/payment_methods.js";
import { till } from "../../data/state.js";
import { pieces, receivedVnd, roundingFor, sums } from "../../domain/cart.js";
import { exchangedVnd, overVnd } from "../../domain/exchange.js";
import { amount, vnd } from "../../domain/money.js";
import { money } from "../../ui/desk.js";
import { $, fill, html } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";
import { screens } from "../../ui/screens.js";

/** @import { CartAction } from "../../cart_actions.js" */
/** @import { Cart } from "../../domain/cart.js" */

/**
 * @typedef {object} CartButtons
 * @property {(action: CartAction, which?: number) => void} act
 * @property {(key: number, direction: 1 | -1) => void} step
 */

/** How much cash would settle the cart now. @returns {number} đồng */
function exactVnd() {
  const { totalVnd } = sums(till.cart);
  const methods = [...(till.cart.received ?? []).map(({ method }) => method), "cash"];
  const toPayVnd = totalVnd + roundingFor(totalVnd, till.catalogue.outlet.cash_rounding_vnd ?? 0, methods);
  return toPayVnd - exchangedVnd(till.cart, toPayVnd) - receivedVnd(till.cart);
}

/** What stands small beside the total. */
function about() {
  const { discountVnd } = sums(till.cart);
  const count = pieces(till.cart);
  const paidVnd = receivedVnd(till.cart);
  const { exchange } = till.cart;
  if (exchange) {
    const parts = [sums(till.cart).totalVnd, exchange.totalVnd];
    return (overVnd(till.cart) ? parts.reverse() : parts).map(amount).join(" − ");
  }
  const parts = paidVnd ? [t("đã nhận %(amount)s", { amount: amount(paidVnd) })] : [];
  parts.push(count ? t("%(count)s món", { count }) : t("chưa có món"));
  if (discountVnd) parts.push(t("giảm %(amount)s", { amount: amount(discountVnd) }));
  return parts.join(" · ");
}

/** @param {Cart} cart */
function caption(cart) {
  if (!cart.exchange) return t("Khách cần trả");
  return overVnd(cart) ? t("Trả lại khách") : t("Khách trả thêm");
}

/** @param {CartButtons} buttons */
export function drawFoot(buttons) {
  const { cart, heldCarts, sharedCarts } = till;
  const isEmpty = !cart.lines.length;
  const backVnd = overVnd(cart);
  const totalVnd = sums(cart).totalVnd - exchangedVnd(cart);
  const action = (
    /** @type {CartAction} */ name,
    /** @type {string} */ label,
    /** @type {string} */ key,
    isOff = false,
  ) =>
    html`
      <button type="button" data-focus=${name} disabled=${isOff} @click=${() => buttons.act(name)}>
        ${label}<kbd>${key}</kbd>
      </button>
    `;
  const waiting = heldCarts.length + sharedCarts.length;
  const hold = isEmpty && waiting ? t("Lấy lại đơn") : t("Giữ đơn");
  const cashVnd = exactVnd();
  const hasExact = paymentMethods().includes("cash") && cashVnd > 0;
  const waits = screens.current?.waits;
  fill($("#sum"), [
    html`
      <div class="sum">
        <span>${caption(cart)}<small class="num">${about()}</small></span>
        <b class=${isEmpty && !backVnd ? "total num none" : "total num"} id="total">${money(backVnd || totalVnd)}</b>
      </div>
    `,
    html`
      <div class="acts">
        ${action("hold", hold, "F6", isEmpty && !waiting)}
        ${action("customer", t("Khách"), "F7")}
        ${action("discount", t("Giảm giá"), "F8", isEmpty)}
        ${action("menu", t("Khác"), "F2")}
      </div>
    `,
    waits
      ? html`<div class="pay"><div class="still">${waits}</div></div>`
      : html`
          <div class="pay">
            <button
              type="button" class="exact" id="exact" data-focus="exact" disabled=${isEmpty || !hasExact}
              @click=${() => buttons.act("exact")}
            >
              <small>${t("Tiền mặt đủ")}</small><span class="num">${isEmpty || !hasExact ? "–" : money(cashVnd)}</span>
            </button>
            <button
              type="button" class="btn-main go" id="pay" data-focus="pay" disabled=${isEmpty}
              @click=${() => buttons.act("pay")}
            >${backVnd ? t("Đổi hàng") : t("Thu tiền")}<kbd>F9</kbd></button>
          </div>
        `,
  ]);
  drawDock(buttons, isEmpty, totalVnd);
}

/**
 * @param {CartButtons} buttons
 * @param {boolean} isEmpty
 * @param {number} totalVnd
 */
function drawDock(buttons, isEmpty, totalVnd) {
  const open = () => document.body.classList.add("sheeted");
  const label = t("Xem đơn %(amount)s", { amount: vnd(totalVnd) });
  fill($("#dock"), [
    html`
      <button type="button" class="open" id="cart-open" data-focus="cart-open" aria-label=${label} @click=${open}>
        <span class="pieces num">${pieces(till.cart)}</span>
        <span>${t("Xem đơn")}<b class="num">${money(totalVnd)}</b></span>${mark("up")}
      </button>
    `,
    html`
      <button
        type="button" class="btn-main go" id="dock-pay" data-focus="dock-pay" disabled=${isEmpty}
        @click=${() => buttons.act("pay")}
      >${overVnd(till.cart) ? t("Đổi hàng") : t("Thu tiền")}</button>
    `,
  ]);
}
