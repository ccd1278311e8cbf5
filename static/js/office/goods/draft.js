// What somebody types into a goods form stays on the device until the document is written: through a sleeping phone, a reload, a
// session that ended, a save that was refused. One draft for each form, person and subject.

/**
 * @typedef {object} Draft
 * @property {string} uid the document's id: sent twice it is written once
 * @property {string} at when it was stored
 * @property {Record<string, string>} fields of the head
 * @property {DraftRow[]} rows
 * @property {string[]} [photos] ids of those that were sent
 */
/** @typedef {{ goods: string, fields: Record<string, string> }} DraftRow */

const BEGINS = "goods-draft:";
const LONGEST_DAYS = 14;
/** Belongs to the page, not to what was typed. */
const NOT_KEPT = new Set(["csrf_token", "q", "approval_pin"]);

/**
 * @param {string} form
 * @param {string} person
 * @param {string} subject what it is about, where one person may have several of a form
 */
export const nameOf = (form, person, subject) => `${BEGINS}${form}:${person}:${subject}`;

/**
 * @param {string} name
 * @returns {Draft | null}
 */
export function load(name) {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "null");
  } catch {
    return null;
  }
}

/**
 * Answers whether it is on the device.
 * @param {string} name
 * @param {Draft} draft
 */
export function save(name, draft) {
  try {
    localStorage.setItem(name, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

/** @param {string} name */
export function drop(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    // Then there is none.
  }
}

/** Every draft of this device by its name. @returns {[string, Draft][]} */
export function all() {
  /** @type {[string, Draft][]} */
  const drafts = [];
  try {
    for (const name of Object.keys(localStorage)) {
      const draft = name.startsWith(BEGINS) ? load(name) : null;
      if (draft) drafts.push([name, draft]);
    }
  } catch {
    // Then there is none.
  }
  return drafts;
}

/** Drops what was written, and what nobody came back to. @param {string} [uid] of the document */
export function dropWritten(uid) {
  const oldest = Date.now() - LONGEST_DAYS * 24 * 3_600_000;
  for (const [name, { uid: mine, at }] of all()) if (mine === uid || !(Date.parse(at) > oldest)) drop(name);
}

/**
 * What stands in a form now.
 * @param {HTMLFormElement} form
 * @param {HTMLElement[]} rows
 * @returns {Draft}
 */
export function read(form, rows) {
  /** @type {Record<string, string>} */
  const fields = {};
  for (const field of form.elements) {
    const isOfHead = isOpen(field) && !field.closest("[data-goods-row], [data-photos]");
    if (isOfHead && !NOT_KEPT.has(field.name)) fields[field.name] = field.value;
  }
  return {
    uid: fields.uid ?? "",
    at: new Date().toISOString(),
    fields,
    photos: [...form.querySelectorAll("[data-photos] input:checked")]
      .map((box) => /** @type {HTMLInputElement} */ (box).value)
      .filter(Boolean),
    rows: rows.map((row) => ({ goods: row.dataset.goodsRow ?? "", fields: fieldsIn(row) })),
  };
}

/**
 * Puts photos that were sent back into the form's field of photos.
 * @param {HTMLFormElement} form
 * @param {Draft | null} draft
 */
export function showPhotos(form, draft) {
  const field = /** @type {HTMLElement | null} */ (form.querySelector("[data-photos]"));
  const blank = /** @type {HTMLTemplateElement | null} */ (field?.querySelector("[data-photo-new]"));
  for (const uid of draft?.photos ?? []) {
    const item = /** @type {DocumentFragment | undefined} */ (blank?.content.cloneNode(true))?.firstElementChild;
    const box = item?.querySelector("input");
    const picture = item?.querySelector("img");
    if (!item || !box || !picture || field?.querySelector(`input[value="${CSS.escape(uid)}"]`)) continue;
    box.value = uid;
    picture.src = `${field?.dataset.address}${uid}`;
    field?.querySelector("[data-photo-list]")?.append(item);
  }
}

/** @param {HTMLElement} row */
function fieldsIn(row) {
  /** @type {Record<string, string>} */
  const fields = {};
  for (const field of row.querySelectorAll("input, select, textarea")) {
    if (isOpen(field)) fields[field.name] = field.value;
  }
  return fields;
}

/**
 * @param {Element} field
 * @returns {field is HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement}
 */
function isOpen(field) {
  if (field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement) return Boolean(field.name);
  const isTyped = field instanceof HTMLInputElement && field.name && !["file", "password"].includes(field.type);
  if (!isTyped) return false;
  return !["radio", "checkbox"].includes(field.type) || field.checked;
}

/**
 * Puts what was typed into the fields of the same names: of a row, or of the form's head.
 * @param {HTMLElement} place
 * @param {Record<string, string>} fields
 */
export function write(place, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const named = [...place.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    const isRow = place.matches("[data-goods-row]");
    for (const field of named.filter((one) => isRow || !one.closest("[data-goods-row]"))) set(field, value);
  }
}

/**
 * @param {Element} field
 * @param {string} value
 */
function set(field, value) {
  if (field instanceof HTMLSelectElement) {
    if ([...field.options].some((one) => one.value === value)) field.value = value;
  } else if (field instanceof HTMLInputElement && ["radio", "checkbox"].includes(field.type)) {
    field.checked = field.value === value;
  } else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.value = value;
}
