// What tiles and cart lines say of goods: a name that breaks well, how long a lot is good.

import { t } from "../../data/i18n.js";
import { till } from "../../data/state.js";

const NEAR_DAYS = 7;

/** A measure stays with its figure: "500 g" is not broken. @param {string} name */
export const unbroken = (name) => name.replace(/(\d) (?=(?:kg|g|ml|l)\b)/g, "$1\u00a0");

/**
 * Whether so many days left are few; also when they are over.
 * @param {number | null} daysLeft
 * @returns {daysLeft is number}
 */
export function isNearExpiry(daysLeft) {
  return daysLeft !== null && daysLeft <= Math.max(till.catalogue.outlet.near_expiry_days ?? NEAR_DAYS, 0);
}

/** @param {number} daysLeft */
export function expiryLabel(daysLeft) {
  if (daysLeft < 0) return t("hết hạn");
  return daysLeft === 0 ? t("hết hạn hôm nay") : t("còn %(days)s ngày", { days: daysLeft });
}
