// Requests to the outlet's server. A refusal is a sentence; no answer at all is its own kind of error.

import { isUnreachable } from "../domain/sending.js";
import { compareClocks } from "./device_clock.js";
import { language, t } from "./i18n.js";
import { url } from "./urls.js";

/** @typedef {{ field?: string, message?: string }} FieldError */
/** @typedef {{ status?: number, title?: string, detail?: string, code?: string, errors?: FieldError[] }} Problem */
/** @typedef {{ timeout?: number, headers?: Record<string, string>, mayRenew?: boolean }} CallOptions timeout in ms */

const TIMEOUT_MS = 8000;
const PING_MS = 4000;

/** The server refused: `code` for programs, `message` for people. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {Problem} problem
   */
  constructor(status, problem) {
    const sentences = [problem.detail || problem.title || t("Máy chủ không nhận yêu cầu này.")];
    for (const { message } of problem.errors ?? []) if (message) sentences.push(message);
    super([...new Set(sentences)].join(" "));
    this.status = status;
    this.code = problem.code ?? "refused";
    this.errors = problem.errors ?? [];
  }
}

/** Nobody answered in time, the answer was not the outlet's, or the outlet could not do it now and says why. */
export class Unreachable extends Error {
  /** @param {Problem} [problem] what the outlet said */
  constructor(problem = {}) {
    super(problem.detail ?? t("Máy chủ mất kết nối. Kiểm tra mạng rồi bấm lại. Bấm lại không bị ghi hai lần."));
    this.isDiskFull = problem.code === "disk_full";
  }
}

/** The sentence of whatever was thrown. @param {unknown} error */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error));

const meta = /** @type {HTMLMetaElement | null} */ (document.querySelector("meta[name=csrf-token]"));
let csrf = meta?.content ?? "";
export const csrfToken = () => csrf;
let reportReachable = (/** @type {boolean} */ _isReachable) => {};
let renewToken = async () => false;

/** @param {string | undefined} token */
export function useCsrf(token) {
  if (token) csrf = token;
}

/** @param {(isReachable: boolean) => void} listener is called each time the server answered or did not */
export function onReachable(listener) {
  reportReachable = listener;
}

/**
 * @param {() => Promise<boolean>} renew gets a new token when the page's is no longer good, and answers whether asking the
 * server once more may help
 */
export function onExpiredToken(renew) {
  renewToken = renew;
}

/**
 * @param {string} method
 * @param {string} address
 * @param {unknown} body
 * @param {CallOptions} options
 */
async function request(method, address, body, { timeout = TIMEOUT_MS, headers = {} }) {
  const sentMs = Date.now();
  try {
    const response = await fetch(address, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(timeout),
      headers: {
        Accept: "application/json",
        "Accept-Language": language,
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(method === "GET" ? {} : { "X-CSRFToken": csrf }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    compareClocks(response, sentMs);
    return { response, text: await response.text() };
  } catch {
    reportReachable(false);
    throw new Unreachable();
  }
}

/** What an outlet in trouble says; a gateway says nothing. @param {string} text @returns {Problem} */
function problemOf(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/**
 * Answers the JSON of the server. Throws Refusal or Unreachable.
 * @param {string} method
 * @param {string} address
 * @param {unknown} [body]
 * @param {CallOptions} [options]
 * @returns {Promise<any>}
 */
export async function call(method, address, body = undefined, options = {}) {
  const { response, text } = await request(method, address, body, options);
  if (isUnreachable(response.status)) {
    reportReachable(false);
    throw new Unreachable(problemOf(text));
  }
  reportReachable(true);
  // No address of ours sends a program elsewhere, but a stranger is sent to the sign-in page.
  if (response.redirected) {
    throw new Refusal(401, { code: "unauthorized", detail: t("Phiên làm việc đã hết. Hãy đăng nhập lại.") });
  }
  let answer = {};
  try {
    answer = text ? JSON.parse(text) : {};
  } catch {
    if (response.ok) throw new Unreachable();
  }
  if (response.ok) return answer;
  const problem = /** @type {Problem} */ (answer);
  // Both are refused before anything was done.
  const isTokenExpired = problem.code === "csrf" || problem.code === "unauthorized";
  if (isTokenExpired && (options.mayRenew ?? true) && (await renewToken())) {
    return call(method, address, body, { ...options, mayRenew: false });
  }
  throw new Refusal(response.status, problem);
}

/** @type {(address: string, options?: CallOptions) => Promise<any>} */
export const get = (address, options) => call("GET", address, undefined, options);
/** @type {(address: string, body: unknown, options?: CallOptions) => Promise<any>} */
export const put = (address, body, options) => call("PUT", address, body, options);
/** @type {(address: string, body?: unknown, options?: CallOptions) => Promise<any>} */
export const post = (address, body = {}, options) => call("POST", address, body, options);

/** Whether the server is really there; the browser's own flag is not to be believed. */
export async function ping() {
  let isReachable = false;
  try {
    isReachable = (await fetch(url("health"), { cache: "no-store", signal: AbortSignal.timeout(PING_MS) })).ok;
  } catch {
    // No answer is an answer.
  }
  reportReachable(isReachable);
  return isReachable;
}
