// The recovery code on the slip of a sale that the server does not have: any till makes the sale of it if this device is lost.

import { till } from "../../data/state.js";
import { qrPicture } from "../../domain/qr.js";
import { recoveryCode } from "../../domain/recovery_code.js";
import { fill, html } from "../../ui/html.js";

/** The pictures of sales whose slips were drawn, by uid. @type {Map<string, Promise<string | null>>} */
const pictures = new Map();

/** @param {string} uid of a sale @returns {Promise<string | null>} null when it has been sent, or is too long for a code */
async function pictureOf(uid) {
  const sale = [...till.waiting, ...till.refused].find((one) => one.uid === uid);
  const { till: code, recovery_key: key } = till.boot;
  return sale && code && key
    ? qrPicture(await recoveryCode({ uid, document: sale.document, till: code, key }), "L")
    : null;
}

/** @param {string} uid of a sale @param {string} caption */
export function recoveryFigure(uid, caption) {
  const figure = html`<figure class="slip-recovery"></figure>`;
  const known = pictures.get(uid) ?? pictureOf(uid);
  pictures.clear();
  pictures.set(uid, known);
  known.then((picture) => {
    if (picture) fill(figure, html`<img src=${picture} alt="" data-recovery><figcaption>${caption}</figcaption>`);
  });
  return figure;
}
