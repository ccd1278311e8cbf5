// The goods: groups, search, tiles.

import { t } from "../../data/i18n.js";
import { setState, subscribe, till } from "../../data/state.js";
import { quantityWords } from "../../domain/money.js";
import { $, html } from "../../ui/html.js";
import { whenIdle } from "../../ui/idle.js";
import { tile, wareNote } from "./tile.js";
import { BASKETS, waresOf } from "./wares.js";

/** @import { Product } from "../../data/catalogue.js" */
/** @import { GoodsFilter } from "../../data/state.js" */
/** @import { Basket } from "../../domain/pricing_baskets.js" */
/** @import { Ware } from "./wares.js" */

/** So many tiles stand in the page at most; the first two rows at once, the others when nobody waits. */
const MOST_TILES = 60;
const FIRST_TILES = 10;
const MORE_TILES = 12;
const SPARE_ROWS = 3;
const GAP_PX = 8;
const EDGE_PX = 2;
/** What is looked up as a code and not searched for as a name. */
const CODE = /^\d{4,}$|^https?:/;

let onTake = (/** @type {Product} */ _product, /** @type {string | null} */ _lot) => {};
let onBasket = (/** @type {Basket} */ _basket) => {};

/** @param {Ware} ware */
function take({ product, lot, basket }) {
  if (basket) onBasket(till.catalogue.deals.baskets.get(basket.code) ?? basket);
  else if (product) onTake(till.catalogue.product(product.code) ?? product, lot?.lot ?? null);
}

/**
 * @param {HTMLElement} parent
 * @param {number} n
 * @param {HTMLElement} child
 */
function putAt(parent, n, child) {
  const there = parent.childNodes[n];
  if (there === child) return;
  const isFocused = there && there === document.activeElement;
  if (there) there.replaceWith(child);
  else parent.append(child);
  if (isFocused) child.focus({ preventScroll: true });
}

/**
 * Puts children in place, touching only what is another: a finger may lie on a tile, a list may be open.
 * @param {HTMLElement} parent
 * @param {HTMLElement[]} children
 */
function place(parent, children) {
  children.forEach((child, n) => putAt(parent, n, child));
  while (parent.childNodes.length > children.length) parent.lastChild?.remove();
}

/** So many nodes are kept at most; those that were shown last stay. */
const MOST_KEPT = 4 * MOST_TILES;

/** Nodes by a key, made anew only when they would look different. */
class NodeCache {
  /** @type {Map<string, { look: string, node: HTMLElement }>} */
  #nodes = new Map();

