// An amount of money on the keypad, as it stands on a desk.

import { t } from "../../data/i18n.js";
import { till } from "../../data/state.js";
import { amount, vnd } from "../../domain/money.js";
import { isAbsurdDrawer } from "../../domain/plausible.js";
import { narrow } from "../../ui/desk.js";
import { html } from "../../ui/html.js";
import { Keypad } from "../../ui/keypad.js";
import { ask } from "../../ui/question.js";

const LONGEST = 9;

export class AmountEntry {
  keypad;

  /** @param {(text: string) => unknown} onChange is called after every key */
  constructor(onChange) {
    this.keypad = new Keypad({ longest: LONGEST, onChange });
  }

  /** The amount in đồng; 0 when nothing is typed. */
  get vnd() {
    return this.keypad.whole ?? 0;
  }

  /** @param {string} label */
  render(label) {
    return html`
      <div class="given">
        <span>${label}</span>
        <b class="${narrow(this.vnd)} entry">${amount(this.vnd)}<i class="caret"></i><small>₫</small></b>
      </div>
    `;
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
