// Copies a text for Zalo or a message, or hands it to another program of the phone; without this script it is copied by hand.

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("button[data-copies]"))) {
  const field = fieldOf(button.dataset.copies);
  if (!field) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (await copies(field)) button.textContent = button.dataset.done ?? "";
  });
}

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("button[data-shares]"))) {
  const field = fieldOf(button.dataset.shares);
  if (!field || !navigator.share) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.share({ text: field.value }).catch(() => undefined); // who closes the choice of programs sends nothing
  });
}

/**
 * @param {string | undefined} id
 * @returns {HTMLTextAreaElement | null}
 */
function fieldOf(id) {
  const field = document.getElementById(id ?? "");
  return field instanceof HTMLTextAreaElement ? field : null;
}

/**
 * Puts the text into the clipboard; a page without a safe connection has only the old way.
 * @param {HTMLTextAreaElement} field
 * @returns {Promise<boolean>}
 */
async function copies(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.select();
    return document.execCommand("copy");
  }
}
