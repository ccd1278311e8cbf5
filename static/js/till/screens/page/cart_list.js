// The cart at the right: carts side by side, and the lines of the open one.

import { clockTime, daysLeft } from "../../data/clock.js";
import { t } from "../../data/i18n.js";
import { subscribe, till } from "../../data/state.js";
import { pieces, receivedVnd, restOf, sums } from "../../domain/cart.js";
import { noteWithReason } from "../../domain/cart_notes.js";
import { goodsInBasket } from "../../domain/cart_offers.js";
import { amount, quantityWords, rate, vnd } from "../../domain/money.js";
import { money } from "../../ui/desk.js";
import { $, fill, html } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";
import { screens } from "../../ui/screens.js";
import { exchangeLines } from "./exchange_lines.js";
import { drawFoot } from "./foot.js";
import { expiryLabel, isNearExpiry, unbroken } from "./goods_text.js";
import { lastSale } from "./last_sale.js";
import { offersOf, setHint } from "./offer_text.js";

/** @import { Cart, CartLine, PricedLine } from "../../domain/cart.js" */
/** @import { CartButtons } from "./foot.js" */

/** @type {CartButtons} */
let buttons = { act: () => {}, step: () => {} };

/** 23/11/26 @param {string} day */
const shortDay = (day) => `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(2, 4)}`;

/** @param {CartLine} line */
function discountLabel({ discount }) {
  if (!discount) return null;
  return t("giảm %(amount)s", { amount: discount.bp !== undefined ? rate(discount.bp) : vnd(discount.vnd) });
}

/**
 * The small print of a line: how long it is good, price, where its weight is from, lot or date.
 * @param {CartLine} line
 */
function smallPrint(line) {
  if (line.basket) return basketPrint(line);
  const { places, unit, unitPriceVnd, weighed } = line;
  const product = till.catalogue.product(line.product);
  const lot = line.lot ? till.catalogue.lot(line.lot) : product && till.catalogue.nextLot(product);
  const left = lot ? daysLeft(lot.best_before) : null;
  const isNear = isNearExpiry(left);
  const off = discountLabel(line);
  const offers = offersOf(line);
  const hint = setHint(line);
  const parts = [];
  if (places > 0 && !isNear) parts.push(weighed ? t("theo tem") : t("cân tại quầy"));
  parts.push(places > 0 ? `${vnd(unitPriceVnd)}/${unit}` : vnd(unitPriceVnd));
  if (off) parts.push(off);
  if (hint) parts.push(hint);
  if (line.lot) parts.push(t("lô %(lot)s", { lot: line.lot }));
  else if (lot?.best_before && !isNear && !off && !offers.length && !hint) {
    parts.push(t("HSD %(day)s", { day: shortDay(lot.best_before) }));
  }
  const chips = offers.map((label) => html`<span class="tag good">${label}</span>`);
  const isStopped = till.catalogue.recalled.has(line.lot);
  const near = isNear && html`<span class="tag ${left < 0 ? "bad" : "warn"}">${expiryLabel(left)}</span>`;
  const chip = isStopped ? html`<span class="tag bad">${t("đang thu hồi")}</span>` : near;
  return html`
    <span class="m num">
      ${chip}${chips}${places > 0 ? mark(weighed ? "tag" : "scale", 14) : null}${parts.join(" · ")}
    </span>
  `;
}

/** Of a basket: how many goods of how many producers. @param {CartLine} line */
function basketPrint(line) {
  const goods = line.basket?.items ?? [];
  const producers = new Set(goods.map(({ product }) => till.catalogue.product(product)?.producer ?? product));
  const about = t("gồm %(count)s món của %(producers)s nhà", { count: goods.length, producers: producers.size });
  const off = discountLabel(line);
  return html`<span class="m num">${[about, ...(off ? [off] : [])].join(" · ")}</span>`;
}

/** The goods of a line that is a basket, under it. @param {CartLine} line */
function basketParts(line) {
  if (!line.basket) return null;
  const rows = goodsInBasket(line, till.catalogue).map(({ product, milli }) => {
    const { name = product } = till.catalogue.product(product) ?? {};
    return html`<li><span class="num">${quantityWords(milli)}</span>${unbroken(name)}</li>`;
  });
  return html`<li class="parts"><ul>${rows}</ul></li>`;
}

