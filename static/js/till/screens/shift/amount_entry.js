// An amount of money on the keypad, and how it is shown.

import { amount } from "../../domain/money.js";
import { html } from "../../ui/html.js";
import { Keypad } from "../../ui/keypad.js";

const LONGEST = 9;

export class AmountEntry {
  #figure = html`<span class="num">0</span>`;
  keypad = new Keypad({
    longest: LONGEST,
    onChange: (text) => {
      this.#figure.textContent = amount(Number(text || 0));
    },
  });

  /** The amount in đồng; 0 when nothing is typed. */
  get vnd() {
    return this.keypad.whole ?? 0;
  }

  render() {
    return html`<div class="entry">${this.#figure}<span class="unit">₫</span></div>`;
  }
}
