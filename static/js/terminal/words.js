// What the till says: t("Đã gửi hết"). The Vietnamese sentence is the id; another language comes with the page. PURE but for the page.

const page = globalThis.document;
const block = page?.querySelector("#words")?.textContent;
const words = block ? JSON.parse(block) : {};

/** The reader's language, for what is asked of the server. */
export const language = page?.documentElement?.lang || "vi";

/** A sentence in the reader's language; %(name)s stands for values.name. */
export function t(id, values = {}) {
  return (words[id] ?? id).replace(/%\((\w+)\)s/g, (_, name) => String(values[name]));
}
