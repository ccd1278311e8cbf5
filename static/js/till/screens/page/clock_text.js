// How far the clock of this device is off, in words.

import { t } from "../../data/i18n.js";

/** 12 minutes, 3 hours, 2 days. @param {number} minutes */
export function clockErrorTime(minutes) {
  const off = Math.abs(minutes);
  const days = Math.round(off / 1440);
  const hours = Math.round(off / 60);
  if (days >= 2) return t("%(count)s ngày", { count: days });
  return hours >= 2 ? t("%(count)s giờ", { count: hours }) : t("%(count)s phút", { count: off });
}

/** @param {number} minutes ahead; behind: negative */
export function clockErrorText(minutes) {
  const time = clockErrorTime(minutes);
  return minutes < 0 ? t("Đồng hồ máy này chậm %(time)s", { time }) : t("Đồng hồ máy này nhanh %(time)s", { time });
}
