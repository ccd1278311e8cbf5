// The cart at the right: carts side by side, lines, what the customer pays.

import { pieces, sums } from "../domain/cart.js";
import { daysLeft } from "../data/clock.js";
import { $, h, mark } from "../ui/dom.js";
import { amount, quantityWords, rate, vnd } from "../domain/money.js";
import { listen, till } from "../data/state.js";
import { t } from "../data/i18n.js";

let act = {};

const shortDay = (day) => `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(2, 4)}`;

function about(line, counted) {
  const product = till.catalogue.product(line.product);
  const lot = line.lot ? till.catalogue.lot(line.lot) : product ? till.catalogue.nextLot(product) : null;
  const left = lot ? daysLeft(lot.best_before) : null;
  const near = left !== null && left <= (till.catalogue.outlet.near_expiry_days ?? 7);
  const price =
    line.places > 0
      ? `${quantityWords(line.milli)} ${line.unit} × ${amount(line.unitPriceVnd)} ₫/${line.unit}`
      : vnd(line.unitPriceVnd);
  const words = [price];
  if (line.weighed) words.push(t("từ tem cân"));
  if (line.lot) words.push(t("lô %(lot)s", { lot: line.lot }));
  else if (lot?.best_before && !near) words.push(t("HSD %(day)s", { day: shortDay(lot.best_before) }));
  const off = line.discount
    ? t("giảm %(amount)s", { amount: line.discount.bp !== undefined ? rate(line.discount.bp) : vnd(line.discount.vnd) })
    : "";
  return h(
    "span",
    { class: "m" },
    near
      ? h(
          "span",
          { class: `chip chip-small ${left < 0 ? "bad" : "warn"}` },
          left < 0 ? t("hết hạn") : left === 0 ? t("hết hạn hôm nay") : t("còn %(days)s ngày", { days: left }),
        )
      : null,
    h("span", {}, words.map((part) => part.replaceAll(" ", "\u00a0")).join(" · ")),
    off ? h("span", { class: "num" }, h("s", {}, amount(counted.grossVnd)), ` ${off}`) : null,
  );
}

function lineItem(line, counted) {
  const now = line.key === till.cart.current;
  const net = counted.grossVnd - counted.ownDiscountVnd;
  return h(
    "li",
    { class: `line${now ? " now" : ""}`, "data-key": line.key, "aria-current": now ? "true" : null },
    h(
      "button",
      { type: "button", class: "what", "data-focus": `what-${line.key}`, onclick: () => act.edit(line.key) },
      h("span", { class: "n" }, line.name.replace(/(\d) (?=(?:kg|g|ml|l)\b)/g, "$1\u00a0")),
      about(line, counted),
    ),
    h(
      "span",
      { class: "side-r" },
      h("span", { class: "t num" }, vnd(net)),
      h(
        "span",
        { class: "qty" },
        h(
          "button",
          {
            type: "button",
            "aria-label": t("Bớt %(name)s", { name: line.name }),
            "data-focus": `less-${line.key}`,
            onclick: () => act.step(line.key, -1),
          },
          mark("minus", 18),
        ),
        h(
          "button",
          {
            type: "button",
            class: "amount num",
            "aria-label": t("Số lượng %(quantity)s, bấm để sửa", { quantity: quantityWords(line.milli) }),
            "data-focus": `qty-${line.key}`,
            onclick: () => act.edit(line.key),
          },
          quantityWords(line.milli),
        ),
        h(
          "button",
          {
            type: "button",
            "aria-label": t("Thêm %(name)s", { name: line.name }),
            "data-focus": `more-${line.key}`,
            onclick: () => act.step(line.key, 1),
          },
          mark("plus", 18),
        ),
      ),
    ),
  );
}

function drawTabs() {
  const held = till.held.map((cart, n) =>
    h(
      "button",
      { type: "button", onclick: () => act.recall(n) },
      h("span", { class: "cut" }, cart.customer || cart.lines[0]?.name || t("Đơn giữ")),
      `· ${t("%(count)s món", { count: pieces(cart) })}`,
    ),
  );
  $("#tabs").replaceChildren(
    h(
      "button",
      { type: "button", "aria-current": "true" },
      h("span", { class: "cut" }, till.cart.customer || t("Đơn này")),
    ),
    ...held,
    h("button", { type: "button", class: "add", "aria-label": t("Đơn mới"), onclick: act.another }, mark("plus", 18)),
  );
}

function draw() {
  const focused = document.activeElement?.dataset?.focus;
  const counted = sums(till.cart);
  drawTabs();
  const items = till.cart.lines.map((line, n) => lineItem(line, counted.lines[n]));
  const nothing = h(
    "li",
    { class: "empty" },
    h("span", { class: "title" }, t("Chưa có món nào")),
    h("p", {}, t("Quét mã, chạm vào hàng bên trái, hoặc gõ tên không dấu.")),
  );
  $("#lines").replaceChildren(...(items.length ? items : [nothing]));
  $("#lines .now")?.scrollIntoView({ block: "nearest" });
  const key = (name) => h("kbd", {}, name);
  const received = (till.cart.received ?? []).reduce((sum, part) => sum + part.amountVnd, 0);
  const idle = counted.discountVnd ? "pair" : "pair idle";
  $("#sum").replaceChildren(
    h(
      "div",
      { class: idle },
      h("span", {}, t("Tạm tính · %(count)s món", { count: pieces(till.cart) })),
      h("span", { class: "num" }, vnd(counted.grossVnd)),
    ),
    h(
      "div",
      { class: idle },
      h("span", {}, t("Giảm giá")),
      h("span", { class: "num" }, counted.discountVnd ? vnd(-counted.discountVnd) : "–"),
    ),
    received
      ? h("div", { class: "pair" }, h("span", {}, t("Đã nhận")), h("span", { class: "num" }, vnd(received)))
      : "",
    h(
      "div",
      { class: "total" },
      h("span", {}, t("Tổng cộng")),
      h("b", { class: "num", id: "total" }, vnd(counted.totalVnd)),
    ),
    h(
      "div",
      { class: "acts" },
      h(
        "button",
        { type: "button", "data-focus": "hold", onclick: act.hold },
        till.cart.lines.length || !till.held.length ? t("Giữ đơn") : t("Lấy lại đơn"),
        key("F6"),
      ),
      h("button", { type: "button", "data-focus": "customer", onclick: act.customer }, t("Khách"), key("F7")),
      h("button", { type: "button", "data-focus": "discount", onclick: act.discount }, t("Giảm giá"), key("F8")),
      h("button", { type: "button", "data-focus": "refund", onclick: act.refund }, t("Trả hàng"), key("F4")),
    ),
    h(
      "button",
      {
        type: "button",
        class: "btn-main pay",
        id: "pay",
        "data-focus": "pay",
        disabled: !till.cart.lines.length,
        onclick: act.pay,
      },
      t("Thu tiền"),
      key("F9"),
    ),
  );
  if (focused) $(`[data-focus="${focused}"]`)?.focus({ preventScroll: true });
}

export function initCart(actions) {
  act = actions;
  listen("cart held catalogue", draw);
  draw();
}
