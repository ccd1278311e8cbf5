// The picture of a label follows the stock that is chosen; without this script it shows the one printed on last.

/** @type {HTMLImageElement | null} */
const picture = document.querySelector("img[data-label]");
/** @type {HTMLSelectElement | null} */
const stock = document.querySelector("select[name=stock]");

stock?.addEventListener("change", () => {
  if (picture) picture.src = `${picture.dataset.label}&stock=${encodeURIComponent(stock.value)}`;
});
