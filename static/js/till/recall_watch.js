// Recalled goods never leave this till unseen: it hears of a recall within seconds and says what to take off the shelf. What was
// sold before this till could know is told as soon as the server has it.

import { get } from "./data/api.js";
import { t } from "./data/i18n.js";
import { setState, subscribe, till } from "./data/state.js";
import { url } from "./data/urls.js";
import { refresh } from "./refresh.js";
import { toast } from "./ui/messages.js";
import { ask, isAsking } from "./ui/question.js";
import { screens } from "./ui/screens.js";
import { soundRefused } from "./ui/sound.js";

const EVERY_MS = 4000;
const TIMEOUT_MS = 3000;
const AGAIN_MS = 1000;
const MOST_NAMED = 5;

/** What is to be told, in the order it was heard; one question at a time. @type {(() => { title: string, text: string })[]} */
const untold = [];
let isTelling = false;

/** Asks whether a recall is new to this device; the goods are read anew when one is. */
async function look() {
  if (!till.online || till.catalogue.recalled.count === null) return;
  try {
    const { recalls } = await get(url("recall_count"), { timeout: TIMEOUT_MS });
    if (recalls !== till.catalogue.recalled.count) await refresh();
  } catch {
    // The next look, or the next refresh, hears it.
  }
}

/** Tells what the catalogue heard of recalls. */
function tellNews() {
  const lots = till.catalogue.recalled.takeNews();
  if (!lots.length) return;
  soundRefused();
  const names = [...new Set(lots.map(({ product }) => till.catalogue.product(product)?.name ?? product))];
  const codes = lots.map(({ lot }) => lot);
  const some = codes.length > MOST_NAMED ? [...codes.slice(0, MOST_NAMED), "…"] : codes;
  const text = t("%(goods)s, lô %(lots)s: không bán nữa. Lấy ra khỏi quầy, để riêng và báo quản lý.", {
    goods: names.join(", "),
    lots: some.join(", "),
  });
  toast(text, "bad");
  tell(() => ({ title: t("Thu hồi hàng"), text }));
}

/** Tells of sales that the server took later and that sold what was recalled. */
function tellSales() {
  const { recalledSales } = till;
  if (!recalledSales.length) return;
  setState({ recalledSales: [] });
  soundRefused();
  const text = t("Đơn %(numbers)s bán lúc mất kết nối có hàng đã thu hồi. Báo quản lý ngay, gọi khách nếu biết số.", {
    numbers: recalledSales.join(", "),
  });
  toast(text, "bad");
  tell(() => ({ title: t("Đã bán hàng thu hồi"), text }));
}

/** @param {() => { title: string, text: string }} message stands until somebody says that it was read */
function tell(message) {
  untold.push(message);
  tellNext();
}

/** Never over money that is being counted, nor over another question. */
async function tellNext() {
  if (isTelling || !untold.length) return;
  if (isAsking() || screens.current?.isBusy || screens.current?.isCountingMoney) {
    setTimeout(tellNext, AGAIN_MS);
    return;
  }
  isTelling = true;
  const message = untold.shift();
  if (message) await ask({ ...message(), yes: t("Đã báo quản lý"), no: t("Đã đọc, làm ngay") });
  isTelling = false;
  tellNext();
}

export function watchRecalls() {
  subscribe(["catalogue"], tellNews);
  subscribe(["recalledSales"], tellSales);
  setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", () => document.hidden || look());
  tellNews();
  tellSales();
}
