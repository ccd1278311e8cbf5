// What the rows mean, told by the server while somebody types: goods, đồng, who bears it, what is wrong. It writes nothing.

import { NoAnswer, postForPart } from "./requests.js";

const PAUSE_MS = 250;

export class Meaning {
  #form;
  #rows;
  #say;
  #timer = 0;
  #asked = 0;

  /**
   * @param {HTMLFormElement} form
   * @param {() => HTMLElement[]} rows
   * @param {(sentence: string) => void} say what went wrong
   */
  constructor(form, rows, say) {
    this.#form = form;
    this.#rows = rows;
    this.#say = say;
  }

  /** Asks once nobody types for a moment. */
  ask() {
    clearTimeout(this.#timer);
    if (this.#form.dataset.meaning) this.#timer = setTimeout(() => this.#read(), PAUSE_MS);
  }

  async #read() {
    this.#asked += 1;
    const asked = this.#asked;
    const rows = this.#rows();
    try {
      const part = await postForPart(this.#form.dataset.meaning ?? "", new FormData(this.#form));
      if (asked !== this.#asked) return;
      for (const [n, said] of [...part.querySelectorAll("[data-goods-row]")].entries()) {
        replaceParts(rows[n], said);
        followAuto(rows[n], said);
      }
      replaceParts(this.#form, part.body, "[data-goods-row]");
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      this.#say(error.message);
    }
  }
}

/**
 * What the server filled in follows what it is made of, until somebody writes something else there.
 * @param {HTMLElement | undefined} row
 * @param {Element} said
 */
function followAuto(row, said) {
  for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (said.querySelectorAll("input[data-auto]"))) {
    const mine = row?.querySelector(`input[data-auto][name="${CSS.escape(field.name)}"]`);
    if (!(mine instanceof HTMLInputElement) || mine === document.activeElement) continue;
    mine.value = field.value;
    mine.classList.toggle("auto", field.value !== "");
  }
}

/**
 * Each `data-goods-part` of the answer takes the place of the one with its name.
 * @param {HTMLElement | undefined} place
 * @param {Element} said
 * @param {string} [not] parts inside of these are left alone
 */
function replaceParts(place, said, not) {
  for (const part of said.querySelectorAll("[data-goods-part]")) {
    if (not && part.closest(not)) continue;
    const name = /** @type {HTMLElement} */ (part).dataset.goodsPart ?? "";
    const old = [...(place?.querySelectorAll(`[data-goods-part="${CSS.escape(name)}"]`) ?? [])];
    const mine = old.find((one) => !not || !one.closest(not));
    if (mine && mine.textContent !== part.textContent) mine.replaceWith(document.adoptNode(part));
  }
}
