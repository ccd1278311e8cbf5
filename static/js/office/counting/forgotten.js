// Where counts begin: figures that this device still keeps are named. Those of an open session are sent on its page; where the
// session has ended meanwhile, a person reads them and lets them go.

import { t } from "../../till/data/i18n.js";
import { parseQuantity, quantityWords } from "../../till/domain/money.js";
import { $, fill, html } from "../../till/ui/html.js";
import { Kept, sessionsKept } from "./kept.js";

const place = $("[data-count-forgotten]");

/** @param {string} session */
function notice(session) {
  const kept = new Kept(session);
  const isOpen = (place.dataset.open ?? "").split(" ").includes(session);
  const figures = kept.all.map(
    ({ name, counted, unit }) => `${name}: ${quantityWords(parseQuantity(counted) ?? 0)} ${unit}`,
  );
  const drop = () => {
    kept.clear();
    draw();
  };
  const words = isOpen
    ? t("Máy này còn %(n)s số đếm chưa tới máy chủ.", { n: figures.length })
    : t("Đợt kiểm kê đã kết thúc mà máy này còn %(n)s số đếm chưa được tính: %(figures)s.", {
        n: figures.length,
        figures: figures.join(", "),
      });
  return html`
    <div class="notice warn" role="status">
      <span aria-hidden="true">!</span>
      <span>
        ${words}
        ${isOpen ? html`<a href="${place.dataset.page}/${session}">${t("Mở để gửi")}</a>` : null}
        ${isOpen ? null : html`<button type="button" class="btn-small" @click=${drop}>${t("Đã đọc, bỏ")}</button>`}
      </span>
    </div>
  `;
}

function draw() {
  fill(place, sessionsKept().map(notice));
}

if (place) draw();
