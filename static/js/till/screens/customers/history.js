// What a customer bought last, on the customer's desk.

import { lastBought } from "../../data/customers.js";
import { t } from "../../data/i18n.js";
import { quantityWords, parseQuantity, vnd } from "../../domain/money.js";
import { html } from "../../ui/html.js";

/** @import { Bought } from "../../data/customers.js" */

/** `24/11` @param {string} day as the API writes it */
const shortDay = (day) => `${day.slice(8, 10)}/${day.slice(5, 7)}`;

/** @param {Bought} sale */
const goodsOf = ({ goods }) =>
  goods.map(({ name, quantity }) => `${name} × ${quantityWords(parseQuantity(quantity) ?? 0)}`).join(", ");

export class History {
  #onChange;
  #of = "";
  /** @type {Bought[] | null} */
  #sales = null;

  /** @param {() => void} onChange is called when there is more to show */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** @param {string} customer uid */
  async show(customer) {
    if (this.#of === customer) return;
    this.#of = customer;
    this.#sales = null;
    try {
      const sales = await lastBought(customer);
      if (this.#of === customer) this.#sales = sales;
      this.#onChange();
    } catch {
      // Only a help: selling goes on without it.
    }
  }

  render() {
    if (!this.#sales) return null;
    if (!this.#sales.length) return html`<p class="quiet">${t("Chưa mua lần nào.")}</p>`;
    return html`
      <ul class="bought-before">${this.#sales.map(
        (sale) => html`
          <li>
            <span>
              <b class="num">${shortDay(sale.day)}</b>${` · ${goodsOf(sale)}`}
            </span>
            <b class="num">${vnd(sale.total_vnd)}</b>
          </li>
        `,
      )}</ul>
    `;
  }
}
