// How a recovery code begins (recovery_code.js): a scan of one is told from goods without what makes them. PURE.

/** Its kind, and the version of its format. */
export const BEGIN = "9801";
/** All of a code is digits, and so much more than any barcode has. */
const CODE = new RegExp(`^${BEGIN}\\d{60,}$`);

/** Whether a scan is such a code. @param {string} text */
export const isRecoveryCode = (text) => CODE.test(text);
