// How far the clock of this device is off, in words.

import { t } from "../../data/i18n.js";

/** @param {number} minutes ahead; behind: negative */
export function clockErrorText(minutes) {
  const off = Math.abs(minutes);
  const days = Math.round(off / 1440);
  const hours = Math.round(off / 60);
  let time = t("%(count)s phút", { count: off });
  if (days >= 2) time = t("%(count)s ngày", { count: days });
  else if (hours >= 2) time = t("%(count)s giờ", { count: hours });
  return minutes < 0 ? t("Đồng hồ máy này chậm %(time)s", { time }) : t("Đồng hồ máy này nhanh %(time)s", { time });
}
