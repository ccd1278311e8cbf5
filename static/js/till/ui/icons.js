// Line drawings of goods (52 grid) and small marks (20 grid).

import { html } from "./html.js";

/** A drawing is one path; a pair of numbers is the centre of a dot on it. */
const DRAWINGS = {
  grain: [
    "M26 46V18M26 26c-6 0-9-4-9-9 6 0 9 4 9 9Zm0 0c0-5 3-9 9-9 0 5-3 9-9 9Zm0 10c-6 0-9-4-9-9 6 0 9 4 9 9Z" +
      "m0 0c0-5 3-9 9-9 0 5-3 9-9 9Zm0-20c-3-2-4-6 0-11 4 5 3 9 0 11Z",
  ],
  root: ["M14 30c0-9 7-16 14-14s12 8 10 16-9 11-15 9-9-5-9-11Z", [24, 26], [31, 32]],
  noodle: ["M14 14v18c0 6 24 6 24 0V14M20 12v20M26 12v20M32 12v20M16 40h20"],
  jar: ["M18 16h16M20 12h12v4H20zM18 16c-3 4-3 20 0 24h16c3-4 3-20 0-24M22 26c3 3 5 3 8 0"],
  pot: ["M21 12h10M22 12c0 6-8 8-8 18 0 6 5 10 12 10s12-4 12-10c0-10-8-12-8-18M15 28h22"],
  melon: ["M12 26a14 12 0 1 0 28 0 14 12 0 1 0-28 0ZM26 14c-6 6-6 18 0 24M26 14c6 6 6 18 0 24M26 14V9"],
  banana: ["M14 14c2 14 10 22 24 22M14 14c6 8 14 14 24 15M14 14l-2-3M38 36c2-2 2-5 0-7"],
  disc: ["M12 26a14 14 0 1 0 28 0 14 14 0 1 0-28 0Z", [21, 22], [29, 30], [31, 20], [22, 31]],
  cuke: ["M12 34c8 6 22 0 28-14 1-4-3-6-6-4-6 6-14 12-22 12-4 1-3 4 0 6Z", [24, 29], [31, 23]],
  gift: ["M12 22h28v6H12zM15 28h22v14H15zM26 22v20M26 22c-4-8-12-6-8 0M26 22c4-8 12-6 8 0"],
  drink: ["M22 10h8M23 10v8c0 4-5 5-5 11v10c0 2 2 3 4 3h8c2 0 4-1 4-3V29c0-6-5-7-5-11v-8M18 30h16"],
};

const MARKS = {
  back: "m12 4-6 6 6 6",
  erase: "M7 4h10v12H7l-5-6 5-6ZM9 8l4 4M13 8l-4 4",
  minus: "M4 10h12",
  plus: "M10 4v12M4 10h12",
  printer: "M6 7V3h8v4M6 14H3V8h14v6h-3M6 12h8v5H6z",
};

/** A dot of radius 1 as a path. */
const dot = (/** @type {number} */ x, /** @type {number} */ y) => `M${x - 1} ${y}a1 1 0 1 0 2 0 1 1 0 1 0-2 0Z`;

/** @param {string} name one of the drawings; a gift for any other */
export function drawing(name) {
  const parts = DRAWINGS[/** @type {keyof typeof DRAWINGS} */ (name)] ?? DRAWINGS.gift;
  const path = parts.map((part) => (typeof part === "string" ? part : dot(part[0], part[1]))).join("");
  return html`<svg
    viewBox="0 0 52 52" width="48" height="48" fill="none" stroke="currentColor" stroke-width="1.6"
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"
  ><path d=${path}></path></svg>`;
}

/**
 * @param {keyof typeof MARKS} name
 * @param {number} [size] pixels
 */
export function mark(name, size = 20) {
  return html`<svg
    class="icon" viewBox="0 0 20 20" width=${size} height=${size} fill="none" stroke="currentColor" stroke-width="1.8"
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"
  ><path d=${MARKS[name]}></path></svg>`;
}
