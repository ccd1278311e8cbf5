// Where other screens open: over the goods (the cart stays in sight) or over goods and cart. One at a time.

import { t } from "../data/i18n.js";
import { deafen } from "./deaf.js";
import { $, fill, html, isControl, isField } from "./html.js";
import { mark } from "./icons.js";
import { clearToast } from "./messages.js";

/** @import { Keypad } from "./keypad.js" */

/** One screen and its moments: it enters, is drawn, gets keys and scans, and leaves. Each screen extends what it needs. */
export class Screen {
  title = "";
  /** The title is read out and not seen. */
  hasHiddenTitle = false;
  /** It covers the cart too. */
  isFull = false;
  /** It lays itself out as a desk: keys, way back and green button at the same place as on every other desk. */
  isDesk = false;
  /** What stands in the foot of the cart instead of the buttons that take money. @type {string | null} */
  waits = null;
  /** The line of the cart that waits for a manager's word. @type {number | null} its key */
  asked = null;
  /** Goods that will be a line of the cart when this screen is done; they do not count yet. */
  landing = /** @type {{ name: string, unit: string, sentence: string } | null} */ (null);
  /** The back button and Esc leave it. */
  hasWayBack = true;
  /** Money is being counted here: prices do not change under it, and paying does not begin anew. */
  isCountingMoney = false;
  /** The server's state may replace it: nothing is begun here that would be lost. */
  isReplaceable = false;
  /** Gets what is typed outside of fields. @type {Keypad | null} */
  keypad = null;

  /** What is typed on its keypad is a PIN. */
  takesPin = false;

  /** Something is on its way to the server: nothing may come between. */
  get isBusy() {
    return false;
  }

  /** The sentence that must be answered here before anything else begins. @returns {string | null} */
  get question() {
    return null;
  }

  /** What is drawn over the goods. @returns {unknown} */
  render() {
    return null;
  }

  /** What is drawn over the cart by a screen that covers it; null when it has one column. @returns {unknown} */
  renderRight() {
    return null;
  }

  /** The screen has just opened. */
  enter() {}

  /**
   * The screen has just closed. What was begun here is stored, unless it was undone: the person went back.
   * @param {{ isUndone: boolean }} _how
   */
  leave(_how) {}

  /** The main action, on Enter. */
  submit() {}

  /** Esc and the back button. */
  goBack() {
    screens.back();
  }

  /** The server was lost or found. */
  onReachable() {}

  /**
   * A key that is nobody else's.
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the key was used
   */
  onKey(event) {
    if (event.key === "Escape") {
      if (!this.isBusy) this.goBack();
      return true;
    }
    if (event.key === "Enter" && !isControl(event.target)) {
      this.submit();
      return true;
    }
    if (event.key === "Backspace" && this.keypad && !isField(event.target)) {
      this.keypad.erase();
      return true;
    }
    return false;
  }

  /** Characters typed outside of fields. @param {string} text */
  onType(text) {
    if (this.keypad && /^[\d.,k]+$/i.test(text)) this.keypad.press(text);
  }

  /**
   * A scan of goods or of a receipt: the sentence that refuses it, or null to make way for it.
   * @param {"goods" | "receipt"} _kind
   * @returns {string | null}
   */
  onScan(_kind) {
    return this.question ?? (this.isFull ? t("Quay lại đơn rồi quét tiếp.") : null);
  }

  /** Whether the screen itself wants the goods that were scanned. @param {string} _product its code */
  takeGoods(_product) {
    return false;
  }

  /** Whether the slip that was scanned is the one on the screen. @param {string} _sale its uid */
  takeReceipt(_sale) {
    return false;
  }

  /** Whether the screen wants the voucher that was scanned. @param {string} _code */
  takeVoucher(_code) {
    return false;
  }

  /** Draws anew, if the screen is still open; not while a finger is down: the button under it would lose its tap. */
  update() {
    if (screens.current === this && !press.delays(() => this.update())) screens.draw();
  }
}

/** A finger, or a mouse button, that is down. */
class Press {
  #isDown = false;
  /** @type {(() => void) | null} */
  #after = null;

