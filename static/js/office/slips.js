// Shows the slips anew while the form is being filled in; without this script they follow once it is saved.

const PAUSE_MS = 400;

/** @type {HTMLFormElement | null} */
const form = document.querySelector("form[data-slip-template]");
/** @type {NodeListOf<HTMLImageElement>} */
const previews = document.querySelectorAll("img[data-paper-mm]");

if (form) {
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => showPreviews(form), PAUSE_MS);
  });
}

/**
 * Asks for the slips with what is in the form now; the chosen file itself is seen once it is saved.
 * @param {HTMLFormElement} filled
 */
function showPreviews(filled) {
  for (const preview of previews) {
    const address = new URL(preview.src, location.href);
    const query = new URLSearchParams({ paper_mm: String(preview.dataset.paperMm) });
    for (const [name, value] of new FormData(filled)) {
      if (typeof value === "string" && value && name !== "csrf_token") query.append(name, value);
    }
    address.search = String(query);
    const next = new Image();
    // What no slip has room for is said once it is saved; until then the last slip stays.
    next.addEventListener("load", () => (preview.src = next.src));
    next.src = String(address);
  }
}
