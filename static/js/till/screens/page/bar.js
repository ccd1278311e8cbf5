// The bar always says three things: what waits to be sent, whether the printer is ready, who is selling.

import { clockTime } from "../../data/clock.js";
import { t } from "../../data/i18n.js";
import { subscribe, till } from "../../data/state.js";
import { $, fill, html } from "../../ui/html.js";
import { clockErrorText, clockErrorTime } from "./clock_text.js";

const PRINTERS = {
  ready: { tone: "good", label: t("Máy in sẵn sàng") },
  none: { tone: "", label: t("Không in giấy") },
  trouble: { tone: "bad", label: t("Máy in có lỗi") },
};

const LONGEST_TROUBLE = 22;

/** The first letters of the last two words of a name. @param {string} name */
export function initials(name) {
  const names = name.split(/\s+/).filter(Boolean).slice(-2);
  return names.map((word) => word[0].toUpperCase()).join("");
}

/**
 * @param {HTMLElement} chip
 * @param {string} tone
 * @param {string} label
 */
function setChip(chip, tone, label) {
  chip.className = `chip ${tone}`;
  chip.textContent = label;
}

/** What is wrong in a few words, when its sentence begins with them. @param {string} otherwise */
function troubleLabel(otherwise) {
  const [words] = (till.catalogue.till?.printer_trouble ?? "").split(".");
  return words && words.length <= LONGEST_TROUBLE ? words : otherwise;
}

function shiftLabel() {
  const { boot, shift } = till;
  if (!boot.till) return t("Chưa chọn máy");
  const name = boot.tills.find(({ code }) => code === boot.till)?.name ?? boot.till;
  const state = shift ? t("Ca từ %(time)s", { time: clockTime(shift.opened_at) }) : t("Chưa mở ca");
  return `${name} · ${state}`;
}

function drawQueue() {
  const chip = $("#bar-queue");
  const count = till.waiting.length;
  chip.hidden = !till.boot.till && !count && !till.refused.length && till.online;
  if (till.refused.length) setChip(chip, "bad", t("%(count)s đơn cần quản lý xem", { count: till.refused.length }));
  else if (!till.online) {
    const waiting = t("Mất kết nối · %(count)s đơn chờ gửi", { count });
    setChip(chip, "warn", count ? waiting : t("Mất kết nối · vẫn bán được"));
  } else if (count) setChip(chip, "warn", t("%(count)s đơn chờ gửi", { count }));
  else setChip(chip, "good", t("Đã gửi hết"));
}

/** A narrow bar has room for the figure only. @param {number} minutes this device is ahead */
function clockChip(minutes) {
  const short = `${minutes < 0 ? "−" : "+"}${clockErrorTime(minutes)}`;
  return [
    html`<span class="wide">${clockErrorText(minutes)}</span>`,
    html`<span class="narrow" aria-hidden="true">${short}</span>`,
  ];
}

function draw() {
  $("#bar-shift").textContent = shiftLabel();
  drawQueue();
  const { tone, label } = PRINTERS[till.printer];
  setChip($("#bar-printer"), tone, till.printer === "trouble" ? troubleLabel(label) : label);
  $("#bar-printer").hidden = !till.boot.till;
  $("#bar-clock").hidden = !till.clockErrorMinutes;
  fill($("#bar-clock"), clockChip(till.clockErrorMinutes));
  const { name } = till.person;
  fill($("#bar-person"), [
    html`<span class="face" aria-hidden="true">${initials(name)}</span>`,
    html`<span>${name}</span>`,
  ]);
}

/**
 * @param {object} buttons what they open
 * @param {() => void} buttons.onQueue
 * @param {() => void} buttons.onPrinter
 * @param {() => void} buttons.onPerson
 * @param {() => void} buttons.onMenu
 */
export function initBar({ onQueue, onPrinter, onPerson, onMenu }) {
  $("#bar-queue").addEventListener("click", onQueue);
  $("#bar-printer").addEventListener("click", onPrinter);
  $("#bar-person").addEventListener("click", onPerson);
  $("#bar-menu").addEventListener("click", onMenu);
  $("#bar-menu").hidden = false;
  subscribe(["shift", "waiting", "refused", "online", "person", "printer", "clockErrorMinutes"], draw);
  draw();
}
