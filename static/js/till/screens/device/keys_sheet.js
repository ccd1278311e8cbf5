// The keys of the till on one sheet, to read here or to hang beside it.

import { t } from "../../data/i18n.js";
import { html } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";
import { Screen, screens } from "../../ui/screens.js";

/** @type {[keys: string, what: string][]} */
const KEYS = [
  ["F2 · F10", t("Việc khác")],
  ["F3", t("Xem giá, không bán")],
  ["F4", t("Phiếu đã bán, trả hàng")],
  ["F6", t("Giữ đơn, lấy lại đơn")],
  ["F7", t("Khách hàng")],
  ["F8", t("Giảm giá cả đơn")],
  ["F9", t("Thu tiền")],
  ["Enter", t("Làm việc của nút xanh; chọn hàng đang tìm")],
  ["Esc", t("Quay lại; số đã đếm vẫn còn")],
  ["↑ ↓", t("Đổi dòng trong đơn")],
  ["+ −", t("Thêm một, bớt một")],
  ["Del", t("Bỏ dòng này")],
  ["Ctrl Del", t("Bỏ cả đơn")],
  ["Ctrl Z", t("Lấy lại món vừa bỏ")],
  ["3 *", t("rồi quét hoặc gõ tên: bán 3")],
  ["a b c", t("Gõ ở đâu cũng là tìm hàng: tên không dấu, 5kg, dx5, mã, lô, nhà sản xuất, xã")],
];

export class KeysScreen extends Screen {
  title = t("Phím tắt");

  submit() {
    screens.close();
  }

  render() {
    return html`
      <div class="stack">
        <dl class="tally keys-sheet">${KEYS.map(
          ([keys, what]) => html`<div><dt>${what}</dt><dd class="num">${keys}</dd></div>`,
        )}</dl>
        <button type="button" class="no-print" @click=${() => window.print()}>${mark("printer")}${t("In tờ này")}</button>
      </div>
    `;
  }
}
