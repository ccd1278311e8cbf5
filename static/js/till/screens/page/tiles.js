// The goods: groups, search, tiles.

import { daysLeft } from "../../data/clock.js";
import { t } from "../../data/i18n.js";
import { setState, subscribe, till } from "../../data/state.js";
import { amount, parseQuantity, quantityWords } from "../../domain/money.js";
import { pictureOf } from "../../domain/pictures.js";
import { $, html } from "../../ui/html.js";
import { drawing } from "../../ui/icons.js";
import { expiryLabel, isNearExpiry, unbroken } from "./goods_text.js";

/** @import { Product } from "../../data/catalogue.js" */
/** @import { GoodsFilter } from "../../data/state.js" */

/** @typedef {{ tone: "bad" | "warn", label: string }} Note what a tile warns of */

const FEW = 3;
/** What is looked up as a code and not searched for as a name. */
const CODE = /^\d{4,}$|^https?:/;

let onTake = (/** @type {Product} */ _product) => {};

/**
 * @param {Product} product
 * @returns {Note | null}
 */
function noteOf(product) {
  const onHand = Number(product.on_hand ?? 0);
  if (onHand <= 0) return { tone: "bad", label: t("hết hàng") };
  const lot = till.catalogue.nextLot(product);
  if (lot === null && product.lots.length) {
    const isRecalled = product.lots.every(({ recalled }) => recalled);
    return { tone: "bad", label: isRecalled ? t("đang thu hồi") : t("chỉ còn lô hết hạn") };
  }
  const left = lot ? daysLeft(lot.best_before) : null;
  if (isNearExpiry(left)) return { tone: "warn", label: expiryLabel(left) };
  if (product.places === 0 && onHand <= FEW) {
    const quantity = quantityWords(parseQuantity(product.on_hand) ?? 0);
    return { tone: "warn", label: t("còn %(quantity)s %(unit)s", { quantity, unit: product.unit }) };
  }
  return null;
}

/**
 * @param {string} code
 * @param {Product} product
 * @param {Note | null} note
 */
function tile(code, product, note) {
  const picture = pictureOf(product);
  const take = () => onTake(till.catalogue.product(code) ?? product);
  const { stars } = product;
  return html`
    <button type="button" class=${note?.tone === "bad" ? "tile gone" : "tile"} data-code=${code} @click=${take}>
      <span class="pic tint-${picture} ${note && "noted"}">
        ${drawing(picture)}
        ${note && html`<span class="chip chip-small ${note.tone}">${note.label}</span>`}
      </span>
      <span class="txt">
        <span class="name">${unbroken(product.name)}</span>
        <span class="from">${product.producer_name}</span>
        <span class="cost">
          <span class="price num">
            ${amount(product.price_vnd)}&nbsp;₫${product.places > 0 ? html`<small>/${product.unit}</small>` : null}
          </span>
          ${stars ? starsOf(stars) : null}
        </span>
      </span>
    </button>
  `;
}

/** @param {number} stars */
function starsOf(stars) {
  const label = t("%(stars)s sao OCOP", { stars });
  return html`<span class="stars" role="img" aria-label=${label}>${"★".repeat(stars)}</span>`;
}

/**
 * Puts children in place, touching only what is another: a finger may lie on a tile, a list may be open.
 * @param {HTMLElement} parent
 * @param {HTMLElement[]} children
 */
function place(parent, children) {
  children.forEach((child, n) => {
    const there = parent.childNodes[n];
    if (there === child) return;
    const isFocused = there && there === document.activeElement;
    if (there) there.replaceWith(child);
    else parent.append(child);
    if (isFocused) child.focus({ preventScroll: true });
  });
  while (parent.childNodes.length > children.length) parent.lastChild?.remove();
}

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
    if (known?.look === look) return known.node;
    const node = make();
    this.#nodes.set(key, { look, node });
    return node;
  }
}

const tiles = new NodeCache();
const groupButtons = new NodeCache();
const producerOptions = new NodeCache();

function drawGroups() {
  const { group, query } = till.filter;
  const nodes = till.catalogue.groups().map(({ key, label }) => {
    const choose = () => show({ group: key, query: "" });
    const node = groupButtons.get(key, label, () => html`<button type="button" @click=${choose}>${label}</button>`);
    node.setAttribute("aria-pressed", String(key === group && !query));
    return node;
  });
  place($("#groups"), nodes);
}

const producerField = () => /** @type {HTMLSelectElement} */ ($("#producer"));

function drawProducers() {
  const producers = [{ code: "", name: t("Mọi nhà sản xuất") }, ...till.catalogue.producers()];
  const nodes = producers.map(({ code, name }) =>
    producerOptions.get(code, name, () => html`<option value=${code}>${name}</option>`),
  );
  place(producerField(), nodes);
  producerField().value = till.filter.producer;
}

function nothing() {
  const { query } = till.filter;
  const title = query ? t("Không có hàng nào khớp “%(query)s”", { query }) : t("Chưa có hàng để bán");
  const hint = query
    ? t("Gõ ít chữ hơn, không cần dấu, hoặc quét mã trên tem.")
    : t("Nhận hàng của nhà sản xuất ở trang Nhận hàng, tem in ra là quét bán được ngay.");
  return html`<div class="empty"><span class="title">${title}</span><p>${hint}</p></div>`;
}

function draw() {
  drawGroups();
  drawProducers();
  const goods = till.catalogue.find(till.filter);
  const nodes = goods.map((product) => {
    const { code, name, producer_name, price_vnd, unit, places, stars, set } = product;
    const note = noteOf(product);
    const facts = [name, producer_name, price_vnd, unit, places, stars, set, note];
    return tiles.get(code, facts, () => tile(code, product, note));
  });
  place($("#tiles"), nodes.length ? nodes : [nothing()]);
}

const searchField = () => /** @type {HTMLInputElement} */ ($("#search"));

/**
 * Shows other goods; the search field follows.
 * @param {Partial<GoodsFilter>} filter
 */
function show(filter) {
  setState({ filter: { ...till.filter, ...filter } });
  const { query } = filter;
  if (query !== undefined && searchField().value !== query) searchField().value = query;
  if (query === undefined || query) $("#tiles").scrollTop = 0;
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
  const text = search.value.trim();
  if (event.isComposing) return;
  if (event.key === "ArrowDown") {
    event.preventDefault();
    $("#tiles .tile")?.focus();
  } else if (event.key === "Enter" && text && !event.defaultPrevented) {
    event.preventDefault();
    const goods = till.catalogue.find(till.filter);
    if (CODE.test(text) || !goods.length) onCode(text);
    else onTake(goods[0]);
    show({ query: "" });
  } else if (event.key === "Escape") {
    show({ query: "" });
    search.blur();
  }
}

/**
 * @param {object} to
 * @param {(product: Product) => void} to.onProduct gets the product that was chosen
 * @param {(code: string) => void} to.onCode gets a code that was typed
 */
export function initTiles({ onProduct, onCode }) {
  onTake = onProduct;
  const search = searchField();
  search.addEventListener("input", () => show({ query: search.value }));
  search.addEventListener("keydown", (event) => onSearchKey(event, onCode));
  producerField().addEventListener("change", () => {
    show({ producer: producerField().value });
    producerField().blur();
  });
  $("#tiles").addEventListener("keydown", walk);
  subscribe(["catalogue", "filter"], draw);
  draw();
}

/** Typing anywhere begins a search. @param {string} text */
export function typeIntoSearch(text) {
  searchField().focus();
  show({ query: searchField().value + text });
}
