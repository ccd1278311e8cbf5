// Shows what is typed into a password field, and hides it again; without this script there is no button.

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("button[data-shows]"))) {
  const field = document.getElementById(button.dataset.shows ?? "");
  if (!(field instanceof HTMLInputElement)) continue;
  const words = { hidden: button.textContent ?? "", shown: button.dataset.hides ?? "" };
  button.hidden = false;
  button.addEventListener("click", () => {
    const shows = field.type === "password";
    field.type = shows ? "text" : "password";
    button.textContent = shows ? words.shown : words.hidden;
    field.focus();
  });
  field.form?.addEventListener("submit", () => {
    field.type = "password"; // a browser keeps no password of a field that it takes for text
  });
}
