// Says beside the buttons of the month's end how many producers are chosen and what that comes to; without it the page
// says how many there are.
import { vnd } from "../till/domain/money.js";

for (const said of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-chosen-of]"))) {
  const form = document.getElementById(said.dataset.chosenOf ?? "");
  if (!(form instanceof HTMLFormElement)) continue;
  const say = () => {
    const chosen = /** @type {HTMLInputElement[]} */ ([...form.elements]).filter(
      (box) => box.dataset.vnd && box.checked,
    );
    const sum = chosen.reduce((total, box) => total + Number(box.dataset.vnd), 0);
    said.textContent = (said.dataset.words ?? "").replace("{n}", String(chosen.length)).replace("{sum}", vnd(sum));
  };
  document.addEventListener("change", say);
  say();
}
