// The OCOP product sets by their numbers.

import { t } from "./i18n.js";

/** @type {Record<number, string>} */
const SETS = {
  1: t("Rau, củ, quả"),
  2: t("Thịt, cá, trứng"),
  3: t("Gạo, ngũ cốc"),
  4: t("Mật ong"),
  5: t("Đồ ăn nhanh"),
  6: t("Mỳ, bánh đa"),
  7: t("Dưa muối, quả sấy"),
  8: t("Thịt, cá chế biến"),
  9: t("Tương, nước mắm"),
  10: t("Gia vị"),
  11: t("Chè"),
  12: t("Chè thảo mộc"),
  13: t("Cà phê, ca cao"),
  14: t("Rượu"),
  15: t("Rượu khác"),
  16: t("Nước đóng chai"),
  17: t("Đồ uống"),
  18: t("Dược liệu"),
  19: t("Mỹ phẩm"),
  20: t("Tinh dầu"),
  21: t("Gốm, thủ công"),
  22: t("Vải, may mặc"),
  23: t("Hoa"),
  24: t("Cây cảnh"),
  25: t("Sinh vật cảnh"),
  26: t("Du lịch"),
};

/** @param {number} set */
export const setLabel = (set) => SETS[set] ?? t("Khác");
