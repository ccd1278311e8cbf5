// Slips that this device draws itself, as templates/paper/slip.html draws the server's.

import { clockTime, fullDay } from "../../data/clock.js";
import { inLanguage } from "../../data/i18n.js";
import { till } from "../../data/state.js";
import { html } from "../../ui/html.js";
import { unsentRows } from "./slip_rows.js";

/** @import { SlipFacts, SlipRow } from "./slip_rows.js" */

const NARROW_MM = 58;

/** What every slip of this till says. */
export const common = (/** @type {string} */ moment) => ({
  outlet: till.catalogue.outlet.name ?? "",
  head: till.boot.slip.head,
  foot: till.boot.slip.foot,
  measured: till.boot.slip.measured,
  at: `${fullDay(moment)} ${clockTime(moment)}`,
  till: till.boot.tills.find(({ code }) => code === till.boot.till)?.name ?? "",
  person: till.person.name,
});

/** @param {string[]} [look] */
const classes = (look = []) => look.map((one) => `slip-${one}`).join(" ") || null;

/** @param {SlipRow} row @param {(caption: string) => unknown} code */
function drawn({ kind, texts: [first, second, third, fourth], look }, code) {
  if (kind === "title") return html`<p class="slip-title">${first}</p>`;
  if (kind === "rule") return html`<hr>`;
  if (kind === "gap") return html`<div class="slip-gap"></div>`;
  if (kind === "qr") return code(first);
  if (kind === "text") return html`<p class=${classes(look)}>${first}</p>`;
  if (kind === "goods") {
    return [
      html`
        <p class="slip-goods">
          <span class="slip-bold">${first}</span>
          <span class="slip-sum"><span class="num">${second}</span><span class="num">${third}</span></span>
        </p>
      `,
      fourth ? html`<p class="slip-small">${fourth}</p>` : null,
    ];
  }
  const total = kind === "big" ? "slip-total" : classes(look);
  return html`<p class="slip-pair ${total}"><span>${first}</span><span class="num">${second}</span></p>`;
}

/**
 * A slip in the language of the outlet's papers.
 * @param {() => SlipFacts} facts
 * @param {(caption: string) => unknown} [code] the code that brings a sale back
 */
export function drawnSlip(facts, code = () => null) {
  const language = till.catalogue.outlet.paper_language ?? "vi";
  const width = till.catalogue.till?.paper_mm === NARROW_MM ? "slip drawn slip-58" : "slip drawn";
  const slip = inLanguage(
    language,
    () => html`<div class=${width}>${unsentRows(facts()).map((row) => drawn(row, code))}</div>`,
  );
  slip.lang = language;
  return slip;
}
