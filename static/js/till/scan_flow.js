// A scan: what the code means here or on the server, whether the open screen makes way, and what is done with it.

import { addBasket, addProduct, lookAt, refuse } from "./cart_actions.js";
import { get } from "./data/api.js";
import { today } from "./data/clock.js";
import { t } from "./data/i18n.js";
import { till } from "./data/state.js";
import { url } from "./data/urls.js";
import { gtin14 } from "./domain/gs1.js";
import { parseQuantity } from "./domain/money.js";
import { isRecoveryCode } from "./domain/recovery_begin.js";
import { resolve } from "./domain/scan.js";
import { withSeldom } from "./screens/later.js";
import { isAsking } from "./ui/question.js";
import { toast } from "./ui/messages.js";
import { screens } from "./ui/screens.js";
import { soundAccepted, soundRefused } from "./ui/sound.js";

/** @import { Product } from "./data/catalogue.js" */
/** @import { Scan, Warning } from "./domain/scan.js" */

const PATIENCE_MS = 3000;
const LONGEST_CODE = 40;

/** Warnings that stop a sale. @type {{ warning: Warning, sentence: string }[]} */
const STOPS = [
  { warning: "retired", sentence: t("Hàng này đã ngừng bán.") },
  { warning: "recalled", sentence: t("Lô này đang bị thu hồi. Không được bán.") },
];

/**
 * What a code means here; what this device does not know, or whose lot it does not know, the server is asked about.
 * @param {string} code
 * @returns {Promise<Scan>}
 */
async function identify(code) {
  let here = resolve(code, till.catalogue, today());
  if (here.kind === "unknown") {
    // A page that has just opened is still reading its goods.
    await till.catalogue.whole;
    here = resolve(code, till.catalogue, today());
  }
  const isKnown = here.kind !== "unknown" && !here.warnings.includes("unknown_lot");
  if (isKnown || !till.online) return here;
  try {
    const there = await get(url("scan", {}, { code }), { timeout: PATIENCE_MS });
    const isNewBasket = there.basket && !till.catalogue.deals.baskets.has(there.basket);
    const isNew = isNewBasket || (there.product && !till.catalogue.product(there.product));
    if (isNew) await till.catalogue.refresh(till.boot.till);
    const milli = there.quantity ? (parseQuantity(there.quantity) ?? undefined) : undefined;
    return { ...there, milli, printedLot: here.printedLot };
  } catch {
    return here;
  }
}

/**
 * @param {string} code
 * @param {string[]} [others] what it may be too: a Vietnamese input method wrote over it
 */
export async function onScan(code, others = []) {
  if (isRecoveryCode(code)) {
    withSeldom(({ recoverSale }) => recoverSale(code));
    return;
  }
  const isKnown = (/** @type {string} */ one) => resolve(one, till.catalogue, today()).kind !== "unknown";
  const likely = isKnown(code) ? code : (others.find(isKnown) ?? code);
  const scan = await identify(likely);
  if (screens.current?.isBusy || isAsking()) soundRefused();
  else if (scan.kind === "receipt") receiptScanned(scan.sale ?? "");
  else if (scan.kind === "voucher") voucherScanned(scan.voucher ?? "");
  else if (scan.kind === "unknown" && others.length) refuse(overwrittenCode(likely));
  else goodsScanned(scan, likely);
}

/** @param {string} sale its uid */
function receiptScanned(sale) {
  if (!till.shift) {
    refuse(t("Mở ca trước rồi mới nhận hàng khách trả."), "warn");
    return;
  }
  if (screens.current?.takeReceipt(sale)) {
    soundAccepted();
    return;
  }
  const refusal = screens.current?.onScan("receipt");
  if (refusal) {
    refuse(refusal, "warn");
    return;
  }
  soundAccepted();
  withSeldom(({ openSale }) => openSale(sale, { hasSlip: true }));
}

/** @param {string} code of a voucher */
function voucherScanned(code) {
  if (screens.current?.takeVoucher(code)) soundAccepted();
  else refuse(t("Phiếu mua hàng %(code)s: quét lại lúc thu tiền.", { code }), "warn");
}

/**
 * @param {Scan} scan
 * @param {string} code
 */
function goodsScanned(scan, code) {
  const product = scan.product ? till.catalogue.product(scan.product) : null;
  const basket = scan.basket ? till.catalogue.deals.baskets.get(scan.basket) : null;
  const stop = STOPS.find(({ warning }) => scan.warnings.includes(warning));
  if (till.isPriceCheck && product) lookAt(product, scan.lot ?? null);
  else if (stop) refuse(stop.sentence);
  else if (!product && !basket) refuse(unknownCode(code));
  else if (!till.shift) refuse(t("Mở ca trước rồi mới bán."), "warn");
  else if (product && screens.current?.takeGoods(product.code)) soundAccepted();
  else {
    const refusal = screens.current?.onScan("goods");
    if (refusal) {
      refuse(refusal, "warn");
      return;
    }
    if (screens.current) screens.finish();
    if (basket) addBasket(basket);
    else if (product) addScanned(scan, product);
  }
}

/** @param {string} code */
const shortened = (code) => (code.length > LONGEST_CODE ? `${code.slice(0, LONGEST_CODE)}…` : code);

/** @param {string} code */
const unknownCode = (code) =>
  t("Không biết mã %(code)s. Xem lại tem, hoặc gõ tên hàng để tìm.", { code: shortened(code) });

/** @param {string} code */
const overwrittenCode = (code) =>
  t("Bộ gõ tiếng Việt (Unikey, Telex) đang bật nên mã %(code)s có thể bị sai. Tắt bộ gõ rồi quét lại.", {
    code: shortened(code),
  });

/**
 * @param {Scan} scan
 * @param {Product} product
 */
function addScanned(scan, product) {
  const lot = scan.lot ?? null;
  const packed = scan.kind === "pack" ? till.catalogue.byPack(gtin14(scan.pack ?? "") ?? "") : null;
  if (packed) addProduct(product, { milli: packed.pack.milli, pack: packed.pack });
  else if (scan.milli) addProduct(product, { lot, milli: scan.milli, weighed: true });
  else addProduct(product, product.places > 0 ? { lot } : { lot, milli: 1000 });
  const cautions = cautionsFor(scan, product);
  if (cautions.length) toast(cautions.join(" "), "warn");
}

/**
 * What the cashier has to know of goods that were added.
 * @param {Scan} scan
 * @param {Product} product
 */
function cautionsFor({ warnings, lot, printedLot }, product) {
  const sentences = {
    unknown_lot: () =>
      t("Không thấy lô %(lot)s trong sổ. Đã thêm %(product)s nhưng không theo lô; xem lại tem.", {
        lot: printedLot ?? "",
        product: product.name,
      }),
    expired: () =>
      lot
        ? `${t("Lô này đã hết hạn. Bỏ ra khỏi quầy và báo quản lý.")} ${t("Bán tiếp thì cần quản lý duyệt.")}`
        : t("Hạn sử dụng trên tem đã qua. Bỏ ra khỏi quầy và báo quản lý."),
    near_expiry: () => t("%(product)s sắp hết hạn.", { product: product.name }),
  };
  const names = /** @type {(keyof typeof sentences)[]} */ (Object.keys(sentences));
  return names.filter((warning) => warnings.includes(warning)).map((warning) => sentences[warning]());
}
