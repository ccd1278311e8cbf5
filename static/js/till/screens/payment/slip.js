// The slip of a sale over the goods: as the printer prints it, or as this device draws it while the server has not answered.

import { t } from "../../data/i18n.js";
import { html } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";
import { Screen, screens } from "../../ui/screens.js";
import { printButton, serverSlip } from "../paper.js";
import { ownSlip } from "./own_slip.js";

/** @import { LastSale } from "../../data/state.js" */
/** @import { Slip } from "../../data/state.js" */

export class SlipScreen extends Screen {
  title = t("Phiếu");
  #sale;

  /** @param {LastSale} sale */
  constructor(sale) {
    super();
    this.#sale = sale;
  }

  submit() {
    screens.finish();
  }

  /** A scan begins the next cart. */
  onScan() {
    return null;
  }

  render() {
    const { uid, outcome } = this.#sale;
    /** @type {Slip} */
    const slip = { kind: "sale", uid };
    const print = html`
      <button type="button" class="no-print" @click=${() => window.print()}>${mark("printer")}${t("In phiếu tạm")}</button>
    `;
    return html`
      <div class="stack">
        ${outcome.sent ? html`<div class="no-print">${printButton(slip, t("In thêm một bản"))}</div>` : print}
        ${outcome.sent ? serverSlip(slip) : ownSlip(this.#sale)}
      </div>
    `;
  }
}
