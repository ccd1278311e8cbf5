// One listener for the whole page: scans are caught wherever the focus is, and never end up in a field.

import { Burst, IDLE_MS, characterOf } from "../domain/scanner_burst.js";

/** Keys that act at once: what was typed before them counts first. */
const ACTS = /^(F\d+|Escape|Backspace|Delete|Arrow\w+)$/;
const isField = (node) =>
  node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement || node instanceof HTMLSelectElement;

/** scanned(code) for a scan; typed(text, event) for fingers outside a field. */
export function listenForScans({ scanned, typed }) {
  const burst = new Burst();
  let field = null;
  let timer = 0;

  const settle = (what) => {
    if (!what) return;
    if (what.kind === "typed") {
      if (!field) typed(what.text);
      return;
    }
    if (field) {
      field.node.value = field.value;
      field.node.dispatchEvent(new Event("input", { bubbles: true }));
    }
    scanned(what.code);
  };

  window.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Enter" || event.key === "Tab") {
        clearTimeout(timer);
        const what = burst.end(event.timeStamp);
        if (what?.kind === "scan") {
          event.preventDefault();
          event.stopImmediatePropagation();
        }
        settle(what);
        return;
      }
      if (ACTS.test(event.key)) {
        clearTimeout(timer);
        settle(burst.idle());
        return;
      }
      if (event.repeat) return;
      const character = characterOf(event);
      if (character === null) return;
      if (character === "\x1d") event.preventDefault();
      const onButton = event.target instanceof HTMLButtonElement;
      if (onButton && character === " " && burst.length === 0) return;
      if (burst.length === 0 || !field !== !isField(event.target)) {
        field = isField(event.target) ? { node: event.target, value: event.target.value } : null;
      }
      const before = field;
      const late = burst.key(character, event.timeStamp);
      if (late) {
        settle(late);
        field = isField(event.target) ? { node: event.target, value: event.target.value } : null;
      } else {
        field = before;
      }
      clearTimeout(timer);
      timer = setTimeout(() => settle(burst.idle()), IDLE_MS);
    },
    true,
  );
}
