// The drawer: open a shift, money in and out, count and close. Blind: what is expected shows only after the count.

import { post, put } from "../data/api.js";
import { now } from "../data/clock.js";
import { h } from "../ui/dom.js";
import { amount, vnd } from "../domain/money.js";
import { signOut } from "../shell.js";
import { change, say, till } from "../data/state.js";
import { uid } from "../data/uid.js";
import { t } from "../data/i18n.js";
import { url } from "../data/urls.js";
import { Keypad } from "../ui/keypad.js";
import { close, finish, open, trouble } from "../ui/stage.js";

const COUNTED = [500000, 200000, 100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100];

function picker() {
  const tills = till.boot.tills ?? [];
  open({
    title: t("Chọn máy bán hàng"),
    full: true,
    back: false,
    left: tills.length
      ? h(
          "div",
          { class: "menu-grid" },
          tills.map(({ code, name }, n) =>
            h(
              "a",
              { class: "btn", "data-first": n === 0, href: url("sell", {}, { till: code }) },
              name,
              h("small", {}, code),
            ),
          ),
        )
      : trouble(t("Chưa có máy bán hàng nào. Quản lý thêm máy ở trang Cài đặt rồi quay lại đây."), "warn"),
  });
}

/** Without an open shift nothing can be sold: this screen has no way back. */
export function openShift() {
  if (!till.boot.till) return picker();
  let busy = false;
  const id = uid();
  const problem = h("div", {});
  const shown = h("span", { class: "num" }, "0");
  const pad = new Keypad({
    longest: 9,
    changed: (text) => {
      shown.textContent = amount(Number(text || 0));
    },
  });
  const last = till.boot.last_counted_vnd;
  let openedAt = null;
  const start = async () => {
    if (busy) return;
    busy = true;
    problem.replaceChildren();
    openedAt ??= now();
    try {
      await put(url("shift", { uid: id }), {
        till: till.boot.till,
        opening_float_vnd: pad.whole ?? 0,
        opened_at: openedAt,
      });
      change({ shift: { uid: id, opened_at: openedAt, opening_float_vnd: pad.whole ?? 0 } });
      finish();
      say(t("Đã mở ca. Chúc bán đắt hàng."));
    } catch (trouble_) {
      problem.replaceChildren(
        trouble(trouble_.message),
        ["shift_open", "uid_reused"].includes(trouble_.code)
          ? h("a", { class: "btn", href: location.href }, t("Tải lại để bán tiếp ca đang mở"))
          : "",
      );
    }
    busy = false;
  };
  const likely = [...new Set([last ?? 0, 0, 500000, 1000000, 2000000, 3000000])].slice(0, 6);
  return open({
    title: t("Mở ca"),
    full: true,
    back: false,
    waits: true,
    keypad: pad,
    enter: start,
    left: [
      h("p", { class: "muted" }, t("Đếm tiền lẻ đang có trong két, gõ tổng số tiền rồi mở ca.")),
      h("span", { class: "caption" }, t("Tiền đầu ca")),
      h("div", { class: "entry" }, shown, h("span", { class: "unit" }, "₫")),
      h(
        "div",
        { class: "banknotes" },
        likely.map((value) =>
          h(
            "button",
            { type: "button", class: "num", onclick: () => pad.set(value ? String(value) : "") },
            amount(value),
            value === last && value ? h("small", {}, t("ca trước")) : null,
          ),
        ),
      ),
      problem,
      h(
        "div",
        { class: "bottom" },
        h(
          "button",
          { type: "button", class: "btn-main done", id: "open-shift", onclick: start },
          t("Mở ca"),
          h("kbd", {}, "Enter"),
        ),
      ),
    ],
    right: [h("h3", {}, t("Bàn phím số")), pad.node, h("div", { class: "bottom" }, wayOut())],
  });
}

/** Home, for who has another one than the till. */
function wayOut() {
  return till.person.role === "cashier"
    ? h("button", { type: "button", class: "btn-quiet", onclick: signOut }, t("Đăng xuất"))
    : h("a", { class: "btn btn-quiet", href: url("home") }, t("Về trang chính"));
}

