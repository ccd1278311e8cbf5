// The ways to pay, as the page brings them along (boot.payment_methods), and what they are called on the screen and on the slip.

import { translated } from "./i18n.js";
import { till } from "./state.js";

/** @param {string} code */
const methodOf = (code) => till.boot.payment_methods.find((method) => method.code === code);

/** @param {string} label */
const capitalized = (label) => label.charAt(0).toUpperCase() + label.slice(1);

/** Every way to pay, in the order in which the till offers them. */
export const paymentMethods = () => till.boot.payment_methods.map(({ code }) => code);

/** @param {string} code */
export const paymentLabel = (code) => capitalized(translated(methodOf(code)?.label ?? code));

/** Money goes back by a transfer, not by a code to scan. @param {string} code */
export const refundLabel = (code) => capitalized(translated(methodOf(code)?.refund_label ?? code));
