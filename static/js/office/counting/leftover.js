// On the page of differences: figures that this device still keeps are sent first, and nothing is posted before they are there.

import { t } from "../../till/data/i18n.js";
import { $ } from "../../till/ui/html.js";
import { Kept } from "./kept.js";
import { Sender } from "./sender.js";

const place = $("[data-count-leftover]");
const { session = "", entries = "" } = place?.dataset ?? {};

if (session) {
  const kept = new Kept(session);
  const close = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-count-close]"));
  let came = false;
  const draw = () => {
    const left = kept.all.length;
    if (came && !left) location.reload();
    place.hidden = left === 0;
    place.textContent = t("Còn %(n)s số đếm trên máy này chưa tới máy chủ. Đợi gửi xong rồi ghi sổ.", { n: left });
    if (close) close.disabled = left > 0;
  };
  const sender = new Sender(kept, entries, {
    onTaken: () => {
      came = true;
    },
    onChange: draw,
  });
  draw();
  if (kept.all.length) sender.send();
}
