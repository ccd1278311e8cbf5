// Photos of a form: taken or chosen, made small on the device, sent at once, seen as thumbnails. Without this script the
// form sends the chosen files themselves.

import { uid } from "../till/data/uid.js";
import { shrunk } from "./photo_shrink.js";

/** @typedef {{ uid: string, content: Blob | null, item: HTMLElement, isSent: boolean, isFailed: boolean }} Photo */

const CSRF = /** @type {HTMLMetaElement | null} */ (document.querySelector("meta[name=csrf-token]"));

/** One field of photos in a form. */
class PhotoField {
  /** @param {HTMLElement} field */
  constructor(field) {
    this.field = field;
    this.list = one(field, "[data-photo-list]");
    this.input = /** @type {HTMLInputElement} */ (one(field, "input[type=file]"));
    this.blank = /** @type {HTMLTemplateElement} */ (one(field, "[data-photo-new]"));
    this.error = one(field, "[data-photo-error]");
    this.most = Number(field.dataset.most);
    /** @type {Set<Photo>} */
    this.unsent = new Set();
    for (const item of this.list.querySelectorAll("[data-photo]")) this.enliven(/** @type {HTMLElement} */ (item));
    const buttons = one(field, "[data-photo-buttons]");
    buttons.hidden = false;
    field.classList.add("is-live");
    one(field, "[data-photo-take]").addEventListener("click", () => this.ask(true));
    one(field, "[data-photo-choose]").addEventListener("click", () => this.ask(false));
    this.input.addEventListener("change", () => this.take());
    this.input.form?.addEventListener("submit", (event) => this.hold(event));
    this.changed();
  }

  /**
   * Opens the camera, or the pictures of the device.
   * @param {boolean} withCamera
   */
  ask(withCamera) {
    if (withCamera) this.input.setAttribute("capture", "environment");
    else this.input.removeAttribute("capture");
    this.input.click();
  }

  /** Takes the chosen files, one after the other: a telephone has no room for several at once. */
  async take() {
    const files = [...(this.input.files ?? [])];
    this.input.value = "";
    this.say("");
    if (this.most === 1 && files.length) for (const old of [...this.list.children]) this.drop(old);
    for (const file of files) {
      if (this.list.children.length >= this.most) {
        this.say(this.field.dataset.full);
        break;
      }
      const photo = this.add(file);
      photo.content = await shrunk(file);
      await this.send(photo);
    }
  }

  /**
   * Shows a photo that is not sent yet.
   * @param {File} file
   * @returns {Photo}
   */
  add(file) {
    const item = /** @type {HTMLElement} */ (
      /** @type {DocumentFragment} */ (this.blank.content.cloneNode(true)).firstElementChild
    );
    const photo = { uid: uid(), content: null, item, isSent: false, isFailed: false };
    const picture = /** @type {HTMLImageElement} */ (one(item, "[data-photo-picture]"));
    const pdf = /** @type {HTMLElement | null} */ (item.querySelector("[data-photo-pdf]"));
    const isPaper = pdf !== null && file.type === "application/pdf";
    if (isPaper) {
      pdf.textContent = file.name;
      [picture.hidden, pdf.hidden] = [true, false];
    } else {
      picture.src = URL.createObjectURL(file);
      picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
      picture.alt = file.name;
    }
    box(item).disabled = true;
    this.unsent.add(photo);
    this.list.append(item);
    this.enliven(item, photo);
    this.state(photo, this.field.dataset.sending);
    this.changed();
    return photo;
  }

  /**
   * Gives an item of the list its buttons.
   * @param {HTMLElement} item
   * @param {Photo} [photo]
   */
  enliven(item, photo) {
    const drop = one(item, "[data-photo-drop]");
    drop.hidden = false;
    drop.addEventListener("click", () => this.drop(item));
    if (photo) one(item, "[data-photo-again]").addEventListener("click", () => this.send(photo));
  }