  /**
   * @param {string} key
   * @param {unknown} facts what the node shows
   * @param {() => HTMLElement} make
   */
  get(key, facts, make) {
    const look = JSON.stringify(facts);
    const known = this.#nodes.get(key);
    const node = known?.look === look ? known.node : make();
    this.#nodes.delete(key);
    this.#nodes.set(key, { look, node });
    const [oldest] = this.#nodes.keys();
    if (this.#nodes.size > MOST_KEPT) this.#nodes.delete(oldest);
    return node;
  }
}

const tiles = new NodeCache();
const groupButtons = new NodeCache();

function drawGroups() {
  const { group, query } = till.filter;
  const { size } = till.catalogue.deals.baskets;
  const baskets = size ? [{ key: BASKETS, label: t("Giỏ quà"), count: size }] : [];
  const nodes = [...till.catalogue.groups(), ...baskets].map(({ key, label, count }) => {
    const choose = () => show({ group: key, query: "" });
    const node = groupButtons.get(
      key,
      [label, count],
      () => html`<button type="button" @click=${choose}>${label}<small class="num">${count}</small></button>`,
    );
    const isChosen = String(key === group && !query);
    if (node.getAttribute("aria-pressed") !== isChosen) node.setAttribute("aria-pressed", isChosen);
    return node;
  });
  place($("#groups"), nodes);
}

function nothing() {
  const { query } = till.filter;
  const title = query ? t("Không có hàng nào khớp “%(query)s”", { query }) : t("Chưa có hàng để bán");
  const hint = query
    ? t("Gõ ít chữ hơn, không cần dấu, hoặc quét mã trên tem.")
    : t("Nhận hàng rồi in tem: quét tem là bán được.");
  return html`<div class="empty"><span class="title">${title}</span><p>${hint}</p></div>`;
}

/** The goods that are shown, in their order; only those near the screen have a tile. @type {Ware[]} */
let goods = [];
/** The keys of those that are a lot. @type {Set<string>} */
let lots = new Set();

/** The tile that a line of the cart belongs to. @param {import("../../domain/cart.js").CartLine} line */
function keyOf({ basket, product, lot }) {
  if (basket) return `${BASKETS} ${basket.code}`;
  const own = `${product} ${lot}`;
  return lot && lots.has(own) ? own : product;
}

/** What the tiles say of the cart: thousandths by tile, and the tile of the line in hand. */
function inCart() {
  /** @type {Map<string, number>} */
  const quantities = new Map();
  for (const line of till.cart.lines) quantities.set(keyOf(line), (quantities.get(keyOf(line)) ?? 0) + line.milli);
  const current = till.cart.lines.find(({ key }) => key === till.cart.current);
  return { quantities, current: current && keyOf(current) };
}

/** How the tiles lie; asked before anything is drawn, or the browser lays the page out twice. */
function measured() {
  const tilesPlace = $("#tiles");
  const one = /** @type {HTMLElement | null} */ (tilesPlace.querySelector(".tile"));
  return {
    columns: getComputedStyle(tilesPlace).gridTemplateColumns.split(" ").length,
    rowPx: one ? one.offsetHeight + GAP_PX : 0,
    scrolledPx: tilesPlace.scrollTop,
  };
}

/** Which of the goods have a tile: a window of rows around what is in sight. @param {ReturnType<typeof measured>} lie */
function inSight({ columns, rowPx, scrolledPx }) {
  if (goods.length <= MOST_TILES) return { first: 0, columns: 1, rowPx: 0 };
  const rows = Math.floor(MOST_TILES / columns);
  const lastStart = Math.max(0, Math.ceil(goods.length / columns) - rows);
  const row = rowPx ? Math.min(lastStart, Math.max(0, Math.floor(scrolledPx / rowPx) - SPARE_ROWS)) : 0;
  return { first: row * columns, columns, rowPx };
}

let isScrolled = false;

/** What was drawn last: from which of the goods on, how many, and what the tiles say of the cart. */
let drawn = { first: 0, count: 0, ...inCart() };

/** @param {Ware} ware */
function tileOf(ware) {
  const { key, product, basket, offer, lot } = ware;
  const milli = drawn.quantities.get(key) ?? 0;
  const state = {
    note: wareNote(ware),
    quantity: milli ? quantityWords(milli) : "",
    isNow: key === drawn.current,
  };
  const { name, price_vnd: priceVnd, unit, places, set, photo } = product ?? {};
  const look = basket ?? [name, priceVnd, unit, places, set, photo, offer ?? null, lot?.lot ?? null];
  return tiles.get(key, [look, state], () => tile(ware, state, () => take(ware)));
}

/** @param {number} [most] how many tiles @param {ReturnType<typeof measured>} [lie] */
function drawTiles(most = MOST_TILES, lie = measured()) {
  const tilesPlace = $("#tiles");
  const { first, columns, rowPx } = inSight(lie);
  const window = goods.slice(first, first + most);
  drawn = { first, count: window.length, ...inCart() };
  const after = goods.length - first - window.length;
  tilesPlace.style.paddingTop = first ? `${(first / columns) * rowPx + EDGE_PX}px` : "";
  tilesPlace.style.paddingBottom = after && rowPx ? `${Math.ceil(after / columns) * rowPx + EDGE_PX}px` : "";
  place(tilesPlace, window.length ? window.map(tileOf) : [nothing()]);
  if (most < MOST_TILES) drawMore(most);
  else if (after && !rowPx && window.length) drawTiles();
}

/** A few tiles more, once nothing else waits, until all are there. @param {number} count how many are there */
function drawMore(count) {
  const shown = goods;
  whenIdle(() => {
    if (goods === shown && drawn.count === count) drawTiles(Math.min(MOST_TILES, count + MORE_TILES));
  });
}

/** The cart changed: only the tiles whose goods came or went look different. */
function drawQuantities() {
  const before = drawn;
  drawn = { ...before, ...inCart() };
  const isOther = (/** @type {string} */ key) =>
    drawn.quantities.get(key) !== before.quantities.get(key) ||
    (drawn.current !== before.current && (key === drawn.current || key === before.current));
  const tilesPlace = $("#tiles");
  for (const [n, ware] of goods.slice(drawn.first, drawn.first + drawn.count).entries()) {
    if (isOther(ware.key)) putAt(tilesPlace, n, tileOf(ware));
  }
}

function find() {
  goods = waresOf(till.filter);
  lots = new Set(goods.flatMap(({ key, lot }) => (lot ? key : [])));
}

function draw() {
  const lie = measured();
  drawGroups();
  find();
  drawTiles(MOST_TILES, lie);
}

/** Other goods: those in sight first, from the top; that asks nothing of how they lie, for a key waits for each question. */
function drawOthers() {
  drawGroups();
  find();
  drawTiles(FIRST_TILES, { columns: 1, rowPx: 0, scrolledPx: 0 });
  if (isScrolled) $("#tiles").scrollTop = 0;
  isScrolled = false;
}

function onScroll() {
  isScrolled = $("#tiles").scrollTop > 0;
  if (goods.length > MOST_TILES) requestAnimationFrame(() => drawTiles());
}

const searchField = () => /** @type {HTMLInputElement} */ ($("#search"));

/**
 * Shows other goods; the search field follows.
 * @param {Partial<GoodsFilter>} filter
 */
function show(filter) {
  setState({ filter: { ...till.filter, ...filter } });
  const { query } = filter;
  if (query !== undefined && searchField().value.replace(TIMES, "") !== query) searchField().value = query;
}

/** "3*", "3x" or "3 ×" before what is scanned or searched for: so many of it. */
const TIMES = /^(\d{1,3})\s*[*x×]\s*/i;

/** How many of the next goods were typed before them. */
export const typedTimes = () => Number(TIMES.exec(searchField().value)?.[1] ?? 1) || 1;

/** What was searched for is found, or given up: the keys belong to the cart again. */
export function endSearch() {
  if (searchField().value) show({ query: "" });
  searchField().value = "";
  searchField().blur();
}

/**
 * Arrow keys walk over the tiles as they lie.
 * @param {KeyboardEvent} event
 */
function walk(event) {
  const nodes = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#tiles .tile")]);
  const at = nodes.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  if (at < 0) return;
  const columns = Math.max(1, nodes.filter((one) => one.offsetTop === nodes[0].offsetTop).length);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + columns, ArrowUp: at - columns }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  if (to < 0) $("#search").focus();
  else nodes[Math.min(to, nodes.length - 1)].focus();
}

