// After a crash: sales that were being sent, and carts that were sold already.

import { Refusal, get } from "./data/api.js";
import { dropOldDrafts } from "./data/drafts.js";
import { t } from "./data/i18n.js";
import { sender } from "./data/sale_queue.js";
import { dropCarts, reopenCart, till } from "./data/state.js";
import { trimSold } from "./data/store.js";
import { url } from "./data/urls.js";
import { toast } from "./ui/messages.js";

/** Whether the server has the sale. @param {string} uid */
async function isSold(uid) {
  try {
    await get(url("sale", { uid }));
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return false;
    throw error;
  }
}

/** Of carts on a device whose disk was restored nobody knows whether they were sold since: the server does. */
async function soldCarts() {
  const sold = [];
  for (const { uid, lines } of [till.cart, ...till.heldCarts]) {
    if (lines.length > 0 && (await isSold(uid))) sold.push(uid);
  }
  return sold;
}

/** What was sold, stored or sent before the page closed does not come back as a cart. */
export async function recoverSales() {
  const sold = await sender.recover(reopenCart).catch(() => /** @type {string[]} */ ([]));
  sold.push(...(await soldCarts().catch(() => [])));
  if (dropCarts(sold)) toast(t("Đơn vừa rồi đã được ghi. Không cần thu lại."), "warn");
  await trimSold().catch(() => {});
  await dropOldDrafts().catch(() => {});
}
