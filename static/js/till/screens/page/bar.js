// The bar: outlet, till, clock, who is selling; and what is wrong, with how much of it. Nothing about what is well.

import { clockTime, weekday } from "../../data/clock.js";
import { t } from "../../data/i18n.js";
import { subscribe, till } from "../../data/state.js";
import { $, fill, html } from "../../ui/html.js";
import { mark } from "../../ui/icons.js";
import { clockErrorText, clockErrorTime } from "./clock_text.js";

/** @import { Mark } from "../../ui/icons.js" */

const LONGEST_TROUBLE = 22;
const LOOK_MS = 5000;
/** When the server was last lost. @type {string | null} */
let lostAt = null;

/** The first letters of the last two words of a name. @param {string} name */
export function initials(name) {
  const names = name.split(/\s+/).filter(Boolean).slice(-2);
  return names.map((word) => word[0].toUpperCase()).join("");
}

/**
 * @param {string} selector
 * @param {"" | "warn" | "bad"} tone "": nothing is wrong
 * @param {Mark} sign
 * @param {string} label
 */
function setTrouble(selector, tone, sign, label) {
  const place = $(selector);
  place.hidden = !tone;
  place.className = `trouble ${tone}`;
  fill(place, tone ? [mark(sign), html`<span>${label}</span>`] : label);
}

/** What is wrong in a few words, when its sentence begins with them. @param {string} otherwise */
function troubleLabel(otherwise) {
  const [words] = (till.catalogue.till?.printer_trouble ?? "").split(".");
  return words && words.length <= LONGEST_TROUBLE ? words : otherwise;
}

function whereLabel() {
  const { boot, shift } = till;
  if (!boot.till) return t("Chưa chọn máy");
  const name = boot.tills.find(({ code }) => code === boot.till)?.name ?? boot.till;
  return shift ? name : `${name} · ${t("Chưa mở ca")}`;
}

function drawQueue() {
  const count = till.waiting.length;
  if (till.online) lostAt = null;
  else lostAt ??= new Date().toISOString();
  if (till.refused.length) {
    setTrouble("#bar-queue", "bad", "warn", t("%(count)s đơn cần quản lý xem", { count: till.refused.length }));
  } else if (lostAt) {
    const since = t("Mất kết nối từ %(time)s", { time: clockTime(lostAt) });
    const waiting = count ? t("%(count)s đơn chờ gửi", { count }) : t("vẫn bán được");
    setTrouble("#bar-queue", "warn", "offline", `${since} · ${waiting}`);
  } else if (count) setTrouble("#bar-queue", "warn", "clock", t("%(count)s đơn chờ gửi", { count }));
  else setTrouble("#bar-queue", "", "check", t("Đã gửi hết"));
}

/** A narrow bar has room for the figure only. @param {number} minutes this device is ahead */
function clockChip(minutes) {
  const short = `${minutes < 0 ? "−" : "+"}${clockErrorTime(minutes)}`;
  return [
    mark("clock"),
    html`<span class="wide">${clockErrorText(minutes)}</span>`,
    html`<span class="narrow" aria-hidden="true">${short}</span>`,
  ];
}

function drawTime() {
  const now = new Date().toISOString();
  const time = clockTime(now);
  if ($("#bar-time b")?.textContent !== time) fill($("#bar-time"), [html`<b>${time}</b>`, ` ${weekday(now)}`]);
}

function draw() {
  $("#bar-shift").textContent = whereLabel();
  drawQueue();
  const unseen = till.unconfirmed.length;
  const words = t("%(count)s chuyển khoản chưa về", { count: unseen });
  setTrouble("#bar-transfers", unseen ? "warn" : "", "qr", "");
  $("#bar-transfers").setAttribute("aria-label", words);
  if (unseen) {
    fill($("#bar-transfers"), [
      mark("qr"),
      html`<span class="wide">${words}</span>`,
      html`<span class="narrow num" aria-hidden="true">${unseen}</span>`,
    ]);
  }
  const isTrouble = till.printer === "trouble" && Boolean(till.boot.till);
  const isReady = till.printer === "ready" ? t("Máy in sẵn sàng") : t("Chưa có máy in");
  setTrouble("#bar-printer", isTrouble ? "bad" : "", "printer", isTrouble ? troubleLabel(t("Máy in có lỗi")) : isReady);
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
 * @param {() => void} buttons.onTransfers
 * @param {() => void} buttons.onPerson
 * @param {() => void} buttons.onMenu
 */
export function initBar({ onQueue, onPrinter, onTransfers, onPerson, onMenu }) {
  $("#bar-queue").addEventListener("click", onQueue);
  $("#bar-printer").addEventListener("click", onPrinter);
  $("#bar-transfers").addEventListener("click", onTransfers);
  $("#bar-person").addEventListener("click", onPerson);
  $("#bar-menu").addEventListener("click", onMenu);
  $("#bar-menu").hidden = false;
  subscribe(["shift", "waiting", "refused", "unconfirmed", "online", "person", "printer", "clockErrorMinutes"], draw);
  setInterval(drawTime, LOOK_MS);
  drawTime();
  draw();
}
