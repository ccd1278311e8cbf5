// A slip already given: print it again, take goods back.

import { get, put } from "../data/api.js";
import { refundTotal } from "../domain/cart.js";
import { shortMoment } from "../data/clock.js";
import { $, h, mark } from "../ui/dom.js";
import { parseQuantity, quantityText, quantityWords, vnd } from "../domain/money.js";
import { change, say, till } from "../data/state.js";
import { uid } from "../data/uid.js";
import { t } from "../data/i18n.js";
import { url } from "../data/urls.js";
import { withApproval } from "./approval.js";
import { anotherCopy, printAgain, serverSlip } from "./done.js";
import { Keypad } from "../ui/keypad.js";
import { finish, open, shown, trouble } from "../ui/stage.js";

const METHODS = { cash: t("Tiền mặt"), vietqr: t("Chuyển khoản"), card: t("Thẻ"), voucher: t("Phiếu mua hàng") };
const REASONS = [t("Khách đổi ý"), t("Hàng bị hỏng"), t("Bán nhầm hàng")];
const timeOf = (moment) => (moment ? shortMoment(moment) : "");

/** One sale: what may still come back, line by line. */
export async function openSale(saleUid) {
  const before = shown();
  let sale;
  try {
    sale = await get(url("sale", { uid: saleUid }));
  } catch (refused) {
    say(
      refused.status === 404
        ? t("Không tìm thấy phiếu này. Nếu bán lúc mất kết nối thì đợi máy gửi đơn xong.")
        : refused.message,
      "bad",
    );
    return;
  }
  // Whoever went on to something else while the server was slow is not called back.
  if (shown() !== before) return;
  const lines = sale.lines.map((line) => {
    const product = till.catalogue.product(line.product);
    const sold = parseQuantity(line.quantity) ?? 0;
    const back = parseQuantity(line.refunded ?? "0") ?? 0;
    return {
      line: line.line,
      name: product?.name ?? line.product,
      unit: product?.unit ?? "",
      places: product?.places ?? 3,
      lot: line.lot,
      sold,
      left: Math.max(0, sold - back),
      netVnd: line.net_vnd,
      priceVnd: line.unit_price_vnd,
      milli: 0,
      condition: "resell",
      back,
    };
  });
  refundForm(sale, lines);
}

const reprint = (slip) =>
  till.printer === "none"
    ? null
    : h("button", { type: "button", onclick: () => printAgain(slip) }, mark("printer"), t("In lại"));

