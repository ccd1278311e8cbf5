// A keypad for fingers and for the number keys alike: holds what is typed, tells every change.

import { h, mark } from "./dom.js";
import { t } from "../data/i18n.js";

export class Keypad {
  text = "";
  #places;
  #longest;
  #changed;

  /** places 0: whole numbers with a 000 key; else a decimal comma. changed(text) after every key. */
  constructor({ places = 0, longest = 12, changed = () => {} } = {}) {
    this.#places = places;
    this.#longest = longest;
    this.#changed = changed;
    const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", places > 0 ? "," : "000", "0"];
    this.node = h(
      "div",
      { class: "keys", role: "group", "aria-label": t("Bàn phím số") },
      keys.map((key) => h("button", { type: "button", onclick: () => this.press(key) }, key)),
      h(
        "button",
        { type: "button", "aria-label": t("Xóa một chữ số"), onclick: () => this.erase() },
        mark("erase", 26),
      ),
    );
  }

  press(key) {
    for (const character of key) {
      const sign = character === "." ? "," : character;
      if (sign === ",") {
        if (this.#places > 0 && !this.text.includes(",")) this.text = `${this.text || "0"},`;
      } else if (/\d/.test(sign)) {
        const after = this.text.split(",")[1];
        if (this.text.length < this.#longest && (after === undefined || after.length < this.#places)) {
          this.text = this.text === "0" ? sign : this.text + sign;
        }
      }
    }
    this.#changed(this.text);
  }

  erase() {
    this.text = this.text.slice(0, -1);
    this.#changed(this.text);
  }

  set(text) {
    this.text = text;
    this.#changed(this.text);
  }

  /** A whole amount; null when nothing is typed. */
  get whole() {
    return this.text ? Number(this.text) : null;
  }

  /** Thousandths; null when nothing is typed. */
  get milli() {
    if (!this.text) return null;
    const [whole, rest = ""] = this.text.split(",");
    return Number(whole) * 1000 + Number(rest.padEnd(3, "0"));
  }
}