/** What the cashier wrote. @param {string | undefined} note @param {string} [of] what it is about, unless the line above */
const noteRow = (note, of = "") =>
  note
    ? html`
        <li class="parts"><ul><li class="noted"><span>${mark("pen", 14)}</span><div>${of} <em>${note}</em></div></li></ul></li>
      `
    : null;

/** What a line would cost without anything taken off. @param {CartLine} line @param {PricedLine} priced */
function fullPrice(line, priced) {
  if (!line.basket) return priced.grossVnd;
  return Math.max(
    priced.grossVnd,
    goodsInBasket(line, till.catalogue).reduce((sum, { listVnd }) => sum + listVnd, 0),
  );
}

/**
 * What can be done with the line in hand. What a scale said is not stepped: it is weighed anew, or taken out.
 * @param {CartLine} line
 */
function hand(line) {
  const { key, name, places, weighed, milli } = line;
  const quantity = quantityWords(milli);
  const weigh = html`
    <button type="button" class="end" data-focus="qty-${key}" @click=${() => buttons.act("edit", key)}>
      ${mark("scale", 18)}${t("Cân lại")}
    </button>
  `;
  const step = html`
    <span class="step">
      <button
        type="button" aria-label=${t("Bớt %(name)s", { name })}
        data-focus="less-${key}" @click=${() => buttons.step(key, -1)}
      >${mark("minus")}</button>
      <button
        type="button" class="amount num" aria-label=${t("Số lượng %(quantity)s, bấm để sửa", { quantity })}
        data-focus="qty-${key}" @click=${() => buttons.act("edit", key)}
      >${quantity}</button>
      <button
        type="button" aria-label=${t("Thêm %(name)s", { name })}
        data-focus="more-${key}" @click=${() => buttons.step(key, 1)}
      >${mark("plus")}</button>
    </span>
  `;
  return html`
    <div class="hand">
      <button type="button" class="btn-quiet" data-focus="drop-${key}" @click=${() => buttons.act("drop", key)}>
        ${mark("trash")}${t("Bỏ")}
      </button>
      <button type="button" class="btn-quiet" data-focus="off-${key}" @click=${() => buttons.act("discountLine", key)}>
        ${mark("percent")}${t("Giảm")}
      </button>
      <button
        type="button" class="btn-quiet" aria-label=${t("Ghi chú: %(name)s", { name })} data-focus="note-${key}"
        @click=${() => buttons.act("note", key)}
      >${mark("pen")}</button>
      ${places === 0 ? step : weighed ? null : weigh}
    </div>
  `;
}

/**
 * @param {CartLine} line
 * @param {PricedLine} priced
 */
function lineItem(line, priced) {
  const { key, name, milli, unit, places } = line;
  const isAsked = key === screens.current?.asked;
  const isCurrent = key === till.cart.current && !screens.current?.waits;
  const state = isCurrent ? "line now" : isAsked ? "line waits" : "line";
  const netVnd = restOf(line) - priced.ownDiscountVnd;
  const fullVnd = fullPrice(line, priced);
  const quantity = places > 0 ? quantityWords(milli).replace(/^([^,]*)(?:,(\d*))?$/, inThree) : quantityWords(milli);
  return html`
    <li class=${state} data-key=${key} aria-current=${isCurrent ? "true" : null}>
      <b class="q num">${quantity}</b><span class="u">${unit}</span>
      <span class="n">${unbroken(name)}</span>
      ${isAsked ? html`<span class="m">${t("đợi quản lý duyệt")}</span>` : smallPrint(line)}
      <b class="t num">${money(netVnd)}</b>
      ${netVnd < fullVnd ? html`<span class="was num"><s>${amount(fullVnd)}</s></span>` : null}
      <button
        type="button" class="what" aria-label=${name} aria-pressed=${isCurrent} data-focus="what-${key}"
        @click=${() => buttons.act("select", key)}
      ></button>
      ${isCurrent ? hand(line) : null}
    </li>
  `;
}

/**
 * A weight has three decimals, so that figures stand under each other.
 * @type {(all: string, whole: string, rest?: string) => string}
 */
const inThree = (_, whole, rest = "") => `${whole},${rest.padEnd(3, "0")}`;

/** Where goods land that are being weighed; they do not count yet. */
function ghost() {
  const { landing } = screens.current ?? {};
  if (!landing) return null;
  return html`
    <li class="line ghost">
      <b class="q">–</b><span class="u">${landing.unit}</span><span class="n">${unbroken(landing.name)}</span>
      <span class="m">${landing.sentence}</span><b class="t">–</b>
    </li>
  `;
}