const REASONS = {
  out: [t("Giao tiền cho quản lý"), t("Mua đồ dùng"), t("Trả tiền nhà sản xuất"), t("Đổi tiền lẻ")],
  in: [t("Thêm tiền lẻ"), t("Quản lý đưa thêm"), t("Khách trả nợ")],
};

export function cashMove() {
  let kind = "out";
  let reason = "";
  let busy = false;
  const id = uid();
  const shown = h("span", { class: "num" }, "0");
  const pad = new Keypad({
    longest: 9,
    changed: (text) => {
      shown.textContent = amount(Number(text || 0));
    },
  });
  const problem = h("div", {});
  const field = h("input", {
    type: "text",
    id: "move-reason",
    maxlength: 200,
    autocomplete: "off",
    oninput: (event) => {
      reason = event.target.value;
    },
  });
  const ways = h("div", { class: "ways two" });
  const reasons = h("div", { class: "segments" });
  const done = async () => {
    if (busy) return;
    if (!pad.whole) return problem.replaceChildren(trouble(t("Gõ số tiền trước."), "warn"));
    if (!reason.trim()) {
      return problem.replaceChildren(trouble(t("Chọn hoặc ghi lý do, để cuối ca biết tiền đi đâu."), "warn"));
    }
    busy = true;
    try {
      await post(url("cash_moves", { uid: till.shift.uid }), {
        uid: id,
        kind,
        amount_vnd: pad.whole,
        reason: reason.trim().normalize("NFC"),
      });
      close();
      say(
        kind === "out"
          ? t("Đã ghi rút %(amount)s khỏi két.", { amount: vnd(pad.whole) })
          : t("Đã ghi nộp %(amount)s vào két.", { amount: vnd(pad.whole) }),
      );
    } catch (refused) {
      problem.replaceChildren(trouble(refused.message));
    }
    busy = false;
    return null;
  };
  const draw = () => {
    ways.replaceChildren(
      ...[
        ["out", t("Rút khỏi két")],
        ["in", t("Nộp vào két")],
      ].map(([name, words]) =>
        h(
          "button",
          {
            type: "button",
            "aria-pressed": String(kind === name),
            onclick: () => {
              kind = name;
              draw();
            },
          },
          words,
        ),
      ),
    );
    reasons.replaceChildren(
      ...REASONS[kind].map((words) =>
        h(
          "button",
          {
            type: "button",
            "aria-pressed": String(reason === words),
            onclick: () => {
              reason = words;
              field.value = words;
              draw();
            },
          },
          words,
        ),
      ),
    );
  };
  draw();
  open({
    title: t("Nộp, rút tiền"),
    full: true,
    keypad: pad,
    enter: done,
    busy: () => busy,
    left: [
      ways,
      h("div", { class: "entry" }, shown, h("span", { class: "unit" }, "₫")),
      reasons,
      h("div", { class: "field" }, h("label", { for: "move-reason" }, t("Lý do")), field),
      problem,
      h(
        "div",
        { class: "bottom" },
        h("button", { type: "button", class: "btn-main done", onclick: done }, t("Ghi lại"), h("kbd", {}, "Enter")),
      ),
    ],
    right: [h("h3", {}, t("Bàn phím số")), pad.node],
  });
}

