// The drawing and the tint of a product without a photo, by its name and its OCOP product set. PURE.

/** Words of a folded name, the most telling first; a blank at the end keeps a word from being the beginning of another. */
const BY_NAME = [
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

/** @type {Record<number, string>} */
const BY_SET = {
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

/** @param {{ folded: string, set: number | null }} product */
export function pictureOf(product) {
  const name = ` ${product.folded} `;
  const match = BY_NAME.find(([words]) => words.split("|").some((word) => name.includes(` ${word}`)));
  return match ? match[1] : (BY_SET[product.set ?? 0] ?? "gift");
}
