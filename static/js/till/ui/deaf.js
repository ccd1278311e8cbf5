// A screen that has just changed hears neither finger nor Enter for a moment: what comes then was meant for the one before.

const DEAF_MS = 400;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** What stands under the finger is about to be another thing. */
export function deafen() {
  document.body.classList.add("deaf");
  clearTimeout(timer);
  timer = setTimeout(() => document.body.classList.remove("deaf"), DEAF_MS);
}

export const isDeaf = () => document.body.classList.contains("deaf");

/**
 * Keeps Enter from everybody else while a screen has just changed; fingers are kept off by the style sheet. To be called after
 * the scanner listens: the Enter that ends a scan is never lost.
 */
export function guardEnter() {
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter" || !isDeaf()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );
}
