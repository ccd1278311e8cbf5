// Says beside a form of points how many stars they would be, by the rules of the day that is typed. Without this script a button
// asks the server.

/** @typedef {{ from: string, most: Record<string, number>, source: string, bands: { from: number, says: string }[] }} Rules */

const scoreForm = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-score]"));

/**
 * Points as people type them, in tenths; NaN for what is none.
 * @param {string} typed
 * @returns {number}
 */
const tenths = (typed) =>
  /^\d{1,3}([.,]\d)?$/.test(typed.trim()) ? Math.round(Number(typed.trim().replace(",", ".")) * 10) : NaN;

/**
 * Tenths as people write points.
 * @param {number} points
 * @returns {string}
 */
const written = (points) => `${Math.floor(points / 10)},${points % 10}`;

/** @param {HTMLFormElement} form */
function follow(form) {
  const says = /** @type {HTMLOutputElement} */ (form.querySelector("[data-score-says]"));
  const parts = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("[data-part]")]);
  const day = /** @type {HTMLInputElement} */ (form.elements.namedItem("on"));
  const table = /** @type {Rules[]} */ (JSON.parse(form.dataset.rules ?? "[]"));
  const rules = table.filter((one) => one.from <= day.value).pop();
  if (!rules) {
    says.textContent = day.value ? (form.dataset.none ?? "") : "";
    return;
  }
  let isWhole = true;
  let sum = 0;
  for (const part of parts) {
    const most = rules.most[part.dataset.part ?? ""] ?? 0;
    const hint = document.getElementById(`h-${part.name}`);
    if (hint) hint.textContent = (form.dataset.most ?? "").replace("{most}", String(most / 10));
    const points = tenths(part.value);
    isWhole = isWhole && points <= most;
    sum += points;
  }
  const band = isWhole ? rules.bands.filter((one) => one.from <= sum).pop() : undefined;
  says.textContent = band ? `${(form.dataset.sum ?? "").replace("{points}", written(sum))}. ${band.says}` : "";
}

if (scoreForm) {
  const form = scoreForm;
  form.querySelector("[data-look]")?.setAttribute("hidden", "");
  form.addEventListener("input", () => follow(form));
  follow(form);
}
