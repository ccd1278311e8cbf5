// Opens and closes the lots of a product where one looks; without it the link does the same with a new page.

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[data-unfold]") : null;
  if (!(link instanceof HTMLAnchorElement) || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  unfold(link).catch(() => location.assign(link.href));
});

/**
 * Puts the product as the link's page shows it in its place.
 * @param {HTMLAnchorElement} link
 */
async function unfold(link) {
  const rows = link.closest("tbody");
  const answer = await fetch(link.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = rows && page.getElementById(rows.id);
  if (!answer.ok || !rows || !fresh) throw new Error("not to be had");
  rows.replaceWith(fresh);
  /** @type {HTMLElement | null} */ (fresh.querySelector("a[data-unfold]"))?.focus();
  const acts = document.querySelector("[data-of-lots]");
  if (acts instanceof HTMLElement) acts.hidden = !document.querySelector("tr.lot input");
}
