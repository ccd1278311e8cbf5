// What the card of goods says of a paper that has ended or ends soon.

import { daysLeft } from "../../data/clock.js";
import { t } from "../../data/i18n.js";

/** @import { Product } from "../../data/catalogue.js" */

const SOON_DAYS = 30;

/**
 * Nothing while all papers hold for longer.
 * @param {Pick<Product, "paper">} product
 * @returns {string}
 */
export function paperWords({ paper }) {
  const days = paper ? daysLeft(paper.valid_until) : null;
  if (!paper || days === null || days > SOON_DAYS) return "";
  const kind = kindWords(paper.kind);
  const day = paper.valid_until.split("-").reverse().join("/");
  return days < 0 ? t("%(kind)s hết hạn %(day)s", { kind, day }) : t("%(kind)s sắp hết hạn, %(day)s", { kind, day });
}

/** @param {string} kind */
function kindWords(kind) {
  /** @type {Record<string, string>} */
  const words = {
    ocop: t("chứng nhận OCOP"),
    food_safety: t("an toàn thực phẩm"),
    self_declaration: t("bản tự công bố"),
    test_report: t("phiếu kiểm nghiệm"),
    vietgap: "VietGAP",
    globalgap: "GlobalGAP",
    trademark: t("nhãn hiệu"),
    gi: t("chỉ dẫn địa lý"),
    environment: t("môi trường"),
    barcode: t("mã số mã vạch"),
    business: t("đăng ký kinh doanh"),
  };
  return words[kind] ?? t("giấy tờ khác");
}