function closed(report) {
  const off = report.difference_vnd;
  const tone = off === 0 ? "" : off < 0 ? " bad" : " warn";
  const pair = (words, value) =>
    h("div", { class: "pair-big" }, h("span", {}, words), h("b", { class: "num" }, vnd(value)));
  open({
    title: t("Đã đóng ca"),
    full: true,
    back: false,
    enter: finish,
    left: [
      pair(t("Theo sổ, trong két phải có"), report.expected_vnd),
      pair(t("Đếm được"), report.counted_vnd),
      h(
        "div",
        { class: `change-box${tone}`, role: "status" },
        h("span", {}, off === 0 ? t("Khớp, không lệch") : off < 0 ? t("Thiếu") : t("Thừa")),
        h("b", { class: "num" }, vnd(Math.abs(off))),
      ),
      off
        ? h(
            "p",
            { class: "muted" },
            t(
              "Số lệch được giữ nguyên trong sổ để quản lý xem. Nguyên nhân hay gặp: một khoản VietQR ghi nhầm tiền mặt, trả thừa tiền lẻ, quên ghi tiền rút khỏi két.",
            ),
          )
        : null,
      h(
        "div",
        { class: "bottom" },
        h("button", { type: "button", class: "btn-main done", onclick: finish }, t("Mở ca mới"), h("kbd", {}, "Enter")),
        wayOut(),
      ),
    ].filter(Boolean),
  });
}

/** Count by denomination; waits until every sale has reached the server. */
export function closeShift() {
  let busy = false;
  let sure = false;
  const problem = h("div", {});
  const sum = h("b", { class: "num" }, vnd(0));
  const fields = COUNTED.map((note) => ({
    note,
    input: h("input", {
      type: "text",
      inputmode: "numeric",
      maxlength: 6,
      autocomplete: "off",
      placeholder: "0",
      "aria-label": t("Số tờ %(note)s", { note: amount(note) }),
    }),
    line: h("span", { class: "num quiet" }, "–"),
  }));
  fields[0].input.setAttribute("data-first", "");
  const pieces = (input) => Number(input.value.replace(/\D/g, "") || 0);
  const button = h("button", { type: "button", class: "btn-main done", id: "close-shift" });
  const label = () => button.replaceChildren(sure ? t("Bấm lần nữa để đóng ca") : t("Đóng ca"), h("kbd", {}, "Enter"));
  const count = () => {
    sure = false;
    label();
    for (const { note, input, line } of fields) line.textContent = pieces(input) ? vnd(pieces(input) * note) : "–";
    sum.textContent = vnd(fields.reduce((total, { note, input }) => total + pieces(input) * note, 0));
  };
  for (const [n, { input }] of fields.entries()) {
    input.addEventListener("input", count);
    input.addEventListener("keydown", (event) => {
      // Enter ends a figure; only after the last one it is for the button, which closes for good.
      const to = { ArrowDown: n + 1, Enter: n + 1, ArrowUp: n - 1 }[event.key];
      if (to !== undefined && fields[to]) {
        event.preventDefault();
        fields[to].input.select();
      }
    });
  }
  const done = async () => {
    if (busy) return;
    const kept = till.waiting.length + till.refused.length;
    if (kept) {
      problem.replaceChildren(
        trouble(
          t("Còn %(count)s đơn chưa gửi về máy chủ. Đợi gửi xong rồi mới đóng ca, để tiền không bị lệch.", {
            count: kept,
          }),
          "warn",
        ),
      );
      return;
    }
    if (!sure) {
      sure = true;
      label();
      return;
    }
    busy = true;
    const counted = Object.fromEntries(
      fields.filter(({ input }) => pieces(input)).map(({ note, input }) => [String(note), pieces(input)]),
    );
    try {
      const report = await post(url("shift_close", { uid: till.shift.uid }), { counted });
      till.boot.last_counted_vnd = report.counted_vnd;
      change({ shift: null });
      closed(report);
    } catch (refused) {
      sure = false;
      label();
      problem.replaceChildren(trouble(refused.message));
    }
    busy = false;
  };
  button.addEventListener("click", done);
  label();
  open({
    title: t("Đếm két và đóng ca"),
    full: true,
    enter: done,
    busy: () => busy,
    left: [
      h("p", { class: "muted" }, t("Đếm số tờ từng loại đang có trong két. Số theo sổ chỉ hiện sau khi đóng ca.")),
      h(
        "div",
        { class: "count" },
        fields.map(({ note, input, line }) => h("label", {}, h("span", { class: "num" }, amount(note)), input, line)),
      ),
      problem,
      h("div", { class: "bottom" }, h("div", { class: "pair-big" }, h("span", {}, t("Đếm được")), sum), button),
    ],
  });
}
