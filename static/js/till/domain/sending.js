// What a failed try to send a sale means, and when it is tried again. PURE.

const MINUTE_MS = 60_000;
const LONGEST_MS = 60 * MINUTE_MS;

/** Whether nobody of the outlet answered: a gateway did. @param {number} status */
export const isUnreachable = (status) => status >= 502;

/**
 * Whose fault a refusal is. session: this person may not send now, so every sale waits. person: this person may not send this
 * one, another may. sale: the server cannot take this one.
 * @param {number} status
 * @param {string} code
 * @returns {"session" | "person" | "sale"}
 */
export function faultOf(status, code) {
  if (status === 401 || status === 429 || code === "csrf") return "session";
  return status === 403 ? "person" : "sale";
}

/** How long a sale that was set aside waits after so many tries. @param {number} tries */
export const pauseMs = (tries) => Math.min(MINUTE_MS * 2 ** Math.max(0, tries - 1), LONGEST_MS);
