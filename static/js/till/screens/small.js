// Small panels: a discount on the whole sale, the customer's name.

import * as carts from "../domain/cart.js";
import { h } from "../ui/dom.js";
import { amount, rate, vnd } from "../domain/money.js";
import { change, till } from "../data/state.js";
import { t } from "../data/i18n.js";
import { Keypad } from "../ui/keypad.js";
import { close, open } from "../ui/stage.js";

export function discountWhole() {
  const shown = h("span", { class: "num" }, till.cart.whole?.vnd ? amount(till.cart.whole.vnd) : "0");
  const pad = new Keypad({
    longest: 9,
    changed: (text) => {
      shown.textContent = amount(Number(text || 0));
    },
  });
  const set = (discount) => {
    pad.set("");
    change({ cart: carts.discountWhole(till.cart, discount) });
    close();
  };
  const keep = () =>
    pad.whole !== null && change({ cart: carts.discountWhole(till.cart, pad.whole ? { vnd: pad.whole } : null) });
  const before = carts.sums({ ...till.cart, whole: null }).totalVnd;
  open({
    title: t("Giảm giá cả đơn"),
    keypad: pad,
    enter: close,
    keep,
    body: h(
      "div",
      { class: "two-up" },
      h(
        "div",
        { class: "stack-s" },
        h("h3", {}, t("Giảm một số tiền")),
        h(
          "div",
          { class: "entry" },
          shown,
          h("span", { class: "unit" }, t("₫, trên %(amount)s", { amount: vnd(before) })),
        ),
        pad.node,
      ),
      h(
        "div",
        { class: "stack-s" },
        h("h3", {}, t("Hoặc giảm theo phần trăm")),
        h(
          "div",
          { class: "ways three" },
          [0, 200, 500, 1000, 1500, 2000].map((bp) =>
            h(
              "button",
              {
                type: "button",
                "aria-pressed": String((till.cart.whole?.bp ?? 0) === bp && !till.cart.whole?.vnd),
                onclick: () => set(bp ? { bp } : null),
              },
              bp ? rate(bp) : t("Không giảm"),
            ),
          ),
        ),
        h(
          "p",
          { class: "quiet" },
          t("Thu ngân tự giảm được đến %(rate)s mỗi món. Giảm hơn nữa thì cần PIN của quản lý khi thu tiền.", {
            rate: rate(till.catalogue.outlet.cashier_discount_limit_bp ?? 1000),
          }),
        ),
        h("button", { type: "button", class: "btn-main done", onclick: close }, t("Xong"), h("kbd", {}, "Enter")),
      ),
    ),
  });
}

export function customer() {
  const field = h("input", {
    type: "text",
    maxlength: 120,
    autocomplete: "off",
    "data-first": true,
    value: till.cart.customer,
    id: "customer-name",
  });
  open({
    title: t("Khách hàng"),
    enter: close,
    keep: () => change({ cart: carts.setCustomer(till.cart, field.value.trim().normalize("NFC")) }),
    body: h(
      "div",
      { class: "stack" },
      h(
        "div",
        { class: "field" },
        h("label", { for: "customer-name" }, t("Tên hoặc số điện thoại của khách")),
        field,
        h("span", { class: "hint" }, t("Ghi trên phiếu và để tìm lại đơn đang giữ. Khách lẻ thì bỏ trống.")),
      ),
      h("button", { type: "button", class: "btn-main done", onclick: close }, t("Xong"), h("kbd", {}, "Enter")),
    ),
  });
}
