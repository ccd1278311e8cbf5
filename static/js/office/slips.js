// Shows the papers anew while the form is being filled in; without this script they follow once it is saved.

const PAUSE_MS = 400;

/** @type {HTMLFormElement | null} */
const form = document.querySelector("form[data-slip-template]");
/** @type {HTMLSelectElement | null} */
const paper = document.querySelector("select[data-template-paper]");
/** @type {NodeListOf<HTMLImageElement>} */
const previews = document.querySelectorAll("img[data-template-preview]");

if (form && paper) {
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => showPreviews(form, paper), PAUSE_MS);
  });
  paper.addEventListener("change", () => showPreviews(form, paper));
}

/**
 * Asks for the chosen paper with what is in the form now; the chosen file itself is seen once it is saved.
 * @param {HTMLFormElement} filled
 * @param {HTMLSelectElement} chosen
 */
function showPreviews(filled, chosen) {
  const onRoll = chosen.selectedOptions[0]?.hasAttribute("data-roll") ?? true;
  for (const preview of previews) {
    const figure = preview.closest("figure");
    if (!figure) continue;
    figure.hidden = figure.hasAttribute("data-roll") !== onRoll;
    if (figure.hidden) continue;
    const [source = "", density = "1x"] = (preview.srcset || preview.dataset.srcset || "").split(" ");
    const address = new URL(source, location.href);
    const query = new URLSearchParams({ paper: chosen.value });
    const width = address.searchParams.get("paper_mm");
    if (width) query.set("paper_mm", width);
    for (const [name, value] of new FormData(filled)) {
      if (typeof value === "string" && value && name !== "csrf_token") query.append(name, value);
    }
    address.search = String(query);
    const next = new Image();
    // What no paper has room for is said once it is saved; until then the last picture stays.
    next.addEventListener("load", () => (preview.srcset = `${address} ${density}`));
    next.src = String(address);
  }
}
