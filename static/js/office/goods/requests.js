// What a goods form asks the server for while somebody fills it in: goods by a word or a code, rows, what the rows mean.

import { language, t } from "../../till/data/i18n.js";

/**
 * Goods that a search found, as GET /goods answers them.
 * @typedef {object} FoundGoods
 * @property {string} product
 * @property {string} name
 * @property {string} unit
 * @property {number} price_vnd
 * @property {string} producer
 * @property {string} producer_name
 * @property {string | null} lot
 * @property {string | null} best_before
 * @property {string | null} on_hand
 * @property {boolean} exact
 * @property {string | null} quantity
 */

const TIMEOUT_MS = 8000;

/** What the server did not give, in words for whoever types. */
export class NoAnswer extends Error {}

/**
 * @param {string} address
 * @param {RequestInit} options
 */
async function ask(address, options) {
  /** @type {Response} */
  let answer;
  try {
    answer = await fetch(address, {
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...options,
      headers: { "Accept-Language": language, ...options.headers },
    });
  } catch {
    throw new NoAnswer(t("Mất kết nối với máy chủ. Những gì đã nhập vẫn còn trên máy này; thử lại khi có mạng."));
  }
  // A page that asks to sign in comes instead of what was asked for.
  if (answer.status === 401 || answer.redirected) {
    throw new NoAnswer(
      t("Phiên đăng nhập đã hết. Những gì đã nhập vẫn còn trên máy này; tải lại trang, đăng nhập rồi làm tiếp."),
    );
  }
  if (!answer.ok) throw new NoAnswer(t("Máy chủ không trả lời được. Những gì đã nhập vẫn còn trên máy này."));
  return answer;
}

/**
 * @param {string} address
 * @param {URLSearchParams} query
 * @returns {Promise<{ items: FoundGoods[], more: boolean }>}
 */
export async function findGoods(address, query) {
  const answer = await ask(withQuery(address, query), { headers: { Accept: "application/json" } });
  return answer.json();
}

/**
 * A piece of a page, made of the whole form: what it says is not run.
 * @param {string} address
 * @param {FormData} form
 */
export async function postForPart(address, form) {
  const answer = await ask(address, { method: "POST", body: form, headers: { Accept: "text/html" } });
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/**
 * A piece of a page.
 * @param {string} address
 * @param {URLSearchParams} query
 */
export async function getPart(address, query) {
  const answer = await ask(withQuery(address, query), { headers: { Accept: "text/html" } });
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/**
 * @param {string} address
 * @param {URLSearchParams} query
 */
function withQuery(address, query) {
  return `${address}${address.includes("?") ? "&" : "?"}${query}`;
}
