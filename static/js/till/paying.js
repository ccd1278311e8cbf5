// From the open purse to the slip: the sale's document, its approval, its way to the server, and what comes after.

import { saleDocument, sums } from "./domain/cart.js";
import { now } from "./data/clock.js";
import { miss } from "./ui/sound.js";
import { change, say, till } from "./data/state.js";
import { uid } from "./data/uid.js";
import { t } from "./data/i18n.js";
import { withApproval } from "./screens/approval.js";
import { openDone } from "./screens/done.js";
import { openPay } from "./screens/pay.js";
import { close, finish } from "./ui/stage.js";

const PRINTED_MS = 3000;
const LOST_SHIFT = new Set(["unknown_shift", "shift_closed"]);

export function startPaying({ sender, fresh, refresh }) {
  openPay(async ({ payments, roundingVnd, confirmed, changeVnd }) => {
    const cart = till.cart;
    const document = saleDocument(cart, { shift: till.shift.uid, soldAt: now(), payments, roundingVnd });
    const summary = {
      words: cart.lines
        .map(({ name }) => name)
        .join(", ")
        .slice(0, 160),
    };
    try {
      const outcome = await withApproval((approval) =>
        sender.sell(cart.uid, document, { approval, cashier: till.person.username, summary, confirm: confirmed }),
      );
      if (!outcome) return { ok: false, message: t("Chưa được duyệt. Bớt giảm giá, hoặc gọi quản lý.") };
      const sale = { uid: cart.uid, cart, counted: sums(cart), document, changeVnd, ...outcome };
      change({ cart: fresh() });
      openDone(sale);
      if (outcome.sent) {
        refresh();
        // Only later is it known how the slip fared.
        if (till.printer !== "none") setTimeout(refresh, PRINTED_MS);
      }
      return { ok: true };
    } catch (refusal) {
      if (refusal.code === "sold_elsewhere") change({ cart: { ...cart, uid: uid() } });
      return refused(refusal, refresh);
    }
  });
}

async function refused(refusal, refresh) {
  miss();
  if (refusal.code === "price_changed") {
    close();
    const goods = await refresh();
    say(
      goods.length
        ? `${t("Giá đã đổi: %(goods)s.", { goods: goods.join(", ") })} ${t("Đơn đã lấy giá mới, xem lại rồi thu tiền.")}`
        : refusal.message,
      "bad",
    );
    return { ok: true };
  }
  if (LOST_SHIFT.has(refusal.code)) {
    change({ shift: null });
    finish();
    say(refusal.message, "bad");
    return { ok: true };
  }
  if (refusal.status === 401) {
    return {
      ok: false,
      message: t("Phiên làm việc đã hết. Quay lại đơn, đăng nhập rồi thu tiền lại. Đơn vẫn còn nguyên."),
    };
  }
  if (refusal.code === "sold_elsewhere") {
    return { ok: false, message: `${refusal.message} ${t("Nếu đúng là bán thêm một đơn nữa thì bấm Xong lần nữa.")}` };
  }
  return { ok: false, message: refusal.message };
}
