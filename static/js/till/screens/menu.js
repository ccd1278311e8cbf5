// Less frequent things.

import { askToKeep } from "../data/device_storage.js";
import { t } from "../data/i18n.js";
import { setState, till } from "../data/state.js";
import { url } from "../data/urls.js";
import { signOut } from "../session.js";
import { html } from "../ui/html.js";
import { toast } from "../ui/messages.js";
import { Screen, screens } from "../ui/screens.js";
import { KeysScreen } from "./device/keys_sheet.js";
import { lockTill } from "./device/lock.js";
import { SettingsScreen } from "./device/settings.js";
import { HeldCartsScreen } from "./held_carts.js";
import { NoteScreen } from "./line/note.js";
import { clearCart } from "./line/remove_line.js";
import { printAgain } from "./paper.js";
import { DisplayScreen } from "./display.js";
import { TransfersScreen } from "./payment/transfers.js";
import { PeopleScreen } from "./people.js";
import { PrinterScreen } from "./printer.js";
import { QueueScreen } from "./queue.js";
import { CashMoveScreen } from "./shift/cash_move.js";
import { CloseShiftScreen } from "./shift/close_shift.js";
import { DrawerOpeningScreen } from "./shift/drawer_opening.js";
import { XReportScreen } from "./shift/x_report.js";
import { SlipsScreen } from "./returns/slips.js";

/**
 * @param {string} label
 * @param {string} hint
 * @param {() => unknown} act
 * @param {boolean} [isFirst]
 */
const item = (label, hint, act, isFirst = false) => html`
  <button type="button" data-first=${isFirst} @click=${act}>${label}<small>${hint}</small></button>
`;

function printLastAgain() {
  if (!till.lastSlip?.sent) {
    toast(t("Chưa có phiếu nào để in lại."), "warn");
    return;
  }
  screens.close();
  printAgain(till.lastSlip);
}

const noteSale = () => screens.open(new NoteScreen(null));

function clear() {
  screens.close();
  clearCart();
}

async function keepDeviceStorage() {
  if (await askToKeep()) {
    setState({ isStorageKept: true });
    screens.close();
    toast(t("Trình duyệt đã hứa giữ các đơn trên máy này."));
  } else toast(t("Trình duyệt chưa chịu. Đánh dấu trang này, hoặc cài nó thành ứng dụng, rồi thử lại."), "warn");
}

const printerHint = () => (till.printer === "trouble" ? t("Có lỗi, xem phiếu chưa in") : t("In thử, phiếu chưa in"));

const openDisplay = () => screens.open(new DisplayScreen());

export class MenuScreen extends Screen {
  title = t("Việc khác");

  render() {
    const count = till.waiting.length + till.refused.length;
    const unsent = count ? t("%(count)s đơn trên máy này", { count }) : t("Không có đơn nào");
    const unkept = t("Trình duyệt chưa hứa giữ đơn chưa gửi khi máy đầy bộ nhớ");
    const office = html`
      <a class="btn" href=${url("home")}>${t("Trang quản lý")}<small>${t("Báo cáo, kho, nhà sản xuất")}</small></a>
    `;
    const sheets = html`
      <a class="btn" href=${url("sheets")}>${t("Phiếu viết tay")}<small>${t("Nhập các tờ viết khi mất điện")}</small></a>
    `;
    return html`
      <div class="menu-grid">
        ${till.shift ? this.#shiftItems() : null}
        ${item(t("Khóa máy"), t("Mở lại bằng mã PIN"), lockTill)}
        ${item(t("Màn hình của tôi"), t("Cỡ chữ, màu, tiếng báo, tự khóa"), () => screens.open(new SettingsScreen()))}
        ${item(t("Phím tắt"), t("Một tờ để in, treo cạnh máy"), () => screens.open(new KeysScreen()))}
        ${item(t("Đổi thu ngân"), t("Bằng mã PIN"), () => screens.open(new PeopleScreen()), !till.shift)}
        ${till.printer === "none" ? null : item(t("Máy in"), printerHint(), () => screens.open(new PrinterScreen()))}
        ${till.boot.till ? item(t("Màn hình khách"), t("Cửa sổ thứ hai, điện thoại, máy tính bảng"), openDisplay) : null}
        ${item(t("Đơn chờ gửi"), unsent, () => screens.open(new QueueScreen()))}
        ${till.isStorageKept ? null : item(t("Giữ đơn trên máy"), unkept, keepDeviceStorage)}
        ${till.person.role !== "cashier" ? office : null}
        ${sheets}
        ${item(t("Đăng xuất"), t("Kết thúc phiên làm việc trên máy này"), signOut)}
      </div>
    `;
  }

  #unseen() {
    const count = till.unconfirmed.length;
    return count ? t("%(count)s đơn chờ tiền về", { count }) : t("Không có đơn nào");
  }

  #shiftItems() {
    const last = till.lastSlip?.sent ? t("Bản in ghi rõ là bản sao") : t("Chưa có phiếu trong phiên này");
    const moves = t("Thêm tiền lẻ, giao tiền cho quản lý, chi vặt");
    return [
      till.cart.lines.length ? item(t("Ghi chú của đơn"), till.cart.note ?? t("In trên phiếu"), noteSale) : null,
      till.cart.lines.length ? item(t("Bỏ cả đơn"), t("Lấy lại được ngay sau đó"), clear) : null,
      item(t("Chuyển khoản chưa thấy tiền"), this.#unseen(), () => screens.open(new TransfersScreen())),
      item(t("Đơn giữ"), t("Ở máy này và ở máy khác"), () => screens.open(new HeldCartsScreen())),
      item(t("Phiếu đã bán"), t("Tìm phiếu, in lại, trả hàng"), () => screens.open(new SlipsScreen()), true),
      till.printer === "none" ? null : item(t("In lại phiếu vừa rồi"), last, printLastAgain),
      item(t("Nộp, rút tiền"), moves, () => screens.open(new CashMoveScreen())),
      item(t("Mở két"), t("Không bán hàng, ghi lý do"), () => screens.open(new DrawerOpeningScreen())),
      item(t("Báo cáo ca (X)"), t("Đã bán bao nhiêu, theo từng cách trả"), () => screens.open(new XReportScreen())),
      item(t("Đếm két và đóng ca"), t("Đếm theo từng loại tiền"), () => screens.open(new CloseShiftScreen())),
    ];
  }
}