/** What was taken out last, to be put back while nothing else has changed. @param {"li" | "div"} kind */
function undone(kind) {
  const { undo } = till;
  if (!undo || undo.after !== till.cart || screens.current?.waits) return null;
  const row = [
    html`<span role="status">${undo.words}</span>`,
    html`
      <button type="button" class="btn-quiet" id="put-back" data-focus="put-back" @click=${() => buttons.act("putBack")}>
        ${mark("return")}${t("Lấy lại")}
      </button>
    `,
  ];
  return kind === "li" ? html`<li class="undone">${row}</li>` : html`<div class="undone">${row}</div>`;
}

/**
 * @param {Cart} cart on hold
 * @param {number} n
 */
function heldTab(cart, n) {
  const name = cart.customer || (cart.exchange ? t("Đổi hàng") : cart.lines[0]?.name) || t("Đơn giữ");
  const count = t("%(count)s món", { count: pieces(cart) });
  const isAsked = cart.share?.state === "taking";
  const paid = isAsked
    ? t("đang hỏi máy chủ")
    : receivedVnd(cart)
      ? t("đã nhận %(amount)s", { amount: vnd(receivedVnd(cart)) })
      : count;
  const about = cart.heldAt ? `${clockTime(cart.heldAt)} · ${paid}` : paid;
  return html`
    <button type="button" data-focus="held-${cart.uid}" @click=${() => buttons.act("recall", n)}>
      <span class="cut">${name}</span><small class="num">${about}</small>
    </button>
  `;
}

/** The carts that other tills hold. */
function othersTab() {
  const count = till.sharedCarts.length;
  return html`
    <button type="button" id="others-held" data-focus="others-held" @click=${() => buttons.act("heldCarts")}>
      <span class="cut">${t("Máy khác")}</span><small class="num">${t("%(count)s đơn giữ", { count })}</small>
    </button>
  `;
}

function drawTabs() {
  const count = pieces(till.cart);
  const about = count ? t("%(count)s món", { count }) : t("chưa có món");
  const name = till.cart.customer || (till.cart.exchange ? t("Đổi hàng") : t("Đơn này"));
  const close = () => document.body.classList.remove("sheeted");
  fill($("#tabs"), [
    html`
      <div class="carts">
        <button type="button" aria-current="true" data-focus="this">
          <span class="cut">${name}</span><small class="num">${about}</small>
        </button>
        ${till.heldCarts.map(heldTab)}
        ${till.sharedCarts.length ? othersTab() : null}
      </div>
    `,
    html`
      <button type="button" class="add" aria-label=${t("Đơn mới")} data-focus="add" @click=${() => buttons.act("another")}>
        ${mark("plus", 18)}<span>${t("Mới")}</span>
      </button>
    `,
    html`
      <button type="button" class="add sheet-close" data-focus="sheet" @click=${close}>
        ${mark("down", 18)}<span>${t("Đóng")}</span>
      </button>
    `,
  ]);
}

function drawLines() {
  const priced = sums(till.cart);
  const items = till.cart.lines.map((line, n) => [
    lineItem(line, priced.lines[n]),
    basketParts(line),
    noteRow(noteWithReason(line.note, line.discount)),
  ]);
  const landing = ghost();
  const back = exchangeLines(() => buttons.act("dropExchange"));
  const ofWhole = noteRow(noteWithReason(till.cart.note, till.cart.whole), t("Cả đơn:"));
  const hasLines = items.length > 0 || landing !== null || back !== null;
  $("#lines").className = hasLines ? "lines" : "lines done";
  fill(
    $("#lines"),
    hasLines ? html`<ul>${back}${items}${landing}${ofWhole}${undone("li")}</ul>` : [undone("div"), lastSale()],
  );
  $("#lines :is(.now, .ghost)")?.scrollIntoView({ block: "nearest" });
}

let isDue = false;

/** Draws once, whatever changed in one moment: a sale ends with another cart, and with the pay desk gone. */
function drawOnce() {
  if (isDue) return;
  isDue = true;
  queueMicrotask(() => {
    isDue = false;
    draw();
  });
}

function draw() {
  drawTabs();
  drawLines();
  drawFoot(buttons);
}

/** @param {CartButtons} cartButtons */
export function initCart(cartButtons) {
  buttons = cartButtons;
  subscribe(["cart", "heldCarts", "sharedCarts", "catalogue", "lastSale"], drawOnce);
  screens.onChange(drawOnce);
  draw();
}
