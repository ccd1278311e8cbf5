// What the server says of the outlet and of this till beside its goods: types alone.

/**
 * @typedef {object} OutletFacts
 * @property {string} [name]
 * @property {string} [public_url] the beginning of the links in codes
 * @property {string} [paper_language]
 * @property {string} [weight_label]
 * @property {number} [near_expiry_days]
 * @property {number} [cash_rounding_vnd]
 * @property {number} [cashier_discount_limit_bp]
 * @property {number} [refund_limit_vnd] 0: none
 * @property {number} [refund_days]
 * @property {string} [refund_other_method]
 * @property {string | null} [bank_bin] of the account that customers transfer to
 * @property {string | null} [bank_account]
 * @property {string | null} [bank_holder]
 */
/**
 * @typedef {{ place: string, paper_mm?: number, printer_state?: import("./state.js").PrinterState, printer_trouble?: string }}
 * TillFacts
 */

export {};
