// The goods: groups, search, tiles.

import { picture } from "../data/catalogue.js";
import { daysLeft } from "../data/clock.js";
import { $, drawing, h } from "../ui/dom.js";
import { amount, quantityWords, parseQuantity } from "../domain/money.js";
import { change, listen, till } from "../data/state.js";
import { t } from "../data/i18n.js";

let take = () => {};

function noteOf(product) {
  const onHand = Number(product.on_hand ?? 0);
  if (onHand <= 0) return ["bad", t("hết hàng")];
  const lot = till.catalogue.nextLot(product);
  const left = lot ? daysLeft(lot.best_before) : null;
  if (lot === null && product.lots.length) {
    return ["bad", product.lots.every(({ recalled }) => recalled) ? t("đang thu hồi") : t("chỉ còn lô hết hạn")];
  }
  if (left !== null && left <= Math.max(till.catalogue.outlet.near_expiry_days ?? 7, 0)) {
    return ["warn", left === 0 ? t("hết hạn hôm nay") : t("còn %(days)s ngày", { days: left })];
  }
  if (product.places === 0 && onHand <= 3) {
    return [
      "warn",
      t("còn %(quantity)s %(unit)s", {
        quantity: quantityWords(parseQuantity(product.on_hand) ?? 0),
        unit: product.unit,
      }),
    ];
  }
  return null;
}

function tile(code, note) {
  const product = till.catalogue.product(code);
  const drawn = picture(product);
  const stars = product.stars
    ? h(
        "span",
        { class: "stars", role: "img", "aria-label": t("%(stars)s sao OCOP", { stars: product.stars }) },
        "★".repeat(product.stars),
      )
    : null;
  return h(
    "button",
    {
      type: "button",
      class: `tile${note?.[0] === "bad" ? " gone" : ""}`,
      "data-code": code,
      onclick: () => take(till.catalogue.product(code)),
    },
    h(
      "span",
      { class: `pic tint-${drawn}${note ? " noted" : ""}` },
      drawing(drawn),
      note ? h("span", { class: `chip chip-small ${note[0]}` }, note[1]) : null,
    ),
    h(
      "span",
      { class: "txt" },
      h("span", { class: "name" }, product.name.replace(/(\d) (?=(?:kg|g|ml|l)\b)/g, "$1\u00a0")),
      h("span", { class: "from" }, product.producer_name),
      h(
        "span",
        { class: "cost" },
        h(
          "span",
          { class: "price num" },
          `${amount(product.price_vnd)}\u00a0₫`,
          product.places > 0 ? h("small", {}, `/${product.unit}`) : null,
        ),
        stars,
      ),
    ),
  );
}

/** Puts children in place, touching only what is another: a finger may lie on a tile, a list may be open. */
function place(parent, children) {
  children.forEach((child, n) => {
    const there = parent.childNodes[n];
    if (there === child) return;
    const focused = there && there === document.activeElement;
    if (there) there.replaceWith(child);
    else parent.append(child);
    if (focused) child.focus({ preventScroll: true });
  });
  while (parent.childNodes.length > children.length) parent.lastChild.remove();
}

/** The node made for a key before, as long as it would say the same. */
function kept(made, key, says, make) {
  const sign = JSON.stringify(says);
  if (made.get(key)?.sign !== sign) made.set(key, { sign, node: make() });
  return made.get(key).node;
}

const madeTiles = new Map();
const madeGroups = new Map();
const madeProducers = new Map();

function drawGroups() {
  const { group, producer, query } = till.view;
  const groups = till.catalogue.groups();
  place(
    $("#groups"),
    groups.map(({ key, label }) =>
      kept(madeGroups, key, label, () =>
        h("button", { type: "button", onclick: () => show({ group: key, query: "" }) }, label),
      ),
    ),
  );
  for (const [n, { key }] of groups.entries()) {
    $("#groups").childNodes[n].setAttribute("aria-pressed", String(key === group && !query));
  }
  const producers = [{ code: "", name: t("Mọi nhà sản xuất") }, ...till.catalogue.producers()];
  place(
    $("#producer"),
    producers.map(({ code, name }) => kept(madeProducers, code, name, () => h("option", { value: code }, name))),
  );
  $("#producer").value = producer;
}

function draw() {
  drawGroups();
  const goods = till.catalogue.find(till.view);
  const nothing = till.view.query
    ? h(
        "div",
        { class: "empty" },
        h("span", { class: "title" }, t("Không có hàng nào khớp “%(query)s”", { query: till.view.query })),
        h("p", {}, t("Gõ ít chữ hơn, không cần dấu, hoặc quét mã trên tem.")),
      )
    : h(
        "div",
        { class: "empty" },
        h("span", { class: "title" }, t("Chưa có hàng để bán")),
        h("p", {}, t("Nhận hàng của nhà sản xuất ở trang Nhận hàng, tem in ra là quét bán được ngay.")),
      );
  const tileOf = (product) => {
    const note = noteOf(product);
    return kept(
      madeTiles,
      product.code,
      [
        product.name,
        product.producer_name,
        product.price_vnd,
        product.unit,
        product.places,
        product.stars,
        product.set,
        note,
      ],
      () => tile(product.code, note),
    );
  };
  place($("#tiles"), goods.length ? goods.map(tileOf) : [nothing]);
}

/** Shows other goods; the search field follows. */
export function show(view) {
  change({ view: { ...till.view, ...view } });
  if ("query" in view && $("#search").value !== view.query) $("#search").value = view.query;
  if (!("query" in view) || view.query) $("#tiles").scrollTop = 0;
}

/** Arrow keys walk over the tiles as they lie. */
function walk(event) {
  const tiles = [...document.querySelectorAll("#tiles .tile")];
  const at = tiles.indexOf(document.activeElement);
  if (at < 0) return;
  const top = tiles[0].offsetTop;
  const columns = Math.max(1, tiles.filter((one) => one.offsetTop === top).length);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + columns, ArrowUp: at - columns }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  if (to < 0) $("#search").focus();
  else tiles[Math.min(to, tiles.length - 1)].focus();
}

export function initTiles({ onTake, onCode }) {
  take = onTake;
  const search = $("#search");
  search.addEventListener("input", () => show({ query: search.value }));
  search.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") {
      event.preventDefault();
      $("#tiles .tile")?.focus();
    } else if (event.key === "Enter" && search.value.trim() && !event.defaultPrevented) {
      event.preventDefault();
      const goods = till.catalogue.find(till.view);
      if (/^\d{4,}$|^https?:/.test(search.value.trim()) || !goods.length) onCode(search.value.trim());
      else take(goods[0]);
      show({ query: "" });
    } else if (event.key === "Escape") {
      show({ query: "" });
      search.blur();
    }
  });
  $("#producer").addEventListener("change", (event) => {
    show({ producer: event.target.value });
    event.target.blur();
  });
  $("#tiles").addEventListener("keydown", walk);
  listen("catalogue view", draw);
  draw();
}

/** Typing anywhere begins a search. */
export function typeIntoSearch(text) {
  const search = $("#search");
  search.focus();
  show({ query: search.value + text });
}
