// The ways to pay, as the page brings them along, and what they are called on the screen and on the slip.

import { translated } from "./i18n.js";
import { till } from "./state.js";

/** What a method is called where money comes in and where it goes back, also one that is not offered. @param {string} code */
const labelsOf = (code) => till.boot.method_labels[code] ?? [code, code, code];

/** @param {string} label */
const capitalized = (label) => label.charAt(0).toUpperCase() + label.slice(1);

/** Every way to pay, in the order in which the till offers them. */
export const paymentMethods = () => till.boot.payment_methods.map(({ code }) => code);

/** @param {string} code */
export const paymentLabel = (code) => capitalized(translated(labelsOf(code)[0]));

/** Money goes back by a transfer, not by a code to scan. @param {string} code */
export const refundLabel = (code) => capitalized(translated(labelsOf(code)[1]));

/** As slips call it. @param {string} code */
export const slipLabel = (code) => capitalized(translated(labelsOf(code)[2]));
