// The cart at the right: carts side by side, lines, what the customer pays.

import { pieces, sums } from "../cart.js";
import { daysLeft } from "../clock.js";
import { $, h, mark } from "../dom.js";
import { amount, quantityWords, rate, vnd } from "../money.js";
import { listen, till } from "../state.js";

let act = {};

const shortDay = (day) => `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(2, 4)}`;

function about(line, counted) {
  const product = till.catalogue.product(line.product);
  const lot = line.lot ? till.catalogue.lot(line.lot) : product ? till.catalogue.nextLot(product) : null;
  const left = lot ? daysLeft(lot.best_before) : null;
  const near = left !== null && left <= (till.catalogue.outlet.near_expiry_days ?? 7);
  const price = line.places > 0 ? `${quantityWords(line.milli)} ${line.unit} × ${amount(line.unitPriceVnd)} ₫/${line.unit}` : vnd(line.unitPriceVnd);
  const words = [price];
  if (line.weighed) words.push("từ tem cân");
  if (line.lot) words.push(`lô ${line.lot}`);
  else if (lot?.best_before && !near) words.push(`HSD ${shortDay(lot.best_before)}`);
  const off = line.discount ? `giảm ${line.discount.bp !== undefined ? rate(line.discount.bp) : vnd(line.discount.vnd)}` : "";
  return h(
    "span",
    { class: "m" },
    near ? h("span", { class: `chip chip-small ${left < 0 ? "bad" : "warn"}` }, left < 0 ? "hết hạn" : left === 0 ? "hết hạn hôm nay" : `còn ${left} ngày`) : null,
    h("span", {}, words.join(" · ")),
    off ? h("span", { class: "num" }, h("s", {}, amount(counted.grossVnd)), ` ${off}`) : null,
  );
}

function lineItem(line, counted) {
  const now = line.key === till.cart.current;
  const net = counted.grossVnd - counted.ownDiscountVnd;
  return h(
    "li",
    { class: `line${now ? " now" : ""}`, "data-key": line.key, "aria-current": now ? "true" : null },
    h("button", { type: "button", class: "what", "data-focus": `what-${line.key}`, onclick: () => act.edit(line.key) }, h("span", { class: "n" }, line.name.replace(/(\d) (?=(?:kg|g|ml|l)\b)/g, "$1\u00a0")), about(line, counted)),
    h(
      "span",
      { class: "side-r" },
      h("span", { class: "t num" }, vnd(net)),
      h(
        "span",
        { class: "qty" },
        h("button", { type: "button", "aria-label": `Bớt ${line.name}`, "data-focus": `less-${line.key}`, onclick: () => act.step(line.key, -1) }, mark("minus", 18)),
        h("button", { type: "button", class: "amount num", "aria-label": `Số lượng ${quantityWords(line.milli)}, bấm để sửa`, "data-focus": `qty-${line.key}`, onclick: () => act.edit(line.key) }, quantityWords(line.milli)),
        h("button", { type: "button", "aria-label": `Thêm ${line.name}`, "data-focus": `more-${line.key}`, onclick: () => act.step(line.key, 1) }, mark("plus", 18)),
      ),
    ),
  );
}

function drawTabs() {
  const held = till.held.map((cart, n) =>
    h("button", { type: "button", onclick: () => act.recall(n) }, h("span", { class: "cut" }, cart.customer || cart.lines[0]?.name || "Đơn giữ"), `· ${pieces(cart)} món`),
  );
  $("#tabs").replaceChildren(
    h("button", { type: "button", "aria-current": "true" }, h("span", { class: "cut" }, till.cart.customer || "Đơn này")),
    ...held,
    h("button", { type: "button", class: "add", "aria-label": "Đơn mới", onclick: act.another }, mark("plus", 18)),
  );
}

function draw() {
  const focused = document.activeElement?.dataset?.focus;
  const counted = sums(till.cart);
  drawTabs();
  const items = till.cart.lines.map((line, n) => lineItem(line, counted.lines[n]));
  const nothing = h("li", { class: "empty" }, h("span", { class: "title" }, "Chưa có món nào"), h("p", {}, "Quét mã, chạm vào hàng bên trái, hoặc gõ tên không dấu."));
  $("#lines").replaceChildren(...(items.length ? items : [nothing]));
  $("#lines .now")?.scrollIntoView({ block: "nearest" });
  const key = (name) => h("kbd", {}, name);
  $("#sum").replaceChildren(
    h("div", { class: "pair" }, h("span", {}, `Tạm tính · ${pieces(till.cart)} món`), h("span", { class: "num" }, vnd(counted.grossVnd))),
    h("div", { class: "pair" }, h("span", {}, "Giảm giá"), h("span", { class: "num" }, counted.discountVnd ? vnd(-counted.discountVnd) : "–")),
    h("div", { class: "total" }, h("span", {}, "Khách trả"), h("b", { class: "num", id: "total" }, vnd(counted.totalVnd))),
    h(
      "div",
      { class: "acts" },
      h("button", { type: "button", "data-focus": "hold", onclick: act.hold }, till.cart.lines.length || !till.held.length ? "Giữ đơn" : "Lấy lại đơn", key("F6")),
      h("button", { type: "button", "data-focus": "customer", onclick: act.customer }, "Khách", key("F7")),
      h("button", { type: "button", "data-focus": "discount", onclick: act.discount }, "Giảm giá", key("F8")),
      h("button", { type: "button", "data-focus": "refund", onclick: act.refund }, "Trả hàng", key("F4")),
    ),
    h("button", { type: "button", class: "btn-main pay", id: "pay", "data-focus": "pay", disabled: !till.cart.lines.length, onclick: act.pay }, "Thu tiền", key("F9")),
  );
  if (focused) $(`[data-focus="${focused}"]`)?.focus({ preventScroll: true });
}

export function initCart(actions) {
  act = actions;
  listen("cart held catalogue", draw);
  draw();
}
