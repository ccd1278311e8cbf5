// The search box of a goods form: words without accents, a code, a lot, or what a scanner or the camera reads.

import { t } from "../../till/data/i18n.js";
import { parseQuantity, quantityWords, vnd } from "../../till/domain/money.js";
import { fill, html } from "../../till/ui/html.js";
import { NoAnswer, findGoods } from "./requests.js";

/** @import { FoundGoods } from "./requests.js" */

const PAUSE_MS = 160;

export class Finder {
  #form;
  #box;
  #list;
  #say;
  #onChosen;
  #isChosen;
  #context;
  #timer = 0;
  #asked = 0;

  /**
   * @param {HTMLFormElement} form
   * @param {object} to
   * @param {(goods: FoundGoods, isScan: boolean) => Promise<void>} to.onChosen
   * @param {(code: string) => boolean} to.isChosen whether goods have a row already
   * @param {() => URLSearchParams} to.context what narrows the search: place, producer
   */
  constructor(form, { onChosen, isChosen, context }) {
    this.#form = form;
    this.#onChosen = onChosen;
    this.#isChosen = isChosen;
    this.#context = context;
    this.#box = /** @type {HTMLInputElement} */ (form.querySelector("[data-goods-find]"));
    this.#list = /** @type {HTMLElement} */ (form.querySelector("[data-goods-found]"));
    this.#say = /** @type {HTMLElement} */ (form.querySelector("[data-goods-say]"));
    this.#box.addEventListener("input", () => this.#wait());
    this.#box.addEventListener("keydown", (event) => this.#onKey(event));
    this.#list.addEventListener("keydown", (event) => this.#onListKey(event));
    for (const button of form.querySelectorAll("[data-goods-search]")) {
      button.addEventListener("click", (event) => {
        event.preventDefault();
        this.read(this.#box.value, false);
      });
    }
  }

  focus() {
    this.#box.focus();
  }

  /** Keys that were pressed outside of fields. @param {string} text */
  type(text) {
    this.#box.focus();
    this.#box.value += text;
    this.#wait();
  }

  clear() {
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.#box.value = "";
    fill(this.#list, []);
  }

  /**
   * A sentence under the box; nothing takes it away again.
   * @param {string} sentence
   * @param {"" | "warn" | "bad"} [tone]
   */
  say(sentence, tone = "") {
    this.#say.className = `goods-say ${tone}`;
    this.#say.textContent = sentence;
  }

  /**
   * A code that was scanned, or a text with Enter: goods that it names are taken at once, others are listed.
   * @param {string} text
   * @param {boolean} isScan
   * @param {string[]} [others] what the code may be too
   */
  async read(text, isScan, others = []) {
    for (const one of [text, ...others]) {
      const found = await this.#search(one);
      if (!found) return;
      const [first] = found.items;
      if (first?.exact || (found.items.length === 1 && !isScan)) {
        this.clear();
        this.say("");
        await this.#onChosen(first, isScan || first.exact);
        return;
      }
      if (found.items.length) {
        this.#show(found.items, found.more);
        this.say(isScan ? t("Mã này có nhiều lô. Chọn lô đang cầm.") : "");
        this.#buttons()[0]?.focus();
        return;
      }
    }
    this.#show([], false);
    this.say(
      t("Không thấy hàng nào với “%(text)s” ở đây. Kiểm tra lại tên, mã, nhà sản xuất và nơi.", { text }),
      "warn",
    );
  }

  #wait() {
    clearTimeout(this.#timer);
    const text = this.#box.value.trim();
    if (!text) {
      this.clear();
      return;
    }
    this.#timer = setTimeout(async () => {
      const found = await this.#search(text);
      if (!found) return;
      this.#show(found.items, found.more);
      this.say(found.items.length ? "" : t("Không thấy hàng nào với “%(text)s” ở đây.", { text }), "warn");
    }, PAUSE_MS);
  }

  /** Null when nobody answered, or something else was asked meanwhile. @param {string} text */
  async #search(text) {
    this.#asked += 1;
    const asked = this.#asked;
    const query = this.#context();
    query.set("q", text);
    try {
      const found = await findGoods(this.#form.dataset.search ?? "", query);
      return asked === this.#asked ? found : null;
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      this.say(error.message, "bad");
      return null;
    }
  }

  /**
   * @param {FoundGoods[]} items
   * @param {boolean} more
   */
  #show(items, more) {
    const options = items.map(
      (goods) => html`
        <li>
          <button
            type="button"
            @click=${() => {
              this.clear();
              this.#onChosen(goods, false);
            }}
          >
            <b>${goods.name}</b>
            <span>${wordsOf(goods)}</span>
            ${this.#isChosen(goods.lot ?? goods.product) ? html`<i>✓ ${t("đã chọn")}</i>` : null}
          </button>
        </li>
      `,
    );
    fill(this.#list, [options, more ? html`<li class="quiet">${t("Còn nữa. Gõ thêm chữ để thu hẹp.")}</li>` : null]);
  }

  #buttons() {
    return [...this.#list.querySelectorAll("button")];
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      if (this.#box.value.trim()) this.read(this.#box.value.trim(), false);
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      this.#buttons()[0]?.focus();
    } else if (event.key === "Escape") this.clear();
  }

  /** @param {KeyboardEvent} event */
  #onListKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      this.clear();
      this.focus();
    }
    if (!step) return;
    event.preventDefault();
    const buttons = this.#buttons();
    const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement)) + step;
    (buttons[at] ?? this.#box).focus();
  }
}

/** What tells goods apart in the list. @param {FoundGoods} goods */
function wordsOf({ lot, best_before: day, on_hand: here, unit, price_vnd: price, producer_name: producer }) {
  if (lot === null) return `${producer} · ${vnd(price)}/${unit}`;
  const until = day ? t("HSD %(day)s", { day: day.split("-").reverse().join("/") }) : null;
  // A blind count tells nobody what the book says.
  const left =
    here === null ? null : t("còn %(quantity)s %(unit)s", { quantity: quantityWords(parseQuantity(here) ?? 0), unit });
  return [t("lô %(lot)s", { lot }), until, left].filter(Boolean).join(" · ");
}
