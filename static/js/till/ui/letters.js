// Letters on the screen for whoever has no keyboard: they write into the field that has the focus, with Vietnamese tones.
// Phones and tablets bring keys of their own; a counter's touch screen does not.

import { t } from "../data/i18n.js";
import { deviceSettings } from "../data/settings.js";
import { TONES, withTone } from "../domain/vietnamese_keys.js";
import { html } from "./html.js";
import { mark } from "./icons.js";

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */

const FIGURES = "1234567890";
const ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
/** The seven letters that only Vietnamese has. */
const OWN = "\u0103\u00e2\u0111\u00ea\u00f4\u01a1\u01b0";
const SIGNS = ",.-/";
const TONE_KEYS = [
  { label: t("Dấu sắc"), tone: TONES.acute },
  { label: t("Dấu huyền"), tone: TONES.grave },
  { label: t("Dấu hỏi"), tone: TONES.hook },
  { label: t("Dấu ngã"), tone: TONES.tilde },
  { label: t("Dấu nặng"), tone: TONES.dot },
];
const WRITTEN = ["text", "search", "tel", "url", "email"];
/** A touch that gives a field the focus comes right before it. */
const TOUCH_MS = 700;

/** @param {EventTarget | null} node @returns {Field | null} a field of the till in which somebody writes */
function fieldOf(node) {
  if (node instanceof HTMLTextAreaElement) return node.readOnly ? null : node;
  const isText = node instanceof HTMLInputElement && WRITTEN.includes(node.type) && !node.readOnly;
  return isText ? node : null;
}

/** @param {Field} field */
const isFigures = (field) =>
  field.type === "tel" || ["numeric", "decimal", "tel"].includes(field.dataset.inputmode ?? "");

/** A device that brings letters of its own. */
const bringsKeys = () => /Android|iPhone|iPad|Mobile/.test(navigator.userAgent);

class Letters {
  /** @type {Field | null} */
  #field = null;
  #isUpper = false;
  #touchedAt = Number.NEGATIVE_INFINITY;
  /** What stands in the field, where a small screen has no room for both. */
  #echo = html`<p class="echo" aria-hidden="true"></p>`;
  #node = html`<div class="letters" role="region" aria-label=${t("Bàn phím chữ")} hidden></div>`;

