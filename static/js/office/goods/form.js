// A form for goods: scan, search or photograph, and a row comes; what is typed stays on the device; the sum is always in sight.
// How a form takes part stands in inventory/pages/goods/__init__.py.

import { t } from "../../till/data/i18n.js";
import { useUrls } from "../../till/data/urls.js";
import { initCamera } from "../../till/ui/camera.js";
import { listenForScans } from "../../till/ui/scanner.js";
import * as drafts from "./draft.js";
import { Finder } from "./find.js";
import { Meaning } from "./meaning.js";
import { NoAnswer } from "./requests.js";
import { Rows, quantityOf } from "./rows.js";

/** @import { Draft } from "./draft.js" */
/** @import { FoundGoods } from "./requests.js" */

const KEEP_MS = 120;
const HEAD = "[data-goods-saved], [data-goods-unsaved], [data-goods-restored]";

class GoodsForm {
  #form;
  #name;
  #rows;
  #finder;
  #meaning;
  #timer = 0;
  #isSending = false;
  /** What was asked for goes on one after the other: two quick scans of the same goods make one row. */
  #turn = Promise.resolve();

  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.#form = form;
    const { goodsForm = "", person = "", subject = "" } = form.dataset;
    this.#name = drafts.nameOf(goodsForm, person, subject);
    this.#rows = new Rows(form, () => this.#onChange());
    this.#meaning = new Meaning(
      form,
      () => this.#rows.all,
      (sentence) => this.#finder.say(sentence, "bad"),
    );
    this.#finder = new Finder(form, {
      onChosen: (goods, isScan) => this.#take(goods, isScan),
      isChosen: (code) => Boolean(this.#rows.find(code)),
      context: () => this.#narrowed(),
    });
  }

  async start() {
    drafts.dropWritten();
    drafts.showPhotos(this.#form, this.#form.dataset.given === "typed" ? null : drafts.load(this.#name));
    if (this.#form.dataset.given === "typed") this.#keep();
    else await this.#restore();
    this.#listen();
    const wrong = /** @type {HTMLElement | null} */ (this.#form.querySelector("[aria-invalid=true]"));
    const given = this.#form.dataset.given === "add" ? this.#rows.all.at(-1) : null;
    if (wrong) wrong.focus();
    else if (given) this.#rows.focus(given);
    else if (!this.#rows.all.length && matchMedia("(pointer: fine)").matches) this.#finder.focus();
  }

  #listen() {
    listenForScans({
      onScan: (code, others) => this.#inTurn(() => this.#finder.read(code, true, others)),
      onType: (text) => text.trim() && this.#finder.type(text),
      takesPin: () => false,
    });
    const button = /** @type {HTMLElement | null} */ (this.#form.querySelector("[data-goods-camera]"));
    if (button && this.#form.dataset.readCodes) {
      useUrls({ read_codes: this.#form.dataset.readCodes });
      const before = /** @type {HTMLElement} */ (this.#form.querySelector("[data-goods-say]"));
      const read = (/** @type {string} */ code) => this.#inTurn(() => this.#finder.read(code, true));
      initCamera(read, { button, before, warn: (sentence) => this.#finder.say(sentence, "warn") });
    }
    this.#form.addEventListener("input", (event) => this.#onInput(event));
    this.#form.addEventListener("change", (event) => this.#onInput(event));
    this.#form.addEventListener("keydown", (event) => this.#onKey(event));
    this.#form.addEventListener("submit", (event) => this.#onSubmit(event));
    for (const discard of document.querySelectorAll("[data-goods-discard]")) {
      discard.addEventListener("click", () => {
        drafts.drop(this.#name);
        location.reload();
      });
    }
    // A phone that falls asleep may never wake this page again.
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.#keep());
    addEventListener("pagehide", () => this.#keep());
    addEventListener("pageshow", () => {
      this.#isSending = false;
    });
  }

  /** @param {() => Promise<unknown>} act */
  #inTurn(act) {
    this.#turn = this.#turn.then(act).then(
      () => undefined,
      () => undefined,
    );
  }

  /** What narrows the search: the fields of the head that say so. */
  #narrowed() {
    const query = new URLSearchParams();
    for (const field of this.#form.querySelectorAll("[data-goods-narrows]")) {
      const { name, value } = /** @type {HTMLInputElement} */ (field);
      if (value) query.set(name, value);
    }
    return query;
  }

  /**
   * @param {FoundGoods} goods
   * @param {boolean} isScan
   */
  async #take(goods, isScan) {
    try {
      await this.#put(goods, isScan);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      this.#finder.say(error.message, "bad");
    }
  }

  /**
   * @param {FoundGoods} goods
   * @param {boolean} isScan
   */
  async #put(goods, isScan) {
    const code = goods.lot ?? goods.product;
    const known = this.#rows.find(code);
    if (known) {
      if (isScan) this.#rows.raise(known, goods.quantity);
      else this.#rows.focus(known);
      return;
    }
    const [row] = await this.#rows.add([code]);
    if (!row) return;
    const field = quantityOf(row);
    if (field && goods.quantity !== null) field.value = goods.quantity.replace(".", ",");
    this.#onChange();
    this.#rows.focus(row);
  }

  /** @param {Event} event */
  #onInput(event) {
    const field = event.target;
    if (field instanceof HTMLElement) {
      this.#own(field);
      field.removeAttribute("aria-invalid");
      field.closest(".wrong")?.classList.remove("wrong");
      if (field.matches("[data-goods-find]")) return;
    }
    this.#onChange();
  }

  /** @param {HTMLElement} field which is not filled in anew any more */
  #own(field) {
    delete field.dataset.auto;
    field.classList.remove("auto");
  }

  #onChange() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keep(), KEEP_MS);
    this.#meaning.ask();
    this.#form.classList.toggle("has-rows", this.#rows.all.length > 0);
  }

  #keep() {
    clearTimeout(this.#timer);
    if (!this.#rows.all.length && !drafts.load(this.#name)) return;
    this.#showSaved(drafts.save(this.#name, drafts.read(this.#form, this.#rows.all)));
  }

  /** @param {boolean} isSaved */
  #showSaved(isSaved) {
    for (const mark of document.querySelectorAll(HEAD)) {
      if (mark.matches("[data-goods-saved]")) /** @type {HTMLElement} */ (mark).hidden = !isSaved;
      if (mark.matches("[data-goods-unsaved]")) /** @type {HTMLElement} */ (mark).hidden = isSaved;
    }
  }

  async #restore() {
    const draft = drafts.load(this.#name);
    if (!draft?.rows.length) {
      this.#form.classList.toggle("has-rows", this.#rows.all.length > 0);
      return;
    }
    const given = this.#form.dataset.given === "add" ? this.#rows.all.map((row) => row.dataset.goodsRow ?? "") : [];
    drafts.write(this.#form, draft.fields);
    try {
      await this.#fill(draft, given);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      this.#finder.say(error.message, "bad");
    }
  }

  /**
   * @param {Draft} draft
   * @param {string[]} given goods that the address adds to it
   */
  async #fill(draft, given) {
    const kept = draft.rows.map(({ goods }) => goods);
    const codes = [...kept, ...given.filter((code) => !kept.includes(code))];
    const before = this.#rows.all;
    const rows = await this.#rows.add(codes);
    for (const row of before) row.remove();
    let at = 0;
    for (const { goods, fields } of draft.rows) {
      if (rows[at]?.dataset.goodsRow !== goods) {
        this.#finder.say(t("Không còn thấy %(goods)s nên dòng đó không mở lại được.", { goods }), "warn");
        continue;
      }
      for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (rows[at].querySelectorAll("[data-auto]"))) {
        if (fields[field.name] !== field.value) this.#own(field);
      }
      drafts.write(rows[at], fields);
      at += 1;
    }
    this.#onChange();
    for (const notice of document.querySelectorAll("[data-goods-restored]")) {
      /** @type {HTMLElement} */ (notice).hidden = false;
      const time = notice.querySelector("[data-goods-began]");
      if (time) time.textContent = new Date(draft.at).toLocaleTimeString("vi", { hour: "2-digit", minute: "2-digit" });
    }
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const field = event.target;
    const isField = field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
    if (event.key !== "Enter" || event.isComposing || !isField || field.matches("[data-goods-find]")) return;
    // Enter never sends the form: a scanner ends with it. A figure that was filled in is somebody's own from then on.
    event.preventDefault();
    this.#own(field);
    const next = this.#rows.after(field);
    if (next) {
      next.focus();
      if (next instanceof HTMLInputElement) next.select();
    } else this.#finder.focus();
  }

  /** @param {SubmitEvent} event */
  #onSubmit(event) {
    if (this.#isSending) {
      event.preventDefault();
      return;
    }
    this.#keep();
    // Photos that are on their way hold the form up, and send it once they have arrived.
    setTimeout(() => (this.#isSending = !event.defaultPrevented));
  }
}

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-goods-form]"));
if (form) new GoodsForm(form).start();
