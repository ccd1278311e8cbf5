// Time as the outlet sees it: its days begin in its own zone, whatever the tablet is set to.

const ZONE = "Asia/Ho_Chi_Minh";
const MINUTE_MS = 60000;
const DAY_MS = 86400000;
let zone = ZONE;

/**
 * The outlet's time zone, when it is another one.
 * @param {string | null} name
 */
export function useZone(name) {
  if (!name) return;
  zone = name;
  format = null;
}

/** Now, with the device's offset: 2026-11-23T09:41:07+07:00 */
export function now() {
  const at = new Date();
  const minutes = -at.getTimezoneOffset();
  const local = new Date(at.getTime() + minutes * 60000).toISOString().slice(0, 19);
  const pad = (/** @type {number} */ n) => String(Math.trunc(Math.abs(n))).padStart(2, "0");
  return `${local}${minutes < 0 ? "-" : "+"}${pad(minutes / 60)}:${pad(minutes % 60)}`;
}

/** @typedef {Record<string, string>} ZoneTime year, month, day, hour and minute */

/** To make one costs more than all it is used for. @type {Intl.DateTimeFormat | null} */
let format = null;
/** The last minute that was asked for: tiles and lines ask for the same one, dozens of times. */
let last = { minute: NaN, time: /** @type {ZoneTime} */ ({}) };

/** @param {Date} moment @returns {ZoneTime} in the outlet's zone */
function inZone(moment) {
  const minute = Math.floor(moment.getTime() / MINUTE_MS);
  if (format && minute === last.minute) return last.time;
  format ??= new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const parts = format.formatToParts(moment).map(({ type, value }) => [type, value]);
  last = { minute, time: Object.fromEntries(parts) };
  return last.time;
}

/** The business day: 2026-11-23 */
export function today(moment = new Date()) {
  const { year, month, day } = inZone(moment);
  return `${year}-${month}-${day}`;
}

/** What an offer asks of a moment: the business day, the day of the week (1 is Monday), the time, and the days to a day. */
export function outletNow() {
  const { year, month, day, hour, minute } = inZone(new Date());
  const from = `${year}-${month}-${day}`;
  return {
    day: from,
    weekday: new Date(`${from}T00:00:00Z`).getUTCDay() || 7,
    time: `${hour}:${minute}`,
    daysLeft: (/** @type {string | null} */ to) => daysLeft(to, from),
  };
}

/**
 * 09:41
 * @param {string} moment
 */
export function clockTime(moment) {
  const { hour, minute } = inZone(new Date(moment));
  return `${hour}:${minute}`;
}

/**
 * thứ hai 23/11, in the language of the page
 * @param {string} moment
 */
export function weekday(moment) {
  const at = new Date(moment);
  const name = new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: zone, weekday: "long" }).format(at);
  const { day, month } = inZone(at);
  return `${name} ${day}/${month}`;
}

/**
 * 23/11 09:41
 * @param {string} moment
 */
export function shortMoment(moment) {
  const { day, month, hour, minute } = inZone(new Date(moment));
  return `${day}/${month} ${hour}:${minute}`;
}

/**
 * 23/11/2026
 * @param {string} moment
 */
export function fullDay(moment) {
  const { day, month, year } = inZone(new Date(moment));
  return `${day}/${month}/${year}`;
}

/**
 * Days from today to a day; negative when it is over, null without a day.
 * @param {string | null | undefined} day 2026-11-23
 */
export function daysLeft(day, from = today()) {
  return day ? Math.round((Date.parse(day) - Date.parse(from)) / DAY_MS) : null;
}
