// What the till says: t("Đã gửi hết"). The Vietnamese sentence is the id; the other language comes
// with the page. PURE but for the page.

const page = globalThis.document;
const block = page?.querySelector("#words")?.textContent;
const words = block ? JSON.parse(block) : {};

/** The reader's language, for what is asked of the server. */
export const language = page?.documentElement?.lang || "vi";
let spoken = language;

/** What `act` says is said in another language: a paper speaks the outlet's, whoever reads the screen. */
export function inLanguage(other, act) {
  const before = spoken;
  spoken = other;
  try {
    return act();
  } finally {
    spoken = before;
  }
}

/** A sentence in the reader's language; %(name)s stands for values.name. */
export function t(id, values = {}) {
  return ((spoken === "vi" ? null : words[id]) ?? id).replace(/%\((\w+)\)s/g, (_, name) => String(values[name]));
}
