// After the money: the change, large; the slip as it leaves the printer; the next customer with Enter.

import { post } from "../data/api.js";
import { clockTime, fullDay } from "../data/clock.js";
import { $, h, mark } from "../ui/dom.js";
import { amount, quantityWords, vnd } from "../domain/money.js";
import { change, say, till } from "../data/state.js";
import { inLanguage, t } from "../data/i18n.js";
import { url } from "../data/urls.js";
import { finish, open } from "../ui/stage.js";

const ways = () => ({ cash: t("Tiền mặt"), vietqr: "VietQR", card: t("Thẻ"), voucher: t("Phiếu mua hàng") });

/** The slip this device draws itself when the server has not answered yet, in the language of the outlet's papers. */
function ownSlip(sale) {
  const language = till.catalogue.outlet.paper_language ?? "vi";
  const slip = inLanguage(language, () => rowsOf(sale));
  slip.lang = language;
  return slip;
}

function rowsOf(sale) {
  const row = (left, right, strong = false) =>
    h(
      "tr",
      {},
      h("td", {}, strong ? h("b", {}, left) : left),
      h("td", { class: "num" }, strong ? h("b", {}, right) : right),
    );
  return h(
    "div",
    { class: "slip" },
    h("h4", {}, till.catalogue.outlet.name ?? ""),
    h("div", { class: "center" }, t("Phiếu bán hàng")),
    h("div", { class: "rule" }),
    h(
      "table",
      {},
      row(fullDay(sale.document.sold_at), clockTime(sale.document.sold_at)),
      row(t("Thu ngân"), till.person.name),
      sale.cart.lines.map((line, n) => [
        h("tr", {}, h("td", { colspan: 2 }, line.name)),
        row(
          `${quantityWords(line.milli)} ${line.unit} × ${amount(line.unitPriceVnd)}`,
          amount(sale.counted.lines[n].netVnd),
        ),
      ]),
    ),
    h("div", { class: "rule" }),
    h(
      "table",
      {},
      sale.counted.discountVnd ? row(t("Giảm giá"), amount(-sale.counted.discountVnd)) : null,
      sale.document.rounding_vnd ? row(t("Làm tròn"), amount(sale.document.rounding_vnd)) : null,
      row(t("Tổng cộng"), vnd(sale.document.total_vnd), true),
      sale.document.payments.map((part) => row(ways()[part.method], amount(part.tendered_vnd ?? part.amount_vnd))),
      sale.changeVnd ? row(t("Tiền thừa"), amount(sale.changeVnd)) : null,
    ),
    h("div", { class: "rule" }),
    h("div", { class: "center" }, t("Bán khi mất kết nối. Số phiếu được cấp khi máy gửi đơn về.")),
    h("div", { class: "center selectable" }, sale.uid),
    h("div", { class: "center" }, t("Phiếu này không phải hóa đơn.")),
  );
}

/** The slip as the printer prints it; `slip` is {kind: "sale" or "refund", uid}. */
export function serverSlip(slip) {
  const frame = h("div", { class: "slip" });
  const image = h("img", {
    src: url(`${slip.kind}_receipt`, { uid: slip.uid }, { format: "png" }),
    alt: t("Hình phiếu"),
  });
  image.addEventListener("error", () =>
    frame.replaceChildren(h("p", {}, t("Chưa tải được hình phiếu. Đơn đã ghi, phiếu vẫn được gửi tới máy in."))),
  );
  frame.append(image);
  return frame;
}

/** `slip` as above. */
export async function printAgain(slip) {
  if (till.printer === "none") return say(t("Máy này không in giấy; khách quét mã trên màn hình để xem phiếu."), "bad");
  try {
    await post(url(`${slip.kind}_print`, { uid: slip.uid }), {});
    say(t("Đã gửi bản in lại tới máy in."));
  } catch (problem) {
    say(problem.message, "bad");
  }
}

/** The button for one more slip, where there is paper. */
export function anotherCopy(slip) {
  if (till.printer === "none") return null;
  return h("button", { type: "button", onclick: () => printAgain(slip) }, mark("printer"), t("In thêm một bản"));
}

/** sale: {uid, cart, counted, document, changeVnd, sent, answer?} */
export function openDone(sale) {
  const slip = { kind: "sale", uid: sale.uid };
  change({ last: { slip, sent: sale.sent } });
  const paidCash = sale.document.payments.some((part) => part.method === "cash");
  const flags = sale.answer?.flags ?? [];
  const left = [
    h(
      "div",
      {},
      h(
        "span",
        { class: "caption" },
        sale.sent ? t("Đã ghi đơn số %(number)s", { number: sale.answer.number }) : t("Đã giữ đơn trên máy này"),
      ),
      h("div", { class: "due num" }, vnd(sale.document.total_vnd)),
    ),
    paidCash
      ? h(
          "div",
          { class: "change-box", role: "status" },
          h("span", {}, t("Tiền thừa trả khách")),
          h("b", { class: "num", id: "change" }, vnd(sale.changeVnd)),
        )
      : null,
    sale.sent
      ? null
      : h(
          "div",
          { class: "notice warn", role: "status" },
          h("span", { "aria-hidden": "true" }, "!"),
          h("span", {}, t("Máy chủ mất kết nối. Đơn được giữ trên máy này và gửi khi có mạng lại. Cứ bán tiếp.")),
        ),
    flags.length
      ? h(
          "div",
          { class: "notice warn" },
          h("span", { "aria-hidden": "true" }, "!"),
          h("span", {}, t("Đơn đã ghi, có điểm cần quản lý xem lại.")),
        )
      : null,
    h(
      "ul",
      { class: "parts" },
      sale.document.payments.map((part) =>
        h("li", {}, h("span", {}, ways()[part.method]), h("b", { class: "num" }, vnd(part.amount_vnd))),
      ),
    ),
    h(
      "div",
      { class: "bottom" },
      sale.sent
        ? anotherCopy(slip)
        : h("button", { type: "button", onclick: () => window.print() }, mark("printer"), t("In phiếu tạm")),
      h(
        "button",
        { type: "button", class: "btn-main done", id: "next", onclick: finish },
        t("Đơn mới"),
        h("kbd", {}, "Enter"),
      ),
    ),
  ].filter(Boolean);
  open({
    title: t("Đã bán"),
    quietTitle: true,
    full: true,
    back: false,
    left,
    right: [
      h("h3", { class: "no-print" }, t("Phiếu")),
      h("div", { class: "slip-frame" }, sale.sent ? serverSlip(slip) : ownSlip(sale)),
    ],
    enter: finish,
    escape: finish,
    leaveForScan: true,
  });
  $("#stage-title").focus({ preventScroll: true });
}
