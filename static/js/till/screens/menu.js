// Less frequent things: the menu, what waits to be sent, who sells.

import { post, useCsrf } from "../data/api.js";
import { clockTime } from "../data/clock.js";
import { h } from "../ui/dom.js";
import { vnd } from "../domain/money.js";
import { signOut } from "../shell.js";
import { change, say, till } from "../data/state.js";
import { t } from "../data/i18n.js";
import { url } from "../data/urls.js";
import { close, open, trouble } from "../ui/stage.js";
import { cashMove, closeShift } from "./shift.js";
import { openSlips } from "./slips.js";
import { printAgain } from "./done.js";

export function openMenu(sender) {
  const item = (words, small, onclick, first = false) =>
    h("button", { type: "button", onclick, "data-first": first }, words, h("small", {}, small));
  const again = () => {
    if (!till.last?.sent) return say(t("Chưa có phiếu nào để in lại."), "warn");
    close();
    return printAgain(till.last.slip);
  };
  const shiftWork = () => [
    item(t("Phiếu đã bán"), t("Tìm phiếu, in lại, trả hàng"), openSlips, true),
    till.printer === "none"
      ? null
      : item(
          t("In lại phiếu vừa rồi"),
          till.last?.sent ? t("Bản in ghi rõ là bản sao") : t("Chưa có phiếu trong phiên này"),
          again,
        ),
    item(t("Nộp, rút tiền"), t("Thêm tiền lẻ, giao tiền cho quản lý, chi vặt"), cashMove),
    item(t("Đếm két và đóng ca"), t("Đếm theo từng loại tiền"), closeShift),
  ];
  const staff = till.person.role !== "cashier";
  open({
    title: t("Việc khác"),
    body: h(
      "div",
      { class: "menu-grid" },
      till.shift ? shiftWork() : null,
      item(t("Đổi thu ngân"), t("Bằng mã PIN"), openPeople, !till.shift),
      item(
        t("Đơn chờ gửi"),
        till.waiting.length + till.refused.length
          ? t("%(count)s đơn trên máy này", { count: till.waiting.length + till.refused.length })
          : t("Không có đơn nào"),
        () => openQueue(sender),
      ),
      staff
        ? h(
            "a",
            { class: "btn", href: url("home") },
            t("Trang quản lý"),
            h("small", {}, t("Báo cáo, kho, nhà sản xuất")),
          )
        : null,
      item(t("Đăng xuất"), t("Kết thúc phiên làm việc trên máy này"), signOut),
    ),
  });
}

/** Sales on this device that the server does not have yet, with the reason when it said no. */
export function openQueue(sender) {
  const row = (entry) =>
    h(
      "li",
      {},
      h(
        "span",
        {},
        h(
          "span",
          { class: "main-text num" },
          `${vnd(entry.document.total_vnd)} · ${clockTime(entry.document.sold_at)}`,
        ),
        h("small", {}, entry.reason || (entry.summary?.words ?? t("Đang chờ gửi"))),
      ),
      h(
        "span",
        { class: "controls" },
        h(
          "span",
          { class: `chip ${entry.state === "refused" ? "bad" : "warn"}` },
          entry.state === "refused" ? t("máy chủ không nhận") : t("chờ gửi"),
        ),
        h(
          "button",
          { type: "button", onclick: () => sender.retry(entry.uid).then(() => openQueue(sender)) },
          t("Gửi lại"),
        ),
      ),
    );
  const entries = [...till.refused, ...till.waiting];
  open({
    title: t("Đơn chờ gửi"),
    body: h(
      "div",
      { class: "stack" },
      till.online
        ? null
        : trouble(
            t("Máy chủ mất kết nối. Cứ bán bình thường. Đơn được giữ trên máy này và gửi khi có mạng lại."),
            "warn",
          ),
      till.refused.length
        ? trouble(t("Đơn máy chủ không nhận vẫn được giữ nguyên ở đây. Gọi quản lý xem lý do rồi gửi lại."), "bad")
        : null,
      entries.length
        ? h("ul", { class: "rows" }, entries.map(row))
        : h(
            "div",
            { class: "empty" },
            h("span", { class: "title" }, t("Mọi đơn đã gửi")),
            h("p", {}, t("Không có đơn nào chỉ nằm trên máy này.")),
          ),
    ),
  });
}

/** Another cashier takes over by PIN; carts and shift stay. */
export function openPeople() {
  const people = till.boot.cashiers ?? [];
  let chosen = null;
  let busy = false;
  const problem = h("div", {});
  const pin = h("input", { type: "password", id: "pin", inputmode: "numeric", autocomplete: "off", maxlength: 12 });
  const name = h("input", { type: "text", id: "pin-name", autocomplete: "off", autocapitalize: "off" });
  const faces = h("div", { class: "faces" });
  const draw = () =>
    faces.replaceChildren(
      ...people.map((person, n) =>
        h(
          "button",
          {
            type: "button",
            class: "pick",
            "data-first": n === 0,
            "aria-pressed": String(chosen === person.username),
            onclick: () => {
              chosen = person.username;
              draw();
              pin.focus();
            },
          },
          h(
            "span",
            { class: "face", "aria-hidden": "true" },
            person.name
              .split(" ")
              .slice(-2)
              .map((word) => word[0])
              .join("")
              .toUpperCase(),
          ),
          person.name,
        ),
      ),
    );
  const done = async () => {
    if (busy) return null;
    const username = chosen ?? name.value.trim();
    if (!username || !pin.value) return problem.replaceChildren(trouble(t("Chọn thu ngân và nhập PIN."), "warn"));
    busy = true;
    try {
      const answer = await post(url("sign_in_pin"), { username, pin: pin.value });
      useCsrf(answer.csrf);
      busy = false;
      change({ person: { username, name: answer.name ?? username, role: answer.role ?? "cashier" } });
      close();
      say(t("Xin chào %(name)s.", { name: till.person.name }));
    } catch (refused) {
      busy = false;
      pin.value = "";
      pin.focus();
      problem.replaceChildren(trouble(refused.message));
    }
    return null;
  };
  draw();
  open({
    title: t("Đổi thu ngân"),
    busy: () => busy,
    enter: done,
    body: h(
      "div",
      { class: "stack" },
      people.length ? faces : h("div", { class: "field" }, h("label", { for: "pin-name" }, t("Tên đăng nhập")), name),
      h("div", { class: "field" }, h("label", { for: "pin" }, t("Mã PIN")), pin),
      problem,
      h("button", { type: "button", class: "btn-main done", onclick: done }, t("Vào bán"), h("kbd", {}, "Enter")),
    ),
  });
}