  /** @param {Element} item */
  drop(item) {
    for (const photo of [...this.unsent]) if (photo.item === item) this.unsent.delete(photo);
    item.remove();
    this.say("");
    this.changed();
  }

  /**
   * Sends a photo under its id, as often as somebody asks for it: the same id and the same bytes are one photo.
   * @param {Photo} photo
   */
  async send(photo) {
    photo.isFailed = false;
    one(photo.item, "[data-photo-again]").hidden = true;
    this.state(photo, this.field.dataset.sending);
    const refusal = await put(`${this.field.dataset.address}${photo.uid}`, photo.content);
    if (!this.unsent.has(photo)) return; // it was dropped meanwhile
    if (refusal === "") {
      this.unsent.delete(photo);
      photo.isSent = true;
      box(photo.item).value = photo.uid;
      box(photo.item).disabled = false;
      this.state(photo, "");
    } else {
      photo.isFailed = true;
      one(photo.item, "[data-photo-again]").hidden = refusal !== null; // what was refused is refused again
      this.state(photo, refusal ?? this.field.dataset.failed, true);
    }
    this.changed();
  }

  /**
   * Keeps the form until every photo is sent; then it goes by itself.
   * @param {SubmitEvent} event
   */
  hold(event) {
    if (!this.unsent.size) return;
    event.preventDefault();
    const form = this.input.form;
    if ([...this.unsent].some((photo) => photo.isFailed)) {
      this.say(this.field.dataset.waiting);
      this.field.scrollIntoView({ block: "center" });
      return;
    }
    const button = event.submitter;
    const timer = setInterval(() => {
      if ([...this.unsent].some((photo) => !photo.isFailed)) return;
      clearInterval(timer);
      form?.requestSubmit(button);
    }, 200);
  }

  /**
   * @param {Photo} photo
   * @param {string | undefined} sentence
   */
  state(photo, sentence, isBad = false) {
    const line = one(photo.item, "[data-photo-state]");
    line.hidden = !sentence;
    line.textContent = sentence ?? "";
    photo.item.classList.toggle("wrong", isBad);
  }

  /** @param {string | undefined} sentence */
  say(sentence) {
    this.error.textContent = sentence ?? "";
  }

  /** No more buttons than there is room for photos; one photo may always be put in another's place. */
  changed() {
    const isFull = this.most > 1 && this.list.children.length >= this.most;
    one(this.field, "[data-photo-buttons]").hidden = isFull;
    this.field.dispatchEvent(new CustomEvent("photos", { bubbles: true }));
  }
}

/**
 * Sends bytes; answers nothing when they are there, the sentence of a refusal, null when nobody answered.
 * @param {string} address
 * @param {Blob | null} content
 * @returns {Promise<string | null>}
 */
async function put(address, content) {
  try {
    const answer = await fetch(address, {
      method: "PUT",
      body: content,
      headers: { "X-CSRFToken": CSRF?.content ?? "", "Content-Type": content?.type || "application/octet-stream" },
    });
    if (answer.ok) return "";
    const problem = await answer.json();
    const isBusy = answer.status >= 500 || (answer.status === 429 && problem.code !== "too_many_files");
    if (isBusy) return null;
    return problem.errors?.[0]?.message ?? problem.detail ?? null;
  } catch {
    return null;
  }
}

/**
 * @param {ParentNode} parent
 * @param {string} selector
 * @returns {HTMLElement}
 */
function one(parent, selector) {
  const found = parent.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(selector);
  return found;
}

/**
 * @param {HTMLElement} item
 * @returns {HTMLInputElement}
 */
function box(item) {
  return /** @type {HTMLInputElement} */ (one(item, "input[type=checkbox]"));
}

/** @type {NodeListOf<HTMLElement>} */
const fields = document.querySelectorAll("[data-photos]");
for (const field of fields) new PhotoField(field);
