// Small marks on a grid of 20, drawn in the colour of the text.

import { html } from "./html.js";

const MARKS = {
  back: "m12 4-6 6 6 6",
  book: "M4 3h10a2 2 0 0 1 2 2v12H6a2 2 0 0 1-2-2V3ZM4 15a2 2 0 0 1 2-2h10M7.5 7h5",
  card: "M2 5a1 1 0 0 1 1-1h14a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V5ZM2 8h16M5 12.5h4",
  cash: "M2 5h16v10H2zM10 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4ZM5 8v4M15 8v4",
  check: "m4 11 4 4 8-10",
  clock: "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM10 6v4l2.5 2",
  cross: "m5 5 10 10M15 5 5 15",
  down: "m5 8 5 5 5-5",
  erase: "M7 4h10v12H7l-5-6 5-6ZM9.5 8l4 4M13.5 8l-4 4",
  leaf: "M10 18V8M10 12c-4 0-6-2.5-6-6 4 0 6 2.5 6 6Zm0-3c0-3.5 2-6 6-6 0 4-2 6-6 6Z",
  lock: "M4 9h12v8H4zM7 9V6a3 3 0 0 1 6 0v3",
  minus: "M4 10h12",
  offline:
    "M3 3l14 14M2.5 8a11 11 0 0 1 4-2.4M10 5c3 0 5.5 1 7.5 3M5.5 11.5a6.5 6.5 0 0 1 4-1.9" +
    "M14.5 11.5a6 6 0 0 0-2-1.3M10 15.5h.01",
  pen: "m4 13-1 4 4-1L17 6l-3-3L4 13Z",
  percent:
    "m5 15 10-10M6.5 8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6ZM13.5 15.6a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z",
  plus: "M10 4v12M4 10h12",
  printer: "M6 7V3h8v4M6 14H3V8h14v6h-3M6 12h8v5H6z",
  qr: "M3 3h5v5H3zM12 3h5v5h-5zM3 12h5v5H3zM12 12h2v2M17 12v5h-5M14 17h-2",
  return: "M4 8h8.5a4 4 0 0 1 0 8H8M7 5 4 8l3 3",
  scale: "M3 16h14l-1.5-7h-11L3 16ZM5 9c0-3 2-5 5-5s5 2 5 5M10 9l2-2.5",
  scan: "M2 6V4a2 2 0 0 1 2-2h2M14 2h2a2 2 0 0 1 2 2v2M18 14v2a2 2 0 0 1-2 2h-2M6 18H4a2 2 0 0 1-2-2v-2M5.5 10h9",
  search: "M15 9A6 6 0 1 1 3 9a6 6 0 0 1 12 0ZM13.4 13.4l4.1 4.1",
  tag: "M3 3h6.5l7.5 7.5-6.5 6.5L3 9.5V3ZM6.5 6.5h.01",
  ticket: "M2 5h16v3.5a1.5 1.5 0 0 0 0 3V15H2v-3.5a1.5 1.5 0 0 0 0-3V5ZM12 5v2M12 9v2M12 13v2",
  trash: "M3.5 5.5h13M8 5.5V3h4v2.5M5 5.5l1 11.5h8l1-11.5M8.5 9v5M11.5 9v5",
  up: "m5 12 5-5 5 5",
  warn: "M10 3 2 17h16L10 3ZM10 8v4M10 14.5v.1",
};

/** @typedef {keyof typeof MARKS} Mark */

/**
 * @param {Mark} name
 * @param {number} [size] pixels
 */
export function mark(name, size = 20) {
  return html`<svg
    class="icon" viewBox="0 0 20 20" width=${size} height=${size} fill="none" stroke="currentColor" stroke-width="1.8"
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"
  ><path d=${MARKS[name]}></path></svg>`;
}
