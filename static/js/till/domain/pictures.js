// The drawing of a product without a photo, by its name and its OCOP product set, and the tint it stands on. PURE.

/** Words of a folded name, the most telling first; a blank at the end keeps a word from being the beginning of another. */
const WORDS = [
  ["gio qua|qua tet|hop qua", "gift"],
  ["am tra|am chen|binh tra", "teapot"],
  ["bo chen|chen |coc ", "cups"],
  ["lo hoa|binh |dong gom", "vase"],
  ["hu gom|chum|vai |chau |gom |pot ", "chum"],
  ["bat |dia ", "bowl"],
  ["tui giay|tui vai|bao bi|tui dung", "bag"],
  ["ruou|nuoc|tra |che |mat ong|ca phe|giam|dau an", "bottle"],
  ["khoai tay tui|tui luoi", "net"],
  ["khoai|cu |san |hanh|toi|gung", "potato"],
  ["banh da|banh", "disc"],
  ["my |mien|bun|pho", "noodle"],
  ["dua gang|muoi|tuong|mam|dua cai|say", "jar"],
  ["dua leo|dua chuot|ca chua|rau|bau|bi ", "cuke"],
  ["dua le|dua luoi|dua hau|buoi|cam|oi ", "melon"],
  ["chuoi", "banana"],
  ["gao|lua", "sack"],
  ["ngo|dau|lac", "ear"],
];

const BY_NAME = WORDS.map(([words, picture]) => ({ words: new RegExp(` (?:${words})`), picture }));

/** @type {Record<number, string>} */
const BY_SET = {
  1: "cuke",
  3: "sack",
  4: "bottle",
  6: "noodle",
  7: "jar",
  9: "jar",
  11: "bottle",
  13: "bottle",
  14: "bottle",
  17: "bottle",
  21: "chum",
};

/** @type {Record<string, string>} */
const TINTS = {
  potato: "root",
  net: "root",
  sack: "grain",
  ear: "grain",
  noodle: "noodle",
  disc: "noodle",
  jar: "jar",
  cuke: "jar",
  melon: "melon",
  banana: "banana",
  teapot: "pot",
  cups: "pot",
  chum: "pot",
  vase: "pot",
  bowl: "pot",
  bottle: "drink",
  bag: "plain",
};

/** @param {{ folded: string, set: number | null }} product */
export function pictureOf(product) {
  const name = ` ${product.folded} `;
  return BY_NAME.find(({ words }) => words.test(name))?.picture ?? BY_SET[product.set ?? 0] ?? "gift";
}

/** The group of colours of a drawing. @param {string} picture */
export const tintOf = (picture) => TINTS[picture] ?? "gift";
