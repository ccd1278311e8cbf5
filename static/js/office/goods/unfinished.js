// Where a form begins: what was begun on this device and is not written yet, each with the way back to it.

import { all } from "./draft.js";

const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-goods-unfinished]"));
const blank = /** @type {HTMLTemplateElement | null} */ (place?.querySelector("template"));
const { goodsUnfinished: begins = "" } = place?.dataset ?? {};

for (const [name, { fields, rows, at }] of all()) {
  const item = blank ? document.importNode(blank.content, true).firstElementChild : null;
  const link = item?.querySelector("a");
  if (!place || !item || !link || !rows.length || !name.startsWith(begins)) continue;
  const query = new URLSearchParams();
  for (const key of ["correct", "announcement", "producer"]) if (fields[key]) query.set(key, fields[key]);
  link.setAttribute("href", `${link.getAttribute("href")}?${query}`);
  const said = /** @type {HTMLElement} */ (item.querySelector("[data-rows]"));
  said.textContent = (said.textContent ?? "").replace("…", String(rows.length));
  const time = /** @type {HTMLElement} */ (item.querySelector("[data-at]"));
  time.textContent = new Date(at).toLocaleString("vi", {
    hour: "2-digit",
    minute: "2-digit",
    day: "2-digit",
    month: "2-digit",
  });
  place.querySelector("ul")?.append(item);
  place.hidden = false;
}
