// An amount of money on the keypad, and how it is displayed.

import { t } from "../../data/i18n.js";
import { till } from "../../data/state.js";
import { amount, vnd } from "../../domain/money.js";
import { isAbsurdDrawer } from "../../domain/plausible.js";
import { html } from "../../ui/html.js";
import { Keypad } from "../../ui/keypad.js";
import { ask } from "../../ui/question.js";

const LONGEST = 9;

export class AmountEntry {
  #figure = html`<span class="num">0</span>`;
  #onChange;
  keypad = new Keypad({
    longest: LONGEST,
    onChange: (text) => {
      this.#figure.textContent = amount(Number(text || 0));
      this.#onChange(text);
    },
  });

  /** @param {(text: string) => unknown} [onChange] is called after every key */
  constructor(onChange = () => {}) {
    this.#onChange = onChange;
  }

  /** The amount in đồng; 0 when nothing is typed. */
  get vnd() {
    return this.keypad.whole ?? 0;
  }

  render() {
    return html`<div class="entry">${this.#figure}<span class="unit">₫</span></div>`;
  }
}

/**
 * Asks about an amount that is far more than usually lies in a drawer. Answers whether it is meant.
 * @param {number} amountVnd
 * @param {string} title
 */
export async function isDrawerMeant(amountVnd, title) {
  if (!isAbsurdDrawer(amountVnd, till.boot.last_counted_vnd)) return true;
  const amountWithSign = vnd(amountVnd);
  return ask({
    title,
    text: t("Vừa gõ %(amount)s. Có đúng không?", { amount: amountWithSign }),
    yes: t("Đúng, %(amount)s", { amount: amountWithSign }),
  });
}
