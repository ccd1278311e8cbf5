// Small comforts of the goods forms; everything works without them.

/** @typedef {HTMLInputElement | HTMLSelectElement} Field */

/** @type {NodeListOf<HTMLFormElement>} */
const autoSubmitted = document.querySelectorAll("form[data-auto-submit]");
for (const form of autoSubmitted) {
  form.addEventListener("change", () => form.requestSubmit());
  const button = form.querySelector("button");
  if (button) button.hidden = true;
}

const lines = document.querySelector("[data-lines]");
/** @type {HTMLElement | null} */
const more = document.querySelector("[data-add-line]");

/** @type {(line: Element) => NodeListOf<Field>} */
const fieldsOf = (line) => line.querySelectorAll("input, select");

if (lines && more) {
  // without this script there are lines enough for a big delivery; with it, two, and a button for more
  for (const line of [...lines.querySelectorAll("[data-line]")].slice(2)) {
    if ([...fieldsOf(line)].every((field) => !field.value)) line.remove();
  }
  more.hidden = false;
  more.addEventListener("click", () => addLine(lines));
}

/**
 * Adds an empty line like the last one, with ids of its own.
 * @param {Element} list
 */
function addLine(list) {
  const all = list.querySelectorAll("[data-line]");
  const count = all.length;
  const line = /** @type {Element} */ (all[count - 1].cloneNode(true));
  const legend = line.querySelector("legend");
  if (legend) legend.textContent = legend.textContent.replace(/\d+/, String(count + 1));
  for (const node of line.querySelectorAll("[id]")) node.id = node.id.replace(/\d+$/, String(count));
  for (const label of line.querySelectorAll("label")) label.htmlFor = label.htmlFor.replace(/\d+$/, String(count));
  for (const field of fieldsOf(line)) {
    field.value = "";
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
  for (const old of line.querySelectorAll(".bad-text")) old.remove();
  for (const old of line.querySelectorAll(".wrong")) old.classList.remove("wrong");
  list.append(line);
  fieldsOf(line)[0].focus();
}
