// Keys a written sheet in by keyboard and scanner: Enter goes to the next field, a scan over a figure begins the next line, and
// what was typed is there again after the page was closed. Everything works without it.

const sheetForm = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-sheet]"));
const KEPT = `sheet:${sheetForm?.dataset.sheet}`;
/** A figure of so many digits is a barcode. */
const SHORTEST_CODE = 8;

/** @returns {HTMLInputElement[]} the fields of all lines, in their order */
const fields = () =>
  [...(sheetForm?.querySelectorAll("[data-line] input") ?? [])].map((one) => /** @type {HTMLInputElement} */ (one));

/** @param {HTMLInputElement} field */
function follow(field) {
  const all = fields();
  const at = all.indexOf(field);
  if (field.name !== "goods" && new RegExp(`^\\d{${SHORTEST_CODE},}$`).test(field.value)) {
    return nextLine(field, field.value);
  }
  const quantity = all[at + 1];
  if (field.name === "goods" && field.value && quantity) {
    quantity.value ||= "1";
    quantity.focus();
    quantity.select();
  } else if (field.name === "goods") document.getElementById("f-total_vnd")?.focus();
  else nextLine(field, "");
}

/**
 * The next line, with the goods that were scanned over a figure of this one.
 * @param {HTMLInputElement} field
 * @param {string} code
 */
function nextLine(field, code) {
  if (code) field.value = field.name === "quantity" ? "1" : "";
  const goods = () => fields().filter(({ name }) => name === "goods");
  const line = field.closest("[data-line]");
  const at = goods().findIndex((one) => one.closest("[data-line]") === line);
  if (!goods()[at + 1]) /** @type {HTMLElement | null} */ (document.querySelector("[data-add-line]"))?.click();
  const next = goods()[at + 1];
  if (!next) return;
  next.value = code || next.value;
  next.focus();
  if (code) follow(next);
}

function keep() {
  const typed = [...new FormData(/** @type {HTMLFormElement} */ (sheetForm))].filter(([name]) => name !== "csrf_token");
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(typed));
  } catch {
    // Then it is on the page alone.
  }
}

/** What was typed before the page was closed, where the server has not sent it back. */
function restore() {
  /** @type {[string, string][]} */
  const typed = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  if (!sheetForm || fields().some(({ value }) => value)) return;
  const wanted = typed.filter(([name]) => name === "goods").length;
  const more = /** @type {HTMLElement | null} */ (document.querySelector("[data-add-line]"));
  while (more && fields().filter(({ name }) => name === "goods").length < wanted) more.click();
  /** @type {Record<string, number>} */
  const seen = {};
  for (const [name, value] of typed) {
    const n = seen[name] ?? 0;
    seen[name] = n + 1;
    const all = sheetForm.elements.namedItem(name);
    const field = all instanceof RadioNodeList ? all[n] : all;
    if (value && (field instanceof HTMLInputElement || field instanceof HTMLSelectElement)) field.value = value;
  }
}

if (sheetForm) {
  restore();
  sheetForm.addEventListener("input", keep);
  sheetForm.addEventListener("change", keep);
  sheetForm.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement) || !event.target.closest("[data-line]")) {
      return;
    }
    event.preventDefault();
    follow(event.target);
    keep();
  });
  if (!document.querySelector(".wrong")) fields()[0]?.focus();
  else /** @type {HTMLElement | null} */ (document.querySelector(".wrong input, .wrong select"))?.focus();
}
