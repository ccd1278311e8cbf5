// A scanned recovery code: the server makes the sale that only a slip knows, once.

import { refuse } from "./cart_actions.js";
import { Unreachable, messageOf, post } from "./data/api.js";
import { t } from "./data/i18n.js";
import { url } from "./data/urls.js";
import { amount } from "./domain/money.js";
import { refresh } from "./refresh.js";
import { toast } from "./ui/messages.js";
import { soundAccepted } from "./ui/sound.js";

/** @param {string} code */
export async function recoverSale(code) {
  try {
    /** @type {import("./data/sender.js").SaleAnswer} */
    const { number, total_vnd } = await post(url("sale_recover"), { code });
    soundAccepted();
    toast(t("Đơn %(number)s, %(amount)s đã có trong sổ.", { number, amount: `${amount(total_vnd)} ₫` }));
    refresh();
  } catch (error) {
    const isAway = error instanceof Unreachable;
    refuse(isAway ? t("Máy chủ mất kết nối. Giữ phiếu này, có mạng lại thì quét.") : messageOf(error), "warn");
  }
}
