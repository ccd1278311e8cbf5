// One listener for the whole page: scans are caught wherever the focus is, and never end up in a field.

import { Burst, IDLE_MS, characterOf } from "../domain/scanner_burst.js";
import { isField } from "./html.js";

/** @typedef {{ node: HTMLInputElement, value: string }} Field a field and what stood in it before a burst of keys */

/** Keys that act at once: what was typed before them counts first. */
const ACTS = /^(F\d+|Escape|Backspace|Delete|Arrow\w+)$/;

/**
 * @param {EventTarget | null} target
 * @returns {Field | null}
 */
function fieldOf(target) {
  const node = /** @type {HTMLInputElement} */ (target);
  return isField(target) ? { node, value: node.value } : null;
}

/**
 * @param {object} to
 * @param {(code: string) => void} to.onScan
 * @param {(text: string) => void} to.onType gets what fingers type outside of fields
 */
export function listenForScans({ onScan, onType }) {
  const burst = new Burst();
  /** @type {Field | null} */
  let field = null;
  let timer = 0;

  /** @param {import("../domain/scanner_burst.js").Keys | null} keys */
  const report = (keys) => {
    if (!keys) return;
    if (keys.kind === "typed") {
      if (!field) onType(keys.text);
      return;
    }
    if (field) {
      field.node.value = field.value;
      field.node.dispatchEvent(new Event("input", { bubbles: true }));
    }
    onScan(keys.code);
  };

  window.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Enter" || event.key === "Tab") {
        clearTimeout(timer);
        const keys = burst.end(event.timeStamp);
        if (keys?.kind === "scan") {
          event.preventDefault();
          event.stopImmediatePropagation();
        }
        report(keys);
        return;
      }
      if (ACTS.test(event.key)) {
        clearTimeout(timer);
        report(burst.idle());
        return;
      }
      if (event.repeat) return;
      const character = characterOf(event);
      if (character === null) return;
      if (character === "\x1d") event.preventDefault();
      const isOnButton = event.target instanceof HTMLButtonElement;
      if (isOnButton && character === " " && burst.length === 0) return;
      if (burst.length === 0 || !field !== !isField(event.target)) field = fieldOf(event.target);
      const before = field;
      const late = burst.key(character, event.timeStamp);
      if (late) {
        report(late);
        field = fieldOf(event.target);
      } else {
        field = before;
      }
      clearTimeout(timer);
      timer = setTimeout(() => report(burst.idle()), IDLE_MS);
    },
    true,
  );
}
