// What the till was told when its page was made (person, shift, CSRF token) and whether that still holds. The page may be a kept
// one, hours old; and while the server was out of sight, somebody may have closed the shift or signed out.

import { dropPage, keepPage } from "./data/offline_page.js";
import { Unreachable, onStale, post, useCsrf } from "./data/api.js";
import { h } from "./ui/dom.js";
import { change, listen, say, till } from "./data/state.js";
import { finish, open, shown } from "./ui/stage.js";
import { t } from "./data/i18n.js";
import { url } from "./data/urls.js";

let stale = false;
let signedOut = false;
let news = null;
let turn = 0;
let reading = null;
let held = "";
let refresh = () => {};

/** The address of this very till. */
const ownAddress = () => url("sell", {}, till.boot.till ? { till: till.boot.till } : {});

const facts = ({ person, shift }) => `${person?.username} ${shift?.uid ?? "-"}`;

/** kept: this page comes from the device, not from the server. more: called after a reread, to fetch the goods too. */
export function startShell({ kept, more }) {
  stale = kept;
  held = facts(till);
  refresh = more;
  onStale(sameAgain);
  listen("person shift", changedHere);
  keepPage(url("worker"), url("sell"));
}

/** The server answered, or did not: what we know is read again when it is back. */
export function reached(online) {
  if (!online) stale = true;
  else if (stale) {
    stale = false;
    sameAgain().then(() => stale || refresh());
  }
}

/** Another person or shift by this till's own doing: the kept page would tell the old ones. */
async function changedHere() {
  if (facts(till) === held) return;
  held = facts(till);
  news = null;
  turn += 1;
  await dropPage().catch(() => {});
  await read();
}

/** Reads again; says whether the same person is still signed in, so that what was refused may be tried again. */
function sameAgain() {
  reading ??= read().finally(() => {
    reading = null;
  });
  return reading;
}

async function read() {
  const mine = ++turn;
  let answer;
  let page;
  try {
    answer = await fetch(ownAddress(), { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(8000) });
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    stale = true;
    return false;
  }
  if (mine !== turn) return false;
  signedOut = answer.type === "opaqueredirect" || answer.status === 403;
  const told = page.querySelector("#boot")?.textContent;
  if (signedOut || !answer.ok || !told) {
    stale = true;
    settle();
    return false;
  }
  news = JSON.parse(told);
  useCsrf(page.querySelector("meta[name=csrf-token]")?.content);
  const same = news.person.username === till.person.username;
  held = facts({ person: news.person, shift: till.shift });
  change({ person: news.person });
  if (!same) say(t("Thu ngân trên máy này bây giờ là %(name)s.", { name: news.person.name }), "warn");
  settle();
  return same;
}

/** Lets the news in, but never under a screen that somebody is working on: money may be counted there. */
export function settle() {
  const view = shown();
  if (view && !view.waits) return;
  if (signedOut) {
    if (!view?.signsIn) askToSignIn();
  } else if (news) {
    const boot = news;
    news = null;
    const before = till.shift?.uid;
    held = facts(boot);
    change({ boot, shift: boot.shift, printer: boot.printer });
    if (before !== boot.shift?.uid || view?.signsIn) finish();
    if (before && before !== boot.shift?.uid) {
      say(boot.shift ? t("Máy này đã sang ca mới.") : t("Ca đã được đóng ở nơi khác."), "warn");
    }
  }
}

function askToSignIn() {
  const href = url("sign_in", {}, { next: ownAddress() });
  open({
    title: t("Cần đăng nhập lại"),
    full: true,
    back: false,
    busy: () => true,
    waits: true,
    signsIn: true,
    left: [
      h(
        "p",
        { class: "muted" },
        t(
          "Phiên làm việc trên máy này đã hết. Đơn đang làm và đơn chờ gửi vẫn còn nguyên; đăng nhập xong là gửi tiếp.",
        ),
      ),
      h("div", { class: "bottom" }, h("a", { class: "btn btn-main done", href }, t("Đăng nhập"))),
    ],
  });
}

/** Ends the session on this device, unless it would leave sales behind that only this device knows. */
export async function signOut() {
  const kept = till.waiting.length + till.refused.length;
  if (kept) {
    say(t("Còn %(count)s đơn chưa gửi. Đợi gửi xong rồi mới đăng xuất.", { count: kept }), "bad");
    return;
  }
  try {
    await post(url("sign_out"));
  } catch (trouble) {
    if (trouble instanceof Unreachable) {
      say(t("Máy chủ mất kết nối nên chưa đăng xuất được."), "bad");
      return;
    }
    // The answer is a page, not JSON; the address below tells whether it worked.
  }
  await dropPage().catch(() => {});
  location.assign(url("home"));
}
