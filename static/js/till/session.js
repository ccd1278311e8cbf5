// Person, shift and CSRF token of this page, and whether they still hold. The page may be a stored one, hours old; and while
// the server was out of sight, somebody may have closed the shift or signed out.

import { Unreachable, onExpiredToken, post, useCsrf } from "./data/api.js";
import { t } from "./data/i18n.js";
import { dropPage, keepPage } from "./data/offline_page.js";
import { ownAddress, pageThere } from "./data/page_there.js";
import { sender } from "./data/sale_queue.js";
import { hearLook } from "./data/settings.js";
import { changePerson, setState, subscribe, till } from "./data/state.js";
import { clearCarts } from "./data/store.js";
import { url } from "./data/urls.js";
import { seldom, withSeldom } from "./screens/later.js";
import { html } from "./ui/html.js";
import { toast } from "./ui/messages.js";
import { Screen, screens } from "./ui/screens.js";

/** @import { Boot, Person, Shift } from "./data/state.js" */

let isStale = false;
let isSignedOut = false;
/** What the server said and no screen has made way for yet. @type {Boot | null} */
let pending = null;
let turn = 0;
/** @type {Promise<boolean> | null} */
let reading = null;
let identity = "";
/** @type {() => unknown} */
let onReread = () => {};

/** @param {{ person: Person, shift: Shift | null }} of */
const identityOf = ({ person, shift }) => `${person.username} ${shift?.uid ?? "-"} ${Boolean(shift?.isUnsent)}`;

/**
 * @param {object} start
 * @param {boolean} start.isStored this page comes from the device, not from the server
 * @param {() => unknown} start.refresh is called after the page was read again, to fetch the goods too
 */
export function startSession({ isStored, refresh }) {
  isStale = isStored;
  identity = identityOf(till);
  onReread = refresh;
  onExpiredToken(readAgain);
  subscribe(["person", "shift"], onOwnChange);
  sender.onShift(shiftSettled);
  keepPage(url("worker"), url("sell"));
  if (!isStored) adopt(till.person.username).catch(() => {});
}

/**
 * The server answered, or did not: what we know is read again when it is back.
 * @param {boolean} isReachable
 */
export function sessionReachable(isReachable) {
  if (!isReachable) isStale = true;
  else if (isStale) {
    isStale = false;
    readAgain().then(() => isStale || onReread());
  }
}

/** @param {string} username */
const adopt = async (username) => (await seldom()).adoptTyped(username);

/** Another person or shift by this till's own doing: the stored page would show the old ones. */
async function onOwnChange() {
  if (identityOf(till) === identity) return;
  identity = identityOf(till);
  // Opened without a server: the stored page is all there is to open the till with.
  if (till.shift?.isUnsent) return;
  pending = null;
  turn += 1;
  await dropPage().catch(() => {});
  await read();
}

/** Answers whether the same person is still signed in, so that what was refused may be tried again. */
function readAgain() {
  reading ??= read().finally(() => {
    reading = null;
  });
  return reading;
}

/** Asks the server for the page; answers whether it is still the same person's. */
async function read() {
  const mine = ++turn;
  let there;
  try {
    there = await pageThere();
  } catch {
    isStale = true;
    return false;
  }
  if (mine !== turn) return false;
  isSignedOut = there.isSignedOut;
  if (!there.boot) {
    isStale = true;
    applyServerState();
    return false;
  }
  useCsrf(there.token);
  return usePerson(there.boot);
}

/** @param {Boot} boot */
function usePerson(boot) {
  pending = boot;
  const isSame = boot.person.username === till.person.username;
  identity = identityOf({ person: boot.person, shift: till.shift });
  hearLook(boot.person.username, boot.look);
  changePerson(boot.person);
  if (!isSame) toast(t("Thu ngân trên máy này bây giờ là %(name)s.", { name: boot.person.name }), "warn");
  applyServerState();
  return isSame;
}

/** Takes over what the server said, but never under a screen that somebody is working on: money may be counted there. */
export function applyServerState() {
  const screen = screens.current;
  if (screen && !screen.isReplaceable) return;
  if (isSignedOut) {
    if (!(screen instanceof SignInScreen)) screens.open(new SignInScreen());
    return;
  }
  if (!pending) return;
  const boot = pending;
  pending = null;
  const before = till.shift?.uid;
  // One that was opened without the server is on its way to it.
  const shift = boot.shift ?? (till.shift?.isUnsent ? till.shift : null);
  identity = identityOf({ person: boot.person, shift });
  setState({ boot, shift, printer: boot.printer });
  const isOtherShift = before !== shift?.uid;
  if (isOtherShift || screen instanceof SignInScreen) screens.finish();
  if (before && isOtherShift) {
    toast(shift ? t("Máy này đã sang ca mới.") : t("Ca đã được đóng ở nơi khác."), "warn");
  }
}

/**
 * A shift that was opened without the server has arrived: as it is, later, or in another that was open before.
 * @param {import("./data/unsent_shift.js").Settled} settled
 */
function shiftSettled({ shift, instead, isDatedAnew }) {
  setState({ shift });
  if (instead) withSeldom(({ askOtherShift }) => askOtherShift(shift, instead));
  else if (isDatedAnew) {
    toast(t("Máy khác đã mở rồi đóng một ca trong lúc mất kết nối. Ca ở đây được ghi từ bây giờ, đơn vẫn đủ."), "warn");
  } else toast(t("Ca mở lúc mất kết nối đã vào sổ."));
}

class SignInScreen extends Screen {
  title = t("Cần đăng nhập lại");
  isFull = true;
  hasWayBack = false;
  isReplaceable = true;

  get isBusy() {
    return true;
  }

  render() {
    const text = t("Phiên trên máy này đã hết. Các đơn vẫn còn nguyên; đăng nhập xong là gửi tiếp.");
    return [
      html`<p class="muted">${text}</p>`,
      html`
        <div class="bottom">
          <a class="btn btn-main done-button" href=${url("sign_in", {}, { next: ownAddress() })}>${t("Đăng nhập")}</a>
        </div>
      `,
    ];
  }
}

/** Ends the session on this device, unless it would leave sales behind that only this device knows. */
export async function signOut() {
  // What was set aside stays on this device, and is sent by whoever signs in here next.
  const unsent = till.waiting.length + (till.shift?.isUnsent ? 1 : 0);
  if (unsent) {
    toast(t("Còn %(count)s đơn chưa gửi. Đợi gửi xong rồi mới đăng xuất.", { count: unsent }), "bad");
    return;
  }
  try {
    await post(url("sign_out"));
  } catch (error) {
    if (error instanceof Unreachable) {
      toast(t("Máy chủ mất kết nối nên chưa đăng xuất được."), "bad");
      return;
    }
    // The answer is a page, not JSON; the address below tells whether it worked.
  }
  // What this person began stays with nobody; sales that were made stay until they are sent.
  setState({ isSecondary: true });
  await clearCarts().catch(() => {});
  await dropPage().catch(() => {});
  location.assign(url("sign_in"));
}