/**
 * @param {KeyboardEvent} event
 * @param {(code: string) => void} onCode
 */
function onSearchKey(event, onCode) {
  const search = searchField();
  const text = search.value.trim().replace(TIMES, "");
  if (event.isComposing) return;
  if (event.key === "ArrowDown") {
    event.preventDefault();
    $("#tiles .tile")?.focus();
  } else if (event.key === "Enter" && text && !event.defaultPrevented) {
    event.preventDefault();
    const found = waresOf(till.filter);
    if (CODE.test(text) || !found.length) onCode(text);
    else take(found[0]);
    endSearch();
  } else if (event.key === "Escape") endSearch();
}

/**
 * A finger that rests on a tile, or the other mouse button, asks what it is.
 * @param {Event} event
 * @param {(product: Product) => void} onLook
 */
function onRest(event, onLook) {
  const one = /** @type {Element} */ (event.target).closest(".tile");
  const product = one instanceof HTMLElement && till.catalogue.product(one.dataset.code ?? "");
  if (!product) return;
  event.preventDefault();
  onLook(product);
}

/**
 * @param {object} to
 * @param {(product: Product, lot?: string | null) => void} to.onProduct gets the product that was chosen, or a lot of it
 * @param {(basket: Basket) => void} to.onBasketChosen gets the basket that was chosen
 * @param {(product: Product) => void} to.onLook gets the product that was asked about
 * @param {() => void} to.onPriceCheck
 * @param {(code: string) => void} to.onCode gets a code that was typed
 */
export function initTiles({ onProduct, onBasketChosen, onLook, onCode, onPriceCheck }) {
  onTake = onProduct;
  onBasket = onBasketChosen;
  const search = searchField();
  search.addEventListener("input", () => show({ query: search.value.replace(TIMES, "") }));
  search.addEventListener("keydown", (event) => onSearchKey(event, onCode));
  $("#tiles").addEventListener("keydown", walk);
  $("#tiles").addEventListener("contextmenu", (event) => onRest(event, onLook));
  const ask = $("#price-check");
  ask.addEventListener("click", onPriceCheck);
  subscribe(["isPriceCheck"], () => ask.setAttribute("aria-pressed", String(till.isPriceCheck)));
  $("#tiles").addEventListener("scroll", onScroll);
  subscribe(["catalogue"], draw);
  subscribe(["filter"], drawOthers);
  subscribe(["cart"], drawQuantities);
  draw();
}

/** Typing anywhere begins a search. @param {string} text */
export function typeIntoSearch(text) {
  const search = searchField();
  search.focus();
  search.value += text;
  show({ query: search.value.replace(TIMES, "") });
}