function refundForm(sale, lines) {
  const id = uid();
  let method = sale.payments?.[0]?.method === "cash" || !sale.payments?.length ? "cash" : sale.payments[0].method;
  let slip = true;
  let reason = "";
  let busy = false;
  let message = null;
  let editing = null;
  const list = h("ul", { class: "rows" });
  const right = h("div", { class: "fill" });
  const reasonField = h("input", {
    type: "text",
    id: "refund-reason",
    maxlength: 200,
    autocomplete: "off",
    placeholder: t("Khách đổi ý, hàng dập…"),
    oninput: (event) => {
      reason = event.target.value;
    },
  });
  const total = () => refundTotal(lines, sale.rounding_vnd ?? 0);
  const pad = new Keypad({
    places: 3,
    longest: 9,
    changed: () => {
      const line = lines.find((one) => one.line === editing);
      if (line && pad.milli !== null) {
        line.milli = Math.min(line.left, line.places ? pad.milli : Math.trunc(pad.milli / 1000) * 1000);
      }
      draw();
    },
  });
  const set = (line, milli) => {
    line.milli = Math.max(0, Math.min(line.left, milli));
    editing = line.line;
    pad.text = "";
    draw();
  };

  async function done() {
    const chosen = lines.filter((line) => line.milli > 0);
    if (busy) return;
    if (!chosen.length) message = t("Chọn món khách trả lại trước.");
    else if (!reason.trim()) message = t("Ghi lý do trả hàng.");
    else message = null;
    if (message) return draw();
    busy = true;
    draw();
    const document = {
      shift: till.shift.uid,
      sale: sale.uid,
      slip,
      lines: chosen.map((line) => ({ line: line.line, quantity: quantityText(line.milli), condition: line.condition })),
      method,
      reason: reason.trim().normalize("NFC"),
    };
    try {
      const answer = await withApproval((approval) =>
        put(url("refund", { uid: id }), approval ? { ...document, approval } : document),
      );
      if (answer) return refunded(answer, method);
    } catch (refused) {
      message = refused.message;
    }
    busy = false;
    return draw();
  }

  function about(line) {
    const words = [`${quantityWords(line.sold)} ${line.unit} × ${vnd(line.priceVnd)}`];
    if (line.lot) words.push(t("lô %(lot)s", { lot: line.lot }));
    if (line.back) words.push(t("đã trả %(quantity)s", { quantity: quantityWords(line.back) }));
    return words.join(" · ");
  }

  function row(line) {
    const step = line.places ? line.left : 1000;
    return h(
      "li",
      { class: "tall" },
      h("span", {}, h("span", { class: "main-text" }, line.name), h("small", { class: "num" }, about(line))),
      line.left
        ? h(
            "span",
            { class: "controls" },
            h(
              "span",
              { class: "qty" },
              h(
                "button",
                {
                  type: "button",
                  "aria-label": t("Bớt %(name)s", { name: line.name }),
                  onclick: () => set(line, line.milli - step),
                },
                mark("minus", 18),
              ),
              h(
                "button",
                {
                  type: "button",
                  class: "amount num",
                  "aria-pressed": String(editing === line.line),
                  onclick: () => set(line, line.milli || line.left),
                },
                quantityWords(line.milli),
              ),
              h(
                "button",
                {
                  type: "button",
                  "aria-label": t("Thêm %(name)s", { name: line.name }),
                  onclick: () => set(line, line.milli + step),
                },
                mark("plus", 18),
              ),
            ),
            line.milli
              ? h(
                  "button",
                  {
                    type: "button",
                    class: "pick",
                    "aria-pressed": String(line.condition === "spoiled"),
                    onclick: () => {
                      line.condition = line.condition === "resell" ? "spoiled" : "resell";
                      draw();
                    },
                  },
                  line.condition === "spoiled" ? t("Hàng hỏng") : t("Còn bán được"),
                )
              : null,
          )
        : h("span", { class: "controls" }, h("span", { class: "chip" }, t("đã trả hết"))),
    );
  }

  function draw() {
    const buttons = () => [...list.querySelectorAll("button")];
    const focused = buttons().indexOf(document.activeElement);
    list.replaceChildren(...lines.map(row));
    buttons()[focused]?.focus({ preventScroll: true });
    const typing = document.activeElement === reasonField;
    right.replaceChildren(
      ...[
        h(
          "div",
          {},
          h("span", { class: "caption" }, t("Hoàn tiền cho khách")),
          h("div", { class: "due num" }, vnd(total())),
        ),
        h(
          "div",
          { class: "ways", role: "group", "aria-label": t("Hoàn bằng") },
          Object.entries(METHODS).map(([name, words]) =>
            h(
              "button",
              {
                type: "button",
                "aria-pressed": String(method === name),
                onclick: () => {
                  method = name;
                  draw();
                },
              },
              words,
            ),
          ),
        ),
        h(
          "div",
          { class: "field" },
          h("label", { for: "refund-reason" }, t("Lý do")),
          reasonField,
          h(
            "div",
            { class: "segments" },
            REASONS.map((words) =>
              h(
                "button",
                {
                  type: "button",
                  "aria-pressed": String(reason === words),
                  onclick: () => {
                    reason = words;
                    reasonField.value = words;
                    draw();
                  },
                },
                words,
              ),
            ),
          ),
        ),
        h(
          "label",
          { class: "check" },
          h("input", {
            type: "checkbox",
            checked: !slip,
            onchange: (event) => {
              slip = !event.target.checked;
            },
          }),
          t("Khách không mang phiếu (cần quản lý duyệt)"),
        ),
        lines.find((line) => line.line === editing)?.places ? pad.node : null,
        message ? trouble(message, "warn") : null,
        h(
          "div",
          { class: "bottom" },
          h(
            "button",
            { type: "button", class: "btn-main done", disabled: busy, onclick: done },
            busy ? t("Đang ghi…") : t("Nhận hàng, trả tiền"),
            h("kbd", {}, "Enter"),
          ),
        ),
      ].filter(Boolean),
    );
    if (typing) reasonField.focus();
  }

  draw();
  const all = () => {
    for (const line of lines) line.milli = line.left;
    draw();
  };
  open({
    title: t("Phiếu số %(number)s", { number: sale.number }),
    full: true,
    takesReceipts: true,
    keypad: pad,
    enter: done,
    busy: () => busy,
    left: [
      h(
        "div",
        { class: "row" },
        h("span", { class: "muted num grow" }, `${timeOf(sale.sold_at)} · ${vnd(sale.total_vnd)}`),
        reprint({ kind: "sale", uid: sale.uid }),
        h("button", { type: "button", onclick: all }, t("Trả tất cả")),
      ),
      list,
      (sale.refunds ?? []).map((refund) =>
        h(
          "div",
          { class: "row" },
          h(
            "span",
            { class: "muted num grow" },
            `${t("Phiếu trả hàng số %(number)s", { number: refund.number })} · ${vnd(refund.total_vnd)}`,
          ),
          reprint({ kind: "refund", uid: refund.uid }),
        ),
      ),
    ],
    right,
  });
}

function refunded(answer, method) {
  const slip = { kind: "refund", uid: answer.uid };
  change({ last: { slip, sent: true } });
  open({
    title: t("Đã nhận hàng trả"),
    full: true,
    back: false,
    enter: finish,
    escape: finish,
    leaveForScan: true,
    left: [
      h("span", { class: "caption num" }, t("Phiếu trả hàng số %(number)s", { number: answer.number })),
      h(
        "div",
        { class: "change-box", role: "status" },
        h("span", {}, `${t("Hoàn tiền cho khách")} · ${METHODS[method]}`),
        h("b", { class: "num" }, vnd(answer.total_vnd)),
      ),
      h(
        "div",
        { class: "bottom" },
        anotherCopy(slip),
        h("button", { type: "button", class: "btn-main done", onclick: finish }, t("Xong"), h("kbd", {}, "Enter")),
      ),
    ],
    right: [h("h3", { class: "no-print" }, t("Phiếu")), h("div", { class: "slip-frame" }, serverSlip(slip))],
  });
  $("#stage-title")?.focus();
}
