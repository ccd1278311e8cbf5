// Reckons the editor's example while somebody types, by the server's own rules; without it the button "Tính thử" does the same.

const REST_MS = 300;
const editor = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-agreement]"));
let timer = 0;
let asked = 0;

/**
 * Marks a blank that differs from the version in force.
 * @param {EventTarget | null} target
 */
function mark(target) {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return;
  if (target.dataset.was !== undefined) target.classList.toggle("new", target.value.trim() !== target.dataset.was);
}

async function reckon() {
  asked += 1;
  const mine = asked;
  const address = editor?.dataset.agreement;
  if (!editor || !address) return;
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(editor)) if (typeof value === "string") body.append(name, value);
  const answer = await fetch(address, { method: "POST", credentials: "same-origin", body });
  if (!answer.ok || answer.redirected || mine !== asked) return;
  const said = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (mine !== asked) return;
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (said.querySelectorAll("[data-part]"))) {
    for (const old of editor.querySelectorAll(`[data-part="${CSS.escape(part.dataset.part ?? "")}"]`)) {
      if (old.textContent !== part.textContent) old.replaceWith(document.importNode(part, true));
    }
  }
}

if (editor) {
  editor.addEventListener("input", (event) => {
    mark(event.target);
    clearTimeout(timer);
    // What cannot be had now is there at the next key, or by the button.
    timer = setTimeout(() => reckon().catch(() => undefined), REST_MS);
  });
  /** @type {HTMLElement | null} */ (document.querySelector("#review, .wrong input, .wrong select"))?.scrollIntoView({
    block: "center",
  });
}
