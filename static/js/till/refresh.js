// Fetches what is new of the goods and the printer, and puts new prices into the cart.

import { Unreachable, messageOf } from "./data/api.js";
import { today } from "./data/clock.js";
import { t } from "./data/i18n.js";
import { offeredNow, setState, till } from "./data/state.js";
import { hearTransfers } from "./data/transfers.js";
import { sameOffers } from "./domain/cart_offers.js";
import { reprice } from "./domain/reprice.js";
import { toast } from "./ui/messages.js";
import { screens } from "./ui/screens.js";

const EVERY_MS = 30000;
const SECOND_MS = 1000;

export const OFFERS_CHANGED = t("Khuyến mãi vừa đổi, đơn đã tính lại.");

/** The sentence of prices that changed. @param {string[]} goods their names */
export const pricesChanged = (goods) => t("Giá đã đổi: %(goods)s.", { goods: goods.join(", ") });

/** Fetches what is new; answers the names of the goods in the cart that have another price now. */
export async function refresh() {
  try {
    const isChanged = await till.catalogue.refresh(till.boot.till);
    if (isChanged) setState({ catalogue: till.catalogue });
    hearTransfers().catch(() => {});
    setState({ printer: till.catalogue.till?.printer_state ?? till.printer });
    return priceCart();
  } catch (error) {
    if (!(error instanceof Unreachable)) toast(messageOf(error), "warn");
    return [];
  }
}

/** Puts the prices and offers of now into the cart; answers the names of the goods that have another price. */
function priceCart() {
  // Never under money that is being counted: there the server says that a price has changed.
  if (!till.cart.lines.length || screens.current?.isCountingMoney) return [];
  const { cart, moved } = reprice(till.cart, till.catalogue.priceOf);
  if (!moved.length && !sameOffers(till.cart, offeredNow(till.cart))) {
    setState({ cart });
    toast(OFFERS_CHANGED, "warn");
  }
  if (moved.length) {
    setState({ cart });
    toast(pricesChanged(moved), "warn");
  }
  return moved;
}

export function refreshRegularly() {
  setInterval(() => !document.hidden && till.online && refresh(), EVERY_MS);
  let day = today();
  // A till that is cut off begins the day by its own clock, with the prices that were planned for it.
  setInterval(() => {
    if (day === today()) return;
    day = today();
    if (till.catalogue.beginDay(day)) setState({ catalogue: till.catalogue });
    priceCart();
  }, SECOND_MS);
}
