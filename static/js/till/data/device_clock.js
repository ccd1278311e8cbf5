// The clock of this device beside the server's: every answer says what time it is there.

import { clockErrorMinutes } from "../domain/clock_error.js";

let onError = (/** @type {number} */ _minutes) => {};

/** @param {(minutes: number) => void} listener gets how far this device is ahead (behind: negative), 0 when it is right */
export function onClockError(listener) {
  onError = listener;
}

/**
 * @param {Response} response
 * @param {number} sentMs when it was asked for
 */
export function compareClocks(response, sentMs) {
  const minutes = clockErrorMinutes(response.headers.get("Date"), sentMs, Date.now());
  if (minutes !== null) onError(minutes);
}
