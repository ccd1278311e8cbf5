// What a paper on the screen does: print itself; a slip on a page that is as long as the slip.

const MM_PER_PIXEL = 25.4 / 96;
const PAGE_MARGINS_MM = 4;

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

for (const slip of document.querySelectorAll(".slip")) {
  addEventListener("beforeprint", () => {
    document.documentElement.classList.add("on-roll");
    const height = Math.ceil(slip.getBoundingClientRect().height * MM_PER_PIXEL) + PAGE_MARGINS_MM + 1;
    const width = slip.classList.contains("slip-58") ? 58 : 80;
    const sheet = document.styleSheets[document.styleSheets.length - 1];
    sheet.insertRule(`@page roll-${width} { size: ${width}mm ${height}mm; }`, sheet.cssRules.length);
  });
  addEventListener("afterprint", () => document.documentElement.classList.remove("on-roll"));
}
