// The bar always says three things: what waits to be sent, whether the printer is ready, who is selling.

import { clockTime } from "../clock.js";
import { $, h } from "../dom.js";
import { listen, till } from "../state.js";

const initials = (name) => name.split(/\s+/).filter(Boolean).slice(-2).map((word) => word[0].toUpperCase()).join("");

const PRINTERS = {
  ready: ["good", "Máy in sẵn sàng"],
  none: ["", "Không in giấy"],
  waiting: ["warn", "Máy in đang chờ"],
  trouble: ["bad", "Máy in có lỗi"],
  unknown: ["", "Chưa thử máy in"],
};

function draw() {
  const name = till.boot.tills?.find(({ code }) => code === till.boot.till)?.name ?? till.boot.till ?? "Chưa chọn máy";
  $("#bar-shift").textContent = till.shift ? `${name} · Ca từ ${clockTime(till.shift.opened_at)}` : `${name} · Chưa mở ca`;
  const queue = $("#bar-queue");
  const waiting = till.waiting.length;
  if (till.refused.length) {
    queue.className = "chip bad";
    queue.textContent = `${till.refused.length} đơn cần xem`;
  } else if (!till.online) {
    queue.className = "chip warn";
    queue.textContent = waiting ? `Mất kết nối · ${waiting} đơn chờ gửi` : "Mất kết nối · vẫn bán được";
  } else if (waiting) {
    queue.className = "chip warn";
    queue.textContent = `${waiting} đơn chờ gửi`;
  } else {
    queue.className = "chip good";
    queue.textContent = "Đã gửi hết";
  }
  const [tone, words] = PRINTERS[till.printer] ?? PRINTERS.unknown;
  $("#bar-printer").className = `chip ${tone}`;
  $("#bar-printer").textContent = words;
  $("#bar-person").replaceChildren(h("span", { class: "face", "aria-hidden": "true" }, initials(till.person.name)), h("span", {}, till.person.name));
}

let fading = 0;

function say(words, tone) {
  clearTimeout(fading);
  $("#say").replaceChildren(h("p", { class: tone }, h("span", { "aria-hidden": "true" }, { good: "✓", warn: "!", bad: "✕" }[tone]), words));
  fading = setTimeout(() => $("#say").replaceChildren(), tone === "bad" ? 7000 : 2200);
}

export function initBar({ onQueue, onPerson, onMenu }) {
  $("#bar-queue").addEventListener("click", onQueue);
  $("#bar-person").addEventListener("click", onPerson);
  $("#bar-menu").addEventListener("click", onMenu);
  listen("shift waiting refused online person printer", draw);
  listen("say", say);
  draw();
}
