// The paper of a sale or a refund: its picture, and one more copy from the printer.

import { messageOf, post } from "../data/api.js";
import { t } from "../data/i18n.js";
import { till } from "../data/state.js";
import { url } from "../data/urls.js";
import { fill, html } from "../ui/html.js";
import { mark } from "../ui/icons.js";
import { toast } from "../ui/messages.js";
import { isSecondTap } from "../ui/second_tap.js";

/** @import { Paper, Slip } from "../data/state.js" */

/** The slip as the printer prints it. @param {Slip} slip */
export function serverSlip({ kind, uid }) {
  const text = t("Chưa tải được hình phiếu. Đơn đã ghi, phiếu vẫn được gửi tới máy in.");
  const onError = () => fill(frame, html`<p>${text}</p>`);
  const address = url(`${kind}_receipt`, { uid }, { format: "png" });
  const frame = html`<div class="slip"><img src=${address} alt=${t("Hình phiếu")} @error=${onError}></div>`;
  return frame;
}

/** @param {Paper} paper */
export async function printAgain({ kind, uid }) {
  if (till.printer === "none") {
    toast(t("Máy này không in giấy; khách quét mã trên màn hình để xem phiếu."), "bad");
    return;
  }
  if (isSecondTap(`slip ${uid}`)) return;
  try {
    await post(url(`${kind}_print`, { uid }));
    toast(t("Đã gửi bản in lại tới máy in."));
  } catch (error) {
    toast(messageOf(error), "bad");
  }
}

/**
 * A button for one more copy, where there is paper.
 * @param {Paper} slip
 * @param {string} label
 */
export function printButton(slip, label) {
  if (till.printer === "none") return null;
  return html`<button type="button" @click=${() => printAgain(slip)}>${mark("printer")}${label}</button>`;
}
