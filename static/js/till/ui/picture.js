// How goods look: their photo, or the drawing where there is none or it does not come.

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
  return uid ? html`<img class="pic photo" src=${url("picture", { uid, width })} alt="" @error=${fall}>` : drawn;
}
