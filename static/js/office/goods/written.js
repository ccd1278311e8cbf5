// On the page of a document that is written: what was kept of it while it was typed goes.

import { dropWritten } from "./draft.js";

const page = /** @type {HTMLElement | null} */ (document.querySelector("[data-goods-written]"));
dropWritten(page?.dataset.goodsWritten);
