// The cart at the right: carts side by side, lines, what the customer pays.

import { daysLeft } from "../../data/clock.js";
import { t } from "../../data/i18n.js";
import { subscribe, till } from "../../data/state.js";
import { pieces, receivedVnd, sums } from "../../domain/cart.js";
import { amount, quantityWords, rate, vnd } from "../../domain/money.js";
import { $, fill, html } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";
import { expiryLabel, isNearExpiry, unbroken } from "./goods_text.js";

/** @import { Cart, CartLine, PricedLine } from "../../domain/cart.js" */
/** @import { CartAction } from "../../cart_actions.js" */

/**
 * @typedef {object} CartButtons
 * @property {(action: CartAction, which?: number) => void} act
 * @property {(key: number, direction: 1 | -1) => void} step
 */

/** @type {CartButtons} */
let buttons = { act: () => {}, step: () => {} };

/** 23/11/26 @param {string} day */
const shortDay = (day) => `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(2, 4)}`;

/**
 * The small print of a line: price, where its quantity is from, lot or date, discount.
 * @param {CartLine} line
 * @param {PricedLine} priced
 */
function smallPrint(line, priced) {
  const { places, milli, unit, unitPriceVnd, discount } = line;
  const product = till.catalogue.product(line.product);
  const lot = line.lot ? till.catalogue.lot(line.lot) : product && till.catalogue.nextLot(product);
  const left = lot ? daysLeft(lot.best_before) : null;
  const isNear = isNearExpiry(left);
  const price = `${quantityWords(milli)} ${unit} × ${amount(unitPriceVnd)} ₫/${unit}`;
  const parts = [places > 0 ? price : vnd(unitPriceVnd)];
  if (line.weighed) parts.push(t("từ tem cân"));
  if (line.lot) parts.push(t("lô %(lot)s", { lot: line.lot }));
  else if (lot?.best_before && !isNear) parts.push(t("HSD %(day)s", { day: shortDay(lot.best_before) }));
  const chip = isNear && html`<span class="chip chip-small ${left < 0 ? "bad" : "warn"}">${expiryLabel(left)}</span>`;
  const rateOrVnd = discount?.bp !== undefined ? rate(discount.bp) : vnd(discount?.vnd ?? 0);
  const off = t("giảm %(amount)s", { amount: rateOrVnd });
  return html`
    <span class="m">
      ${chip}
      <span>${parts.map((part) => part.replaceAll(" ", "\u00a0")).join(" · ")}</span>
      ${discount ? html`<span class="num"><s>${amount(priced.grossVnd)}</s> ${off}</span>` : null}
    </span>
  `;
}

/**
 * @param {CartLine} line
 * @param {PricedLine} priced
 */
function lineItem(line, priced) {
  const { key, name, milli } = line;
  const isCurrent = key === till.cart.current;
  const edit = () => buttons.act("edit", key);
  const quantity = quantityWords(milli);
  return html`
    <li class=${isCurrent ? "line now" : "line"} data-key=${key} aria-current=${isCurrent ? "true" : null}>
      <button type="button" class="what" data-focus="what-${key}" @click=${edit}>
        <span class="n">${unbroken(name)}</span>${smallPrint(line, priced)}
      </button>
      <span class="side-r">
        <span class="t num">${vnd(priced.grossVnd - priced.ownDiscountVnd)}</span>
        <span class="qty">
          <button
            type="button" aria-label=${t("Bớt %(name)s", { name })}
            data-focus="less-${key}" @click=${() => buttons.step(key, -1)}
          >${mark("minus", 18)}</button>
          <button
            type="button" class="amount num" aria-label=${t("Số lượng %(quantity)s, bấm để sửa", { quantity })}
            data-focus="qty-${key}" @click=${edit}
          >${quantity}</button>
          <button
            type="button" aria-label=${t("Thêm %(name)s", { name })}
            data-focus="more-${key}" @click=${() => buttons.step(key, 1)}
          >${mark("plus", 18)}</button>
        </span>
      </span>
    </li>
  `;
}

/**
 * @param {Cart} cart on hold
 * @param {number} n
 */
function heldTab(cart, n) {
  const name = cart.customer || cart.lines[0]?.name || t("Đơn giữ");
  const paid = receivedVnd(cart) ? ` · ${t("đã nhận %(amount)s", { amount: vnd(receivedVnd(cart)) })}` : "";
  const count = t("%(count)s món", { count: pieces(cart) });
  return html`
    <button type="button" @click=${() => buttons.act("recall", n)}><span class="cut">${name}</span>· ${count}${paid}</button>
  `;
}

function drawTabs() {
  fill($("#tabs"), [
    html`<button type="button" aria-current="true"><span class="cut">${till.cart.customer || t("Đơn này")}</span></button>`,
    till.heldCarts.map(heldTab),
    html`
      <button type="button" class="add" aria-label=${t("Đơn mới")} @click=${() => buttons.act("another")}>
        ${mark("plus", 18)}
      </button>
    `,
  ]);
}

/**
 * @param {CartAction} action
 * @param {string} label
 * @param {string} key
 */
const actionButton = (action, label, key) => html`
  <button type="button" data-focus=${action} @click=${() => buttons.act(action)}>${label}<kbd>${key}</kbd></button>
`;

function drawSum() {
  const { cart, heldCarts } = till;
  const { grossVnd, discountVnd, totalVnd } = sums(cart);
  const paidVnd = receivedVnd(cart);
  const pair = discountVnd ? "pair" : "pair idle";
  const subtotal = t("Tạm tính · %(count)s món", { count: pieces(cart) });
  const hold = cart.lines.length || !heldCarts.length ? t("Giữ đơn") : t("Lấy lại đơn");
  const received = html`
    <div class="pair"><span>${t("Đã nhận")}</span><span class="num">${vnd(paidVnd)}</span></div>
  `;
  fill($("#sum"), [
    html`<div class=${pair}><span>${subtotal}</span><span class="num">${vnd(grossVnd)}</span></div>`,
    html`
      <div class=${pair}>
        <span>${t("Giảm giá")}</span><span class="num">${discountVnd ? vnd(-discountVnd) : "–"}</span>
      </div>
    `,
    paidVnd ? received : null,
    html`<div class="total"><span>${t("Tổng cộng")}</span><b class="num" id="total">${vnd(totalVnd)}</b></div>`,
    html`
      <div class="acts">
        ${actionButton("hold", hold, "F6")}
        ${actionButton("customer", t("Khách"), "F7")}
        ${actionButton("discount", t("Giảm giá"), "F8")}
        ${actionButton("refund", t("Trả hàng"), "F4")}
      </div>
    `,
    html`
      <button
        type="button" class="btn-main pay" id="pay" data-focus="pay" disabled=${!cart.lines.length}
        @click=${() => buttons.act("pay")}
      >${t("Thu tiền")}<kbd>F9</kbd></button>
    `,
  ]);
}

function draw() {
  const priced = sums(till.cart);
  drawTabs();
  const nothing = html`
    <li class="empty">
      <span class="title">${t("Chưa có món nào")}</span>
      <p>${t("Quét mã, chạm vào hàng bên trái, hoặc gõ tên không dấu.")}</p>
    </li>
  `;
  const items = till.cart.lines.map((line, n) => lineItem(line, priced.lines[n]));
  fill($("#lines"), items.length ? items : nothing);
  $("#lines .now")?.scrollIntoView({ block: "nearest" });
  drawSum();
}

/** @param {CartButtons} cartButtons */
export function initCart(cartButtons) {
  buttons = cartButtons;
  subscribe(["cart", "heldCarts", "catalogue"], draw);
  draw();
}
