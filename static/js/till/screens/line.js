// One line of the cart: quantity by keypad, its discount, out of the cart.

import * as carts from "../domain/cart.js";
import { h } from "../ui/dom.js";
import { quantityWords, rate, vnd } from "../domain/money.js";
import { change, till } from "../data/state.js";
import { t } from "../data/i18n.js";
import { Keypad } from "../ui/keypad.js";
import { close, open, shown } from "../ui/stage.js";

const drop = (key) => change({ cart: carts.remove(till.cart, key) });

/** `weighing`: the line was just begun, and its quantity is still to be told. `more`: another portion is weighed onto it. */
export function editLine(key, { weighing = false, more = false } = {}) {
  if (shown()) close();
  const line = till.cart.lines.find((one) => one.key === key);
  if (!line) return;
  change({ cart: carts.select(till.cart, key) });
  const said = (text) => (more ? `${quantityWords(line.milli)} + ${text || "0"}` : text || "0");
  const shownQuantity = h("span", { class: "num" }, more ? said("") : quantityWords(line.milli));
  const pad = new Keypad({
    places: line.places,
    longest: 9,
    changed: (text) => {
      shownQuantity.textContent = said(text);
    },
  });
  const keep = () => {
    const there = till.cart.lines.find((one) => one.key === key);
    if (pad.milli !== null && there) {
      change({ cart: carts.setQuantity(till.cart, key, pad.milli + (more ? there.milli : 0)) });
    }
  };
  const off = (discount) => () => {
    change({ cart: carts.discountLine(till.cart, key, discount) });
    close();
  };
  const same = (bp) => String((line.discount?.bp ?? 0) === bp && !line.discount?.vnd);
  open({
    title: line.name,
    keypad: pad,
    enter: close,
    keep,
    undo: () => weighing && drop(key),
    asks: () => ((weighing || more) && pad.milli === null ? t("Nhập số cân rồi mới làm tiếp.") : null),
    body: h(
      "div",
      { class: "two-up" },
      h(
        "div",
        { class: "stack-s" },
        h(
          "h3",
          {},
          more ? t("Cân thêm (%(unit)s)", { unit: line.unit }) : t("Số lượng (%(unit)s)", { unit: line.unit }),
        ),
        h(
          "div",
          { class: "entry" },
          shownQuantity,
          h("span", { class: "unit" }, `${line.unit} × ${vnd(line.unitPriceVnd)}`),
        ),
        pad.node,
      ),
      h(
        "div",
        { class: "stack-s" },
        h("h3", {}, t("Giảm giá món này")),
        h(
          "div",
          { class: "ways three" },
          [0, 500, 1000, 2000, 3000, 5000].map((bp) =>
            h(
              "button",
              { type: "button", "aria-pressed": same(bp), onclick: off(bp ? { bp } : null) },
              bp ? rate(bp) : t("Không giảm"),
            ),
          ),
        ),
        h("p", { class: "quiet" }, t("Giảm nhiều hơn mức của thu ngân sẽ cần quản lý nhập PIN khi thu tiền.")),
        h(
          "button",
          {
            type: "button",
            class: "btn-bad",
            onclick: () => {
              drop(key);
              close();
            },
          },
          t("Bỏ món này"),
          h("kbd", {}, "Del"),
        ),
        h("button", { type: "button", class: "btn-main done", onclick: close }, t("Xong"), h("kbd", {}, "Enter")),
      ),
    ),
  });
}