  listen() {
    // The field keeps the focus, and the caret, while keys are tapped.
    this.#node.addEventListener("pointerdown", (event) => event.preventDefault());
    addEventListener("pointerdown", (event) => this.#onPointer(event), { capture: true });
    addEventListener("focusin", ({ target }) => this.#onFocus(fieldOf(target)));
    // What is drawn anew takes the focus at once; only then is it known whether a field still has it.
    addEventListener("focusout", () => setTimeout(() => this.#onFocus(fieldOf(document.activeElement))));
  }

  /** @param {PointerEvent} event */
  #onPointer({ pointerType, target, timeStamp }) {
    if (pointerType !== "touch") return;
    this.#touchedAt = timeStamp;
    const field = target instanceof Element ? fieldOf(target.closest("label")?.control ?? target) : null;
    if (field && this.#isWanted()) this.#quiet(field);
  }

  /** The device's own keys stay away. @param {Field} field */
  #quiet(field) {
    if (field.inputMode !== "none") field.dataset.inputmode = field.inputMode;
    field.inputMode = "none";
  }

  #isWanted() {
    const { letterKeys } = deviceSettings();
    if (letterKeys !== "auto") return letterKeys === "always";
    return !bringsKeys() && performance.now() - this.#touchedAt < TOUCH_MS;
  }

  /** @param {Field | null} field */
  #onFocus(field) {
    if (!field) this.#hide();
    else if (this.#field || this.#isWanted()) this.#show(field);
  }

  /** @param {Field} field */
  #show(field) {
    this.#quiet(field);
    this.#field = field;
    this.#isUpper = field.autocapitalize === "words" && !field.value;
    this.#draw();
    const place = field.closest("dialog") ?? document.body;
    if (this.#node.parentElement !== place) place.append(this.#node);
    this.#node.hidden = false;
    field.scrollIntoView({ block: "nearest" });
  }

  #hide() {
    this.#field = null;
    this.#node.hidden = true;
  }

  #draw() {
    const field = this.#field;
    if (!field) return;
    const row = (/** @type {string} */ keys) =>
      [...keys].map((key) => this.#key(this.#isUpper ? key.toUpperCase() : key));
    const erase = html`
      <button type="button" tabindex="-1" class="soft" aria-label=${t("Xóa một chữ")} @click=${() => this.#erase()}>
        ${mark("erase", 24)}
      </button>
    `;
    const done = html`
      <button type="button" tabindex="-1" class="soft wide" @click=${() => field.blur()}>${t("Xong")}</button>
    `;
    const figures = isFigures(field);
    this.#echo.textContent = field.value;
    this.#node.classList.toggle("figures", figures);
    this.#node.replaceChildren(
      this.#echo,
      ...(figures
        ? [html`<div>${row("12345")}</div>`, html`<div>${row("67890")}${erase}</div>`, html`<div>${done}</div>`]
        : [
            html`<div>${row(FIGURES)}</div>`,
            html`<div>${row(ROWS[0])}</div>`,
            html`<div>${row(ROWS[1])}${erase}</div>`,
            html`<div>${this.#shift()}${row(ROWS[2])}${row(SIGNS.slice(0, 2))}</div>`,
            html`<div>${row(OWN)}${TONE_KEYS.map((key) => this.#tone(key))}</div>`,
            html`<div>${row(SIGNS.slice(2))}${this.#space()}${done}</div>`,
          ]),
    );
  }

  /** @param {string} key */
  #key(key) {
    return html`<button type="button" tabindex="-1" @click=${() => this.#write(key)}>${key}</button>`;
  }

  #space() {
    const label = t("dấu cách");
    return html`<button type="button" tabindex="-1" class="space" @click=${() => this.#write(" ")}>${label}</button>`;
  }

  #shift() {
    const turn = () => {
      this.#isUpper = !this.#isUpper;
      this.#draw();
    };
    const label = t("Chữ hoa");
    return html`
      <button type="button" tabindex="-1" class="soft" aria-label=${label} aria-pressed=${this.#isUpper} @click=${turn}>⇧</button>
    `;
  }

  /** @param {typeof TONE_KEYS[number]} tone */
  #tone({ label, tone }) {
    const put = () => {
      const field = this.#field;
      if (!field) return;
      const at = field.selectionStart ?? field.value.length;
      this.#replace(0, at, withTone(field.value.slice(0, at), tone));
    };
    const key = `a${tone}`.normalize("NFC");
    return html`<button type="button" tabindex="-1" class="soft" aria-label=${label} @click=${put}>${key}</button>`;
  }

  /** @param {string} text */
  #write(text) {
    const field = this.#field;
    if (!field) return;
    const { value, maxLength } = field;
    const [from, to] = [field.selectionStart ?? value.length, field.selectionEnd ?? value.length];
    if (maxLength >= 0 && value.length - (to - from) + text.length > maxLength) return;
    this.#replace(from, to, text);
    if (this.#isUpper) {
      this.#isUpper = false;
      this.#draw();
    }
  }

  #erase() {
    const field = this.#field;
    if (!field) return;
    const [from, to] = [field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length];
    this.#replace(from === to ? Math.max(from - 1, 0) : from, to, "");
  }

  /**
   * @param {number} from
   * @param {number} to
   * @param {string} text
   */
  #replace(from, to, text) {
    this.#field?.setRangeText(text, from, to, "end");
    this.#field?.dispatchEvent(new Event("input", { bubbles: true }));
    this.#echo.textContent = this.#field?.value ?? "";
  }
}

export const listenForFields = () => new Letters().listen();
