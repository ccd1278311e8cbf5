// What somebody types to find a slip again: its number, a whole phone number, an amount, or goods. PURE.

import { fold } from "./fold.js";
import { readMoney } from "./typed_figures.js";

/** @typedef {{ by: "number" | "phone" | "amount" | "goods" | "product", value: string }} Sought */
/**
 * @typedef {object} Findable a slip, as far as it is searched
 * @property {string | null} number null until the server has given one
 * @property {number} total_vnd
 * @property {{ product: string, basket?: string | null }[]} lines
 */

const NUMBER = /^(\d{4})-(\d{1,6})$/;
const SHORT_NUMBER = /^\d{1,6}$/;
const BETWEEN = /[ .()-]/g;
const PHONE = /^(0|\+?84)\d{8,10}$/;
const LEAST_AMOUNT_VND = 1000;

/** @param {string} year @param {string} sequence */
const numbered = (year, sequence) => `${year}-${sequence.padStart(6, "0")}`;

/**
 * What a text may mean, the likeliest first; nothing where nothing is typed.
 * @param {string} text
 * @param {string} year of a number that is typed without one
 * @returns {Sought[]}
 */
export function readSlipQuery(text, year) {
  const typed = text.trim().normalize("NFC");
  if (!typed) return [];
  const number = NUMBER.exec(typed);
  if (number) return [{ by: "number", value: numbered(number[1], number[2]) }];
  const digits = typed.replace(BETWEEN, "");
  if (PHONE.test(digits)) return [{ by: "phone", value: digits }];
  const read = readMoney(typed);
  const amounts = read === null ? [] : typeof read === "number" ? [read] : [read.smaller, read.larger];
  const isShort = SHORT_NUMBER.test(typed);
  /** @type {Sought[]} */
  const sought = amounts
    .filter((amountVnd) => amountVnd >= (isShort ? LEAST_AMOUNT_VND : 1))
    .map((amountVnd) => ({ by: "amount", value: String(amountVnd) }));
  if (isShort) sought.unshift({ by: "number", value: numbered(year, typed) });
  return sought.length ? sought : [{ by: "goods", value: typed }];
}

/** Whether a search looks at chosen days only: a number and a customer are found on any. @param {Sought | undefined} sought */
export const isOfDays = (sought) => sought?.by !== "number" && sought?.by !== "phone";

/**
 * Whether a slip on the device is one that is looked for. Whose phone it was bought under, the device does not know.
 * @param {Findable} slip
 * @param {Sought} sought
 * @param {(product: string) => string} nameOf
 */
export function isSought({ number, total_vnd, lines }, { by, value }, nameOf) {
  if (by === "number") return number === value;
  if (by === "amount") return total_vnd === Number(value);
  if (by === "product") return lines.some(({ product }) => product === value);
  if (by === "phone") return false;
  const words = fold(value).split(" ");
  return lines.some(({ product, basket }) => {
    const known = [fold(nameOf(product)), product.toLowerCase(), (basket ?? "").toLowerCase()];
    return words.every((word) => known.some((text) => text.includes(word)));
  });
}
