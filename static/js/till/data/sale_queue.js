// The one queue of sales of this till: what waits on this device to be sent, and what the server refused.

import { shiftThere } from "./page_there.js";
import { Sender } from "./sender.js";
import { setState, till } from "./state.js";

/** @import { SaleAnswer } from "./sender.js" */

const RECALLED = "recalled_lot";

/** A sale that waited here has arrived: what it sold may have been recalled meanwhile. @param {SaleAnswer} answer */
function hearFlags({ number, flags = [] }) {
  if (flags.some(({ code }) => code === RECALLED)) setState({ recalledSales: [...till.recalledSales, number ?? ""] });
}

export const sender = new Sender(setState, shiftThere, hearFlags);
