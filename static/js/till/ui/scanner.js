// One listener for the whole page: scans are caught wherever the focus is, and never end up in a field.

import { Burst, IDLE_MS, characterOf, isEndKey } from "../domain/scanner_burst.js";
import { drawnAgain, isField } from "./html.js";

/** @import { Keys } from "../domain/scanner_burst.js" */

/** Keys that act at once: what was typed before them counts first. */
const ACTS = /^(F\d+|Escape|Backspace|Delete|Arrow\w+)$/;

/** A field and what stood in it before a burst of keys. */
class Field {
  #node;
  #value;

  /** @param {HTMLInputElement} node */
  constructor(node) {
    this.#node = node;
    this.#value = node.value;
  }

  /** It takes a PIN or a password. */
  get isSecret() {
    return this.#node.type === "password";
  }

  restore() {
    if (this.#node.value === this.#value) return;
    this.#node.value = this.#value;
    this.#node.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/**
 * @param {EventTarget | null} target
 * @returns {Field | null}
 */
const fieldOf = (target) => (isField(target) ? new Field(/** @type {HTMLInputElement} */ (target)) : null);

/** @param {Event} event which nobody else gets */
function swallow(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/**
 * @param {object} to
 * @param {(code: string, others: string[]) => void} to.onScan others: what it may be too, when an input method wrote over it
 * @param {(text: string) => void} to.onType gets what fingers type outside of fields
 * @param {() => boolean} to.takesPin whether what is typed outside of fields is a PIN
 */
export function listenForScans({ onScan, onType, takesPin }) {
  const burst = new Burst();
  /** @type {Field | null} where the burst goes */
  let field = null;
  /** @type {Field | null} as it stood when the last quick keys began: a scanner may write while somebody types */
  let fieldBeforeTail = null;
  let timer = 0;
  /** @type {Set<HTMLElement>} what was tapped while keys were pending, in that order */
  const tapped = new Set();

  /** @param {Keys | null} keys */
  const reportKeys = (keys) => {
    if (keys?.kind === "typed" && !field) onType(keys.text);
    if (keys?.kind !== "scan") return;
    if (keys.typed) fieldBeforeTail?.restore();
    else field?.restore();
    if (keys.typed && !field) onType(keys.typed);
    onScan(keys.code, keys.others);
  };
  /** @param {Keys | null} keys */
  const report = (keys) => {
    reportKeys(keys);
    const controls = [...tapped];
    tapped.clear();
    for (const control of controls) drawnAgain(control)?.click();
  };
  const isForPin = () => (field ? field.isSecret : takesPin());
  const reportIdle = () => report(burst.idle(Boolean(field), isForPin()));
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(reportIdle, IDLE_MS);
  };

  /** @param {KeyboardEvent} event */
  const onEndKey = (event) => {
    clearTimeout(timer);
    const keys = burst.end(event.timeStamp, Boolean(field), isForPin());
    // LF as Ctrl+J opens the browser's downloads.
    if (event.ctrlKey) event.preventDefault();
    else if (keys && keys.kind !== "typed") swallow(event);
    report(keys);
  };

  /** @param {KeyboardEvent} event */
  const onActingKey = (event) => {
    if (event.key === "Backspace" && burst.erase(event.timeStamp)) {
      if (!field) swallow(event);
      wait();
      return;
    }
    clearTimeout(timer);
    reportIdle();
  };

  /** @param {KeyboardEvent} event */
  const onCharacter = (event) => {
    const character = characterOf(event);
    if (character === null) return;
    if (character === "\x1d") event.preventDefault();
    const isOnButton = event.target instanceof HTMLButtonElement;
    if (isOnButton && character === " ") {
      if (burst.length === 0) return;
      event.preventDefault();
    }
    const here = fieldOf(event.target);
    if (burst.length === 0) field = here;
    if (burst.mayBegin(event.timeStamp)) fieldBeforeTail = here;
    const how = { isInField: Boolean(field), isInjected: event.code === "", isForPin: isForPin() };
    const pending = burst.key(character, event.timeStamp, how);
    if (pending) {
      report(pending);
      // What was typed may have opened a field: there this character goes.
      field = fieldOf(document.activeElement);
    }
    wait();
  };

  // A tap right after the last figure: the figure counts first, and half a scan is not taken for a figure.
  window.addEventListener(
    "click",
    (event) => {
      const control = /** @type {Element} */ (event.target).closest("button, a, input, select, label, summary");
      if (!event.detail || !burst.length || !(control instanceof HTMLElement)) return;
      swallow(event);
      tapped.add(control);
    },
    true,
  );
  window.addEventListener(
    "keydown",
    (event) => {
      if (isEndKey(event)) onEndKey(event);
      else if (ACTS.test(event.key)) onActingKey(event);
      else if (!event.repeat) onCharacter(event);
    },
    true,
  );
}
