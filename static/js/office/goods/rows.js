// The rows of a goods form: only goods that somebody chose. The server draws a row; here it is put in, raised and taken out.

import { quantityText } from "../../till/domain/money.js";
import { readQuantity } from "../../till/domain/typed_figures.js";
import { getPart } from "./requests.js";

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */

const FIELDS = "input:not([type=hidden]), select, textarea";

/** @type {(node: Element) => Field[]} */
export const fieldsOf = (node) => [.../** @type {NodeListOf<Field>} */ (node.querySelectorAll(FIELDS))];

/** "12.5" as it is typed: "12,5". @param {string} text */
const typed = (text) => text.replace(".", ",");

export class Rows {
  #form;
  #list;
  #onChange;

  /**
   * @param {HTMLFormElement} form
   * @param {() => void} onChange rows came or went, or a figure was raised
   */
  constructor(form, onChange) {
    this.#form = form;
    this.#list = /** @type {HTMLElement} */ (form.querySelector("[data-goods-rows]"));
    this.#onChange = onChange;
    this.#list.addEventListener("click", (event) => this.#onClick(event));
    // A figure that is tapped is there to be replaced.
    this.#list.addEventListener("focusin", ({ target }) => {
      if (target instanceof HTMLInputElement && target.matches("[data-quantity]")) target.select();
    });
  }

  /** @returns {HTMLElement[]} */
  get all() {
    return [.../** @type {NodeListOf<HTMLElement>} */ (this.#list.querySelectorAll("[data-goods-row]"))];
  }

  /** @param {string} code of a lot or a product */
  find(code) {
    return this.all.find((row) => row.dataset.goodsRow === code);
  }

  /**
   * Puts in a row for each of these goods, drawn by the server; answers the new rows, without those it does not know.
   * @param {string[]} codes
   */
  async add(codes) {
    const query = this.context();
    for (const code of codes) query.append("goods", code);
    const part = await getPart(this.#form.dataset.rows ?? "", query);
    const rows = [.../** @type {NodeListOf<HTMLElement>} */ (part.querySelectorAll("[data-goods-row]"))];
    for (const row of rows) this.#list.append(document.adoptNode(row));
    this.#onChange();
    return rows;
  }

  /** What the head of the form says: the place, the producer, the day. */
  context() {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(this.#form)) {
      const isOfRow = this.#list.querySelector(`[name="${CSS.escape(name)}"]`);
      const isForSaving = name === "csrf_token" || name === "uid" || name === "q";
      if (typeof value === "string" && value && !isOfRow && !isForSaving) query.append(name, value);
    }
    return query;
  }

  /**
   * The same goods once more: what a scan counts goes on top; a figure that is weighed, or that nobody has typed yet, waits.
   * @param {HTMLElement} row
   * @param {string | null} said how much the code itself says
   */
  raise(row, said) {
    const field = quantityOf(row);
    const places = Number(field?.dataset.places ?? 0);
    const step = said === null ? (places === 0 ? 1000 : 0) : milliOf(said);
    const scans = Number(row.dataset.scans ?? 1) + 1;
    row.dataset.scans = String(scans);
    if (field && step && !("auto" in field.dataset)) {
      // The first scan only brought the row; it counts as soon as there is a second.
      const before = field.value.trim() ? readQuantity(field.value, places) : step * (scans - 2);
      if (typeof before === "number") {
        field.value = typed(quantityText(before + step));
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
    this.focus(row);
  }

  /** @param {HTMLElement} row */
  focus(row) {
    row.scrollIntoView({ block: "nearest" });
    const field = quantityOf(row) ?? fieldsOf(row)[0];
    field?.focus();
    if (field instanceof HTMLInputElement) field.select();
    row.classList.remove("just");
    requestAnimationFrame(() => row.classList.add("just"));
  }

  clear() {
    for (const row of this.all) row.remove();
  }

  /**
   * Where Enter goes from a field: what is still empty in its row, then the next row without a figure, then null.
   * @param {Element} field
   * @returns {Field | null}
   */
  after(field) {
    const row = field.closest("[data-goods-row]");
    const open = (/** @type {Field} */ one) =>
      one !== field && one.required && (!one.value || "auto" in one.dataset) && one.offsetParent !== null;
    const here = row ? fieldsOf(row) : [];
    const next = here.slice(here.indexOf(/** @type {Field} */ (field)) + 1).find(open);
    if (next) return next;
    const all = this.all;
    const rest = row ? all.slice(all.indexOf(/** @type {HTMLElement} */ (row)) + 1) : all;
    return rest.flatMap(fieldsOf).find(open) ?? null;
  }

  /** @param {Event} event */
  #onClick(event) {
    const button = /** @type {Element} */ (event.target).closest("[data-goods-drop]");
    const row = button?.closest("[data-goods-row]");
    if (!row) return;
    event.preventDefault();
    row.remove();
    this.#onChange();
  }
}

/** @param {Element} row @returns {HTMLInputElement | null} */
export const quantityOf = (row) => row.querySelector("input[data-quantity]");

/** @param {string} text of the server */
function milliOf(text) {
  const [whole, rest = ""] = text.split(".");
  return Number(whole) * 1000 + Number(rest.padEnd(3, "0"));
}