  constructor() {
    const lift = () => {
      this.#isDown = false;
      const after = this.#after;
      this.#after = null;
      after?.();
    };
    const options = { capture: true };
    addEventListener("pointerdown", () => (this.#isDown = true), options);
    // The click, if there is one, comes right after the finger has gone up; its own acts draw at once.
    addEventListener("pointerup", () => setTimeout(lift), options);
    addEventListener("pointercancel", lift, options);
    addEventListener("blur", lift);
    addEventListener("click", () => (this.#isDown = false), options);
  }

  /** Whether an act waits until nothing is down any more. @param {() => void} act */
  delays(act) {
    if (this.#isDown) this.#after = act;
    return this.#isDown;
  }
}

const press = new Press();

/** Lists that scroll by themselves, named by data-scroll. */
const scrolling = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-scroll]")]);

/** How far each is scrolled: a list that is drawn anew stays where it is. */
const positions = () => new Map(scrolling().map((place) => [place.dataset.scroll ?? "", place.scrollTop]));

class Screens {
  /** @type {Screen | null} */
  current = null;
  #onIdle = () => {};
  #onChange = () => {};
  /** The title and how many nodes before the content stay when it is drawn anew. */
  #left = { place: document.body, staying: 0 };
  /** @type {Element | null} */
  #right = null;

  /** @param {() => void} act what happens when a screen closed and no other took its place */
  onIdle(act) {
    this.#onIdle = act;
  }

  /** @param {() => void} act what happens whenever another screen is open, or none */
  onChange(act) {
    this.#onChange = act;
  }

  /** @param {Screen} screen */
  open(screen) {
    if (this.current) this.#leave(false);
    this.current = screen;
    clearToast();
    deafen();
    const place = $(screen.isFull ? "#screen" : "#panel");
    const title = this.#frame(screen, place);
    this.draw();
    place.hidden = false;
    $("#shop").inert = true;
    $("#cart").inert = screen.isFull;
    document.body.classList.remove("sheeted");
    this.#onChange();
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    ($("[data-first]", place) ?? title).focus({ preventScroll: true });
    screen.enter();
  }

  /**
   * What stays while the content changes: the way back, the title, the halves.
   * @param {Screen} screen
   * @param {HTMLElement} place
   */
  #frame(screen, place) {
    const back = html`
      <button type="button" class="back" @click=${() => screen.goBack()}>
        ${mark("back")}${screen.isFull ? t("Quay lại đơn") : t("Quay lại")}<kbd>Esc</kbd>
      </button>
    `;
    const id = screen.isFull ? "screen-title" : "panel-title";
    const isHidden = screen.isDesk || screen.hasHiddenTitle;
    const title = html`<h2 id=${id} class=${isHidden && "visually-hidden"} tabindex="-1">${screen.title}</h2>`;
    const head = screen.isDesk ? title : html`<div class="panel-head">${title}${screen.hasWayBack && back}</div>`;
    const hasRight = screen.isFull && screen.renderRight() !== null;
    const main = screen.isDesk ? place : html`<div class=${hasRight || !screen.isFull ? "plain" : "column"}></div>`;
    this.#right = null;
    this.#left = { place: main, staying: 1 };
    fill(main, head);
    if (hasRight) {
      this.#right = html`<div class="beside-work"></div>`;
      const left = screen.isDesk ? html`<div></div>` : main;
      this.#left.place = left;
      if (screen.isDesk) left.append(head);
      fill(place, html`<div class="split">${left}${this.#right}</div>`);
    } else if (!screen.isDesk) fill(place, main);
    return title;
  }

  /** Draws the content of the open screen. */
  draw() {
    if (!this.current) return;
    const scrolled = positions();
    fill(this.#left.place, this.current.render(), this.#left.staying);
    if (this.#right) fill(this.#right, this.current.renderRight());
    for (const place of scrolling()) place.scrollTop = scrolled.get(place.dataset.scroll ?? "") ?? 0;
  }

  #leave(/** @type {boolean} */ isUndone) {
    const screen = this.current;
    this.current = null;
    for (const place of [$("#screen"), $("#panel")]) {
      place.hidden = true;
      place.replaceChildren();
    }
    $("#shop").inert = false;
    $("#cart").inert = false;
    if (screen) deafen();
    screen?.leave({ isUndone });
    this.#onChange();
  }

  /** Closes a screen that has a way back, and stores what was begun there. */
  close() {
    if (this.current?.hasWayBack) this.finish();
  }

  /** Closes a screen that has a way back, and undoes what was begun there. */
  back() {
    if (!this.current?.hasWayBack) return;
    this.#leave(true);
    this.#onIdle();
  }

  /** Closes any screen: also one without a way back, when a shift is open or a sale is done. */
  finish() {
    this.#leave(false);
    this.#onIdle();
  }
}

export const screens = new Screens();
