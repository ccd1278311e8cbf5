// Screens that are seldom opened come in a script of their own, once the till stands: it opens sooner without them.

import { t } from "../data/i18n.js";
import { toast } from "../ui/messages.js";

/** @typedef {typeof import("./seldom.js").seldomScreens} Seldom */

/** @type {Seldom | null} */
let known = null;
/** @type {Promise<Seldom> | null} */
let coming = null;

/** Those screens, or null while they are not there. */
export const seldomNow = () => known;

/** Those screens, when they are there. @returns {Promise<Seldom>} */
export function seldom() {
  coming ??= import("./seldom.js").then((script) => (known = script.seldomScreens));
  coming.catch(() => (coming = null));
  return coming;
}

/** Acts with those screens: at once, when they are there. @param {(screens: Seldom) => unknown} act */
export function withSeldom(act) {
  if (known) act(known);
  else seldom().then(act, () => toast(t("Màn hình này chưa tải xong. Kiểm tra mạng rồi bấm lại."), "bad"));
}
