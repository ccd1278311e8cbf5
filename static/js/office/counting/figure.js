// The lot in hand and the figure that is typed of it. Enter goes on; the same label scanned again counts pieces.

import { t } from "../../till/data/i18n.js";
import { parseQuantity, quantityText } from "../../till/domain/money.js";
import { readQuantity } from "../../till/domain/typed_figures.js";
import { $ } from "../../till/ui/html.js";

/**
 * A lot that may be counted.
 * @typedef {object} CountedGoods
 * @property {string} lot
 * @property {string} name
 * @property {string} unit
 * @property {number} places decimals of its quantity
 * @property {string} producer_name
 * @property {string | null} best_before
 */

/** "12.5" as it is typed: "12,5". @param {string} text */
const typed = (text) => text.replace(".", ",");

export class Figure {
  #form;
  #input;
  #onEntered;
  #scans = 0;
  /** @type {CountedGoods | null} */
  goods = null;

  /**
   * @param {HTMLFormElement} form
   * @param {(goods: CountedGoods, counted: string, byScan: boolean) => void} onEntered
   */
  constructor(form, onEntered) {
    this.#form = form;
    this.#onEntered = onEntered;
    this.#input = /** @type {HTMLInputElement} */ ($("[data-count-input]", form));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.enter();
    });
    $("[data-count-leave]", form).addEventListener("click", (event) => {
      event.preventDefault();
      this.close();
    });
    this.#input.addEventListener("input", () => this.#complain(""));
    this.#input.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  get isTyped() {
    return this.goods !== null && this.#input.value.trim() !== "";
  }

  /**
   * @param {CountedGoods} goods
   * @param {object} how
   * @param {string} how.before what was counted of it already, in words
   * @param {string} how.booked what the book says, in words; empty in a blind count
   * @param {boolean} how.byScan
   * @param {string | null} how.said how much the code itself says
   */
  open(goods, { before, booked, byScan, said }) {
    this.goods = goods;
    this.#scans = byScan ? 1 : 0;
    const day = goods.best_before ? t("HSD %(day)s", { day: goods.best_before.split("-").reverse().join("/") }) : null;
    $("[data-count-name]", this.#form).textContent = goods.name;
    const about = [goods.producer_name, t("lô %(lot)s", { lot: goods.lot }), day].filter(Boolean);
    $("[data-count-about]", this.#form).textContent = about.join(" · ");
    $("[data-count-unit]", this.#form).textContent = goods.unit;
    const note = $("[data-count-before]", this.#form);
    note.textContent = before ? t("%(before)s. Số mới thay số đó.", { before }) : booked;
    note.hidden = !note.textContent;
    this.#input.value = said ? typed(said) : "";
    this.#complain("");
    this.#form.hidden = false;
    this.#input.focus();
    this.#form.scrollIntoView({ block: "nearest" });
  }

  /** The same label once more: a piece, or what the code says. @param {string | null} said */
  raise(said) {
    const { places } = /** @type {CountedGoods} */ (this.goods);
    const step = said === null ? (places === 0 ? 1000 : 0) : (parseQuantity(said) ?? 0);
    // The first scan only brought the lot; it counts as soon as there is a second.
    const before = this.isTyped ? readQuantity(this.#input.value, places) : step * this.#scans;
    this.#scans += 1;
    if (step && typeof before === "number") this.#input.value = typed(quantityText(before + step));
    this.#input.focus();
  }

  /** Takes the figure; answers whether there was one to take. */
  enter() {
    if (!this.goods) return false;
    const text = this.#input.value.trim();
    const milli = readQuantity(text, this.goods.places);
    if (!text) return this.#complain(t("Gõ số đếm được. Không còn cái nào thì gõ 0."));
    if (milli === null) return this.#complain(t("Không đọc được số này. Ghi như 12 hoặc 1,25."));
    if (typeof milli !== "number") {
      return this.#complain(
        t("Ý là %(smaller)s hay %(larger)s? Ghi rõ một trong hai số đó.", {
          smaller: typed(quantityText(milli.smaller)),
          larger: typed(quantityText(milli.larger)),
        }),
      );
    }
    const decimals = quantityText(milli).split(".")[1]?.length ?? 0;
    if (milli < 0 || decimals > this.goods.places) {
      return this.#complain(
        this.goods.places
          ? t("Sản phẩm này chỉ có %(places)s số lẻ.", { places: this.goods.places })
          : t("Sản phẩm này bán theo số nguyên, không có số lẻ."),
      );
    }
    const { goods } = this;
    this.close();
    this.#onEntered(goods, quantityText(milli), this.#scans > 0);
    return true;
  }

  close() {
    this.goods = null;
    this.#form.hidden = true;
    this.#input.value = "";
  }

  /** @param {string} sentence */
  #complain(sentence) {
    const place = $("[data-count-error]", this.#form);
    place.textContent = sentence;
    place.closest(".field")?.classList.toggle("wrong", Boolean(sentence));
    if (sentence) this.#input.setAttribute("aria-invalid", "true");
    else this.#input.removeAttribute("aria-invalid");
    if (sentence) this.#input.focus();
    return false;
  }
}
