// Search text: without accents, đ as d, lower case, so that "gao te" finds "Gạo tẻ". PURE.

export function fold(text) {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("\u0111", "d")
    .split(/\s+/)
    .filter(Boolean)
    .join(" ");
}

/** Every word of the query begins a word of the text; a product code may be typed in part. */
export function matches(query, folded, code = "") {
  const asked = fold(query);
  if (!asked) return true;
  if (code && fold(code).startsWith(asked)) return true;
  const words = ` ${folded}`;
  return asked.split(" ").every((word) => words.includes(` ${word}`));
}
