// Talking to the outlet's server. A refusal is a sentence; no answer at all is its own kind of trouble.

import { language, t } from "./i18n.js";
import { url } from "./urls.js";

/** The server said no: `code` for programs, `message` for people. */
export class Refusal extends Error {
  constructor(status, problem) {
    const fields = (problem.errors ?? []).map(({ message }) => message).filter(Boolean);
    super(
      [problem.detail || problem.title || t("Máy chủ không nhận yêu cầu này."), ...fields]
        .filter((words, n, all) => all.indexOf(words) === n)
        .join(" "),
    );
    this.status = status;
    this.code = problem.code ?? "refused";
    this.errors = problem.errors ?? [];
  }
}

/** Nobody answered in time, or the answer was not the outlet's. */
export class Unreachable extends Error {
  constructor() {
    super(t("Máy chủ mất kết nối. Kiểm tra mạng rồi bấm lại. Bấm lại không bị ghi hai lần."));
  }
}

let csrf = document.querySelector("meta[name=csrf-token]")?.content ?? "";
let heard = () => {};
let renew = async () => false;

export function useCsrf(token) {
  if (token) csrf = token;
}

/** Tells whoever asks each time the server answered or did not. */
export function onReach(listener) {
  heard = listener;
}

/** Asks for a new token when the page's is no longer good. It says whether asking the server once more may help. */
export function onStale(act) {
  renew = act;
}

export async function call(method, path, body = undefined, { timeout = 8000, headers = {}, again = true } = {}) {
  let answer;
  let text;
  try {
    answer = await fetch(path, {
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
    text = await answer.text();
  } catch {
    heard(false);
    throw new Unreachable();
  }
  if (answer.status >= 500) {
    heard(false);
    throw new Unreachable();
  }
  heard(true);
  // No address of ours sends a program elsewhere, but the door sends a stranger to the sign-in page.
  if (answer.redirected) {
    throw new Refusal(401, { code: "unauthorized", detail: t("Phiên làm việc đã hết. Hãy đăng nhập lại.") });
  }
  let said = {};
  try {
    said = text ? JSON.parse(text) : {};
  } catch {
    if (answer.ok) throw new Unreachable();
  }
  if (answer.ok) return said;
  // Both are said at the door, before anything was done.
  if (again && ["csrf", "unauthorized"].includes(said.code) && (await renew())) {
    return call(method, path, body, { timeout, headers, again: false });
  }
  throw new Refusal(answer.status, said);
}

export const get = (path, options) => call("GET", path, undefined, options);
export const put = (path, body, options) => call("PUT", path, body, options);
export const post = (path, body = {}, options) => call("POST", path, body, options);

/** Whether the server is really there; the browser's own flag is not to be believed. */
export async function ping() {
  try {
    const answer = await fetch(url("health"), { cache: "no-store", signal: AbortSignal.timeout(4000) });
    heard(answer.ok);
    return answer.ok;
  } catch {
    heard(false);
    return false;
  }
}
