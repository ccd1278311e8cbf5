// How this till's printer is: what is wrong in words, and trying it again.

import { post } from "../data/api.js";
import { h } from "../ui/dom.js";
import { say, till } from "../data/state.js";
import { t } from "../data/i18n.js";
import { url } from "../data/urls.js";
import { printAgain } from "./done.js";
import { close, open, shown, trouble } from "../ui/stage.js";

const LOOK_MS = [1500, 6000];
const STATES = {
  ready: [t("Máy in sẵn sàng"), t("Phiếu vừa rồi đã in, hoặc chưa in lần nào.")],
  none: [
    t("Máy này không in giấy"),
    t("Khách quét mã trên màn hình để xem phiếu. Quản lý chọn máy in ở trang Cài đặt."),
  ],
};

/** refresh: asks the server again how the printer is. */
export function openPrinter(refresh) {
  const said = h("div", { class: "stack" });
  const draw = () => {
    const [title, words] = STATES[till.printer] ?? [];
    said.replaceChildren(
      title
        ? h("div", {}, h("p", { class: "strong" }, title), h("p", { class: "muted" }, words))
        : trouble(till.catalogue.till?.printer_trouble ?? t("Phiếu không in được. Hãy báo quản lý.")),
    );
  };
  const look = async () => {
    await refresh();
    if (shown() === view) draw();
  };
  const tryNow = async () => {
    try {
      await post(url("try_printer", { code: till.boot.till }), {});
      say(t("Đang in. Phiếu chờ in ra trước; không có thì in phiếu thử."));
      for (const ms of LOOK_MS) setTimeout(look, ms);
    } catch (refused) {
      say(refused.message, "bad");
    }
  };
  const view = {
    title: t("Máy in"),
    enter: till.printer === "none" ? close : tryNow,
    body: h(
      "div",
      { class: "stack" },
      said,
      till.last?.sent && till.printer !== "none"
        ? h("button", { type: "button", onclick: () => printAgain(till.last.slip) }, t("In lại phiếu vừa rồi"))
        : null,
      till.printer === "none"
        ? null
        : h("button", { type: "button", class: "btn-main done", onclick: tryNow }, t("In thử"), h("kbd", {}, "Enter")),
    ),
  };
  draw();
  open(view);
  look();
}
