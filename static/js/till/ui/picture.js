// How goods look: their photo, or the drawing where there is none or it does not come.

import { keepPicture } from "../data/offline_page.js";
import { url } from "../data/urls.js";
import { pictureOf } from "../domain/pictures.js";
import { drawing } from "./drawings.js";
import { html } from "./html.js";

/** @param {{ folded: string, set: number | null, photo?: string }} product @param {number} [width] in pixels: 120, 480 or 1280 */
export const picture = (product, width = 120) => photoOr(product.photo, width, drawing(pictureOf(product)));

/**
 * @param {string | undefined} uid
 * @param {number} width
 * @param {HTMLElement} drawn what is shown without a photo
 */
export function photoOr(uid, width, drawn) {
  const fall = (/** @type {Event} */ event) => /** @type {Element} */ (event.target).replaceWith(drawn);
  if (!uid) return drawn;
  const address = url("picture", { uid, width });
  return html`<img class="pic photo" src=${address} alt="" @load=${() => keepPicture(address)} @error=${fall}>`;
}
