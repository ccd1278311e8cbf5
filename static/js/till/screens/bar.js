// The bar always says three things: what waits to be sent, whether the printer is ready, who is selling.

import { clockTime } from "../data/clock.js";
import { $, h } from "../ui/dom.js";
import { listen, till } from "../data/state.js";
import { t } from "../data/i18n.js";

const initials = (name) =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .slice(-2)
    .map((word) => word[0].toUpperCase())
    .join("");

const PRINTERS = {
  ready: ["good", t("Máy in sẵn sàng")],
  none: ["", t("Không in giấy")],
  trouble: ["bad", t("Máy in có lỗi")],
};

function draw() {
  const name =
    till.boot.tills?.find(({ code }) => code === till.boot.till)?.name ?? till.boot.till ?? t("Chưa chọn máy");
  $("#bar-shift").textContent = !till.boot.till
    ? name
    : `${name} · ${till.shift ? t("Ca từ %(time)s", { time: clockTime(till.shift.opened_at) }) : t("Chưa mở ca")}`;
  const queue = $("#bar-queue");
  const waiting = till.waiting.length;
  queue.hidden = !till.boot.till && !waiting && !till.refused.length && till.online;
  $("#bar-printer").hidden = !till.boot.till;
  if (till.refused.length) {
    queue.className = "chip bad";
    queue.textContent = t("%(count)s đơn cần xem", { count: till.refused.length });
  } else if (!till.online) {
    queue.className = "chip warn";
    queue.textContent = waiting
      ? t("Mất kết nối · %(count)s đơn chờ gửi", { count: waiting })
      : t("Mất kết nối · vẫn bán được");
  } else if (waiting) {
    queue.className = "chip warn";
    queue.textContent = t("%(count)s đơn chờ gửi", { count: waiting });
  } else {
    queue.className = "chip good";
    queue.textContent = t("Đã gửi hết");
  }
  const [tone, words] = PRINTERS[till.printer];
  $("#bar-printer").className = `chip ${tone}`;
  $("#bar-printer").textContent = words;
  $("#bar-person").replaceChildren(
    h("span", { class: "face", "aria-hidden": "true" }, initials(till.person.name)),
    h("span", {}, till.person.name),
  );
}

let fading = 0;

function say(words, tone) {
  clearTimeout(fading);
  $("#say").replaceChildren(
    h("p", { class: tone }, h("span", { "aria-hidden": "true" }, { good: "✓", warn: "!", bad: "✕" }[tone]), words),
  );
  fading = setTimeout(() => $("#say").replaceChildren(), { good: 2200, warn: 5000, bad: 7000 }[tone]);
}

export function initBar({ onQueue, onPrinter, onPerson, onMenu }) {
  $("#bar-queue").addEventListener("click", onQueue);
  $("#bar-printer").addEventListener("click", onPrinter);
  $("#bar-person").addEventListener("click", onPerson);
  $("#bar-menu").addEventListener("click", onMenu);
  listen("shift waiting refused online person printer", draw);
  listen("say", say);
  draw();
}
