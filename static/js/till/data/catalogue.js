// The goods as this device knows them: the server's snapshot, kept for the hours without a network.

import { get } from "./api.js";
import { daysLeft } from "./clock.js";
import { fold, matches } from "../domain/fold.js";
import { gtin14 } from "../domain/gs1.js";
import { keep, kept } from "./store.js";
import { t } from "./i18n.js";
import { url } from "./urls.js";

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

const PICTURES = [
  ["gio qua|qua tet|hop qua", "gift"],
  ["gom|binh |am tra|chum|lo hoa|chau |bat |dia ", "pot"],
  ["ruou|nuoc|tra |che |mat ong|ca phe|giam", "drink"],
  ["khoai|cu |san |hanh|toi|gung", "root"],
  ["banh da|banh", "disc"],
  ["my |mien|bun|pho", "noodle"],
  ["dua gang|muoi|tuong|mam|dua cai|say", "jar"],
  ["dua leo|dua chuot|ca chua|rau|bau|bi ", "cuke"],
  ["dua le|dua luoi|dua hau|buoi|cam|oi ", "melon"],
  ["chuoi", "banana"],
  ["gao|lua|ngo|dau|lac", "grain"],
];
const SET_PICTURES = {
  1: "cuke",
  3: "grain",
  4: "drink",
  6: "noodle",
  7: "jar",
  9: "jar",
  11: "drink",
  13: "drink",
  14: "drink",
  17: "drink",
  21: "pot",
};

/** The drawing and the tint of a product without a photo. */
export function picture(product) {
  const name = ` ${product.folded} `;
  const found = PICTURES.find(([words]) => words.split("|").some((word) => name.includes(` ${word}`)));
  return found ? found[1] : (SET_PICTURES[product.set] ?? "gift");
}

export class Catalogue {
  products = new Map();
  outlet = {};
  till = null;
  version = null;
  #gtins = new Map();
  #plus = new Map();
  #lots = new Map();
  #order = new Map();
  #remembered = false;

  /** Takes an answer of the server: what changed since the version we named, or, when it names none, the whole. */
  apply(answer) {
    if (!answer.since) this.products.clear();
    for (const code of answer.removed ?? []) this.products.delete(code);
    for (const product of answer.products ?? []) {
      this.products.set(product.code, {
        ...product,
        folded: fold(product.folded || product.name),
        lots: product.lots ?? [],
        barcodes: product.barcodes ?? [],
      });
    }
    this.outlet = answer.outlet ?? this.outlet;
    this.till = answer.till ?? this.till;
    this.version = answer.version ?? this.version;
    this.#index();
    this.#settle();
  }

  /** The order of the tiles is settled once a day's work begins: nothing may move under a finger after a sale. */
  #settle() {
    const known = (product) => product.sold_30d ?? 0;
    const fresh = [...this.products.values()].filter(({ code }) => !this.#order.has(code));
    fresh.sort((a, b) => known(b) - known(a) || a.name.localeCompare(b.name, "vi"));
    for (const { code } of fresh) this.#order.set(code, this.#order.size);
  }

  #index() {
    this.#gtins.clear();
    this.#plus.clear();
    this.#lots.clear();
    for (const product of this.products.values()) {
      for (const code of product.barcodes) this.#gtins.set(gtin14(code) ?? code, product);
      if (product.plu) this.#plus.set(product.plu, product);
      for (const lot of product.lots) {
        if (!this.#lots.has(lot.lot)) this.#lots.set(lot.lot, { ...lot, product: product.code });
      }
    }
  }

  product(code) {
    return this.products.get(code) ?? null;
  }

  byGtin(gtin) {
    return this.#gtins.get(gtin) ?? null;
  }

  byPlu(plu) {
    return this.#plus.get(plu) ?? null;
  }

  lot(code) {
    return this.#lots.get(code) ?? null;
  }

  /** The goods, the best known first. */
  #onSale() {
    return [...this.products.values()].sort((a, b) => this.#order.get(a.code) - this.#order.get(b.code));
  }

  groups() {
    const sets = new Set(this.#onSale().map((product) => product.set ?? 0));
    const named = [...sets]
      .filter((set) => set > 0)
      .sort((a, b) => a - b)
      .map((set) => ({ key: String(set), label: SETS[set] ?? t("Khác") }));
    return [{ key: "often", label: t("Hay bán") }, ...named, ...(sets.has(0) ? [{ key: "0", label: t("Khác") }] : [])];
  }

  producers() {
    const names = new Map(this.#onSale().map((product) => [product.producer, product.producer_name]));
    return [...names].map(([code, name]) => ({ code, name })).sort((a, b) => a.name.localeCompare(b.name, "vi"));
  }

  find({ query = "", group = "often", producer = "" } = {}) {
    const goods = this.#onSale().filter((product) => !producer || product.producer === producer);
    if (query.trim()) {
      return goods
        .filter(
          (product) =>
            matches(query, product.folded, product.code) || product.barcodes.some((code) => code === query.trim()),
        )
        .slice(0, 60);
    }
    if (group === "often") return goods.slice(0, producer ? 60 : 24);
    return goods.filter((product) => String(product.set ?? 0) === group);
  }

  /** The lot that will be taken next from this shelf, as far as this device knows. */
  nextLot(product) {
    const place = this.till?.place;
    return (
      product.lots
        .filter(
          (lot) =>
            !lot.recalled &&
            Number(lot.on_hand) > 0 &&
            (!place || lot.place === place) &&
            (daysLeft(lot.best_before) ?? 1) >= 0,
        )
        .sort((a, b) => (a.best_before ?? "9999").localeCompare(b.best_before ?? "9999"))[0] ?? null
    );
  }

  /** Fetches what is new, keeps it on the device, and says whether any of the goods changed. Throws what api.js throws. */
  async refresh(tillCode) {
    const since = this.version;
    const before = JSON.stringify([this.outlet, this.till]);
    const query = { ...(since ? { since } : {}), ...(tillCode ? { till: tillCode } : {}) };
    const answer = await get(url("catalogue", {}, query), { timeout: 15000 });
    if (this.#remembered) this.#order.clear();
    this.#remembered = false;
    this.apply(answer);
    const moved = !since || since !== this.version;
    if (!moved && before === JSON.stringify([this.outlet, this.till])) return false;
    await keep("catalogue", {
      outlet: this.outlet,
      till: this.till,
      version: this.version,
      products: [...this.products.values()],
    }).catch(() => {});
    return moved;
  }

  /** What the device kept from the last time. */
  async restore() {
    const before = await kept("catalogue").catch(() => null);
    if (before) this.apply(before);
    this.#remembered = true;
    this.version = null;
  }
}
