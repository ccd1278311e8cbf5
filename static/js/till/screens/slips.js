// Slips already given, found by scan, by number or in the list of today.

import { get } from "../data/api.js";
import { shortMoment, today } from "../data/clock.js";
import { t } from "../data/i18n.js";
import { till } from "../data/state.js";
import { vnd } from "../domain/money.js";
import { url } from "../data/urls.js";
import { h } from "../ui/dom.js";
import { open, trouble } from "../ui/stage.js";
import { openSale } from "./refund.js";

/** The list of slips, newest first, with a field for the number. */
export function openSlips() {
  const list = h("div", { class: "rows" }, h("p", { class: "muted" }, t("Đang tìm phiếu hôm nay…")));
  const problem = h("div", {});
  const field = h("input", {
    type: "text",
    id: "slip-number",
    autocomplete: "off",
    placeholder: t("Ví dụ 2026-000123 hoặc 123"),
    "data-first": true,
  });
  const showAll = (sales) => {
    const rows = [...sales]
      .reverse()
      .map((sale) =>
        h(
          "button",
          { type: "button", onclick: () => openSale(sale.uid) },
          h(
            "span",
            {},
            h("span", { class: "main-text num" }, t("Số %(number)s", { number: sale.number })),
            h(
              "small",
              { class: "num" },
              [sale.sold_at && shortMoment(sale.sold_at), sale.customer].filter(Boolean).join(" · "),
            ),
          ),
          h("b", { class: "num" }, vnd(sale.total_vnd)),
        ),
      );
    list.replaceChildren(
      ...(rows.length
        ? rows
        : [
            h(
              "p",
              { class: "muted" },
              t("Hôm nay chưa có phiếu nào ở máy này. Quét mã trên phiếu cũ, hoặc gõ số phiếu."),
            ),
          ]),
    );
  };
  const search = async () => {
    problem.replaceChildren();
    const typed = field.value.trim();
    if (!typed) return;
    const number = /^\d{1,6}$/.test(typed) ? `${today().slice(0, 4)}-${typed.padStart(6, "0")}` : typed;
    try {
      const { items } = await get(url("sales", {}, { number }));
      if (items.length === 1) openSale(items[0].uid);
      else {
        problem.replaceChildren(
          trouble(t("Không có phiếu số %(number)s. Xem lại số in ở đầu phiếu.", { number }), "warn"),
        );
      }
    } catch (refused) {
      problem.replaceChildren(trouble(refused.message));
    }
  };
  open({
    title: t("Phiếu đã bán"),
    full: true,
    takesReceipts: true,
    enter: search,
    left: [
      h("p", { class: "muted" }, t("Quét mã trên phiếu của khách, gõ số phiếu, hoặc chọn trong danh sách.")),
      h("div", { class: "find" }, field, h("button", { type: "button", class: "btn-main", onclick: search }, t("Tìm"))),
      problem,
    ],
    right: [h("h3", {}, t("Phiếu hôm nay")), list],
  });
  get(url("sales", {}, { from: today(), to: today(), till: till.boot.till ?? "", limit: "1000" }))
    .then(({ items }) => showAll(items))
    .catch((refused) => list.replaceChildren(trouble(refused.message, "warn")));
}
