// Small comforts of the goods forms; everything works without them.

for (const form of document.querySelectorAll("form[data-auto-submit]")) {
  form.addEventListener("change", () => form.requestSubmit());
  form.querySelector("button").hidden = true;
}

const lines = document.querySelector("[data-lines]");
const more = document.querySelector("[data-add-line]");

if (lines && more) {
  // without this script there are lines enough for a big delivery; with it, two, and a button for more
  for (const line of [...lines.querySelectorAll("[data-line]")].slice(2)) {
    if ([...line.querySelectorAll("input, select")].every((field) => !field.value)) line.remove();
  }
  more.hidden = false;
  more.addEventListener("click", () => addLine());
}

/** Adds an empty line like the last one, with ids of its own. */
function addLine() {
  const all = lines.querySelectorAll("[data-line]");
  const line = all[all.length - 1].cloneNode(true);
  line.querySelector("legend").textContent = line
    .querySelector("legend")
    .textContent.replace(/\d+/, String(all.length + 1));
  for (const field of line.querySelectorAll("[id]")) field.id = field.id.replace(/\d+$/, String(all.length));
  for (const label of line.querySelectorAll("label")) label.htmlFor = label.htmlFor.replace(/\d+$/, String(all.length));
  for (const field of line.querySelectorAll("input, select")) {
    field.value = "";
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
  for (const old of line.querySelectorAll(".bad-text")) old.remove();
  for (const old of line.querySelectorAll(".wrong")) old.classList.remove("wrong");
  lines.append(line);
  line.querySelector("select, input").focus();
}
