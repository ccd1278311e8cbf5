// Where a display hears what its till shows: the till's own window in this browser, or the server.

import { post } from "../till/data/api.js";
import { url } from "../till/data/urls.js";

/** @import { Shown } from "../till/domain/shown.js" */
/** @typedef {(shown: Shown | null) => void} OnShown called with null when the till has been silent for too long */

/** A till repeats itself twice a minute; one that has not may be at another customer's cart by now. */
const SILENT_MS = 75_000;
const BUSY_MS = 700;
const QUIET_MS = 2_000;
const HIDDEN_MS = 5_000;
const TROUBLE_MS = 3_000;
/** A till that is not heard for so long is cut off from this device. */
const CUT_OFF_MS = 8_000;
/** So long after a change the next one is expected soon. */
const BUSY_FOR_MS = 60_000;

/**
 * Hears a till in another window of this browser, also without a server.
 * @param {string} till
 * @param {OnShown} onShown
 */
export function hearWindow(till, onShown) {
  const channel = new BroadcastChannel(`display:${till}`);
  let silence = setTimeout(() => onShown(null), SILENT_MS);
  channel.addEventListener("message", ({ data }) => {
    if (!data.shown) return;
    clearTimeout(silence);
    silence = setTimeout(() => onShown(null), SILENT_MS);
    onShown(data.shown);
  });
  channel.postMessage({ isOpened: true });
}

/** Pairs this device by the code of a till. Throws Refusal for one that was used or is too old. @param {string} code */
export const pair = (code) => post(url("pair"), { code });

/** @param {number} ms */
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/**
 * Asks the server what the till of this device shows, until the pairing has ended.
 * @param {OnShown} onShown
 * @param {(isCutOff: boolean) => void} onCutOff is called when the server is not heard any more, and when it is again
 */
export async function hearServer(onShown, onCutOff) {
  let version = "";
  let changedMs = Date.now();
  let heardMs = Date.now();
  for (;;) {
    let waitMs = document.hidden ? HIDDEN_MS : Date.now() - changedMs < BUSY_FOR_MS ? BUSY_MS : QUIET_MS;
    const response = await fetch(url("state"), {
      cache: "no-store",
      headers: { Accept: "application/json", ...(version ? { "If-None-Match": version } : {}) },
    }).catch(() => null);
    if (response?.status === 404) return;
    if (response?.ok) {
      version = response.headers.get("ETag") ?? "";
      const { shown } = await response.json().catch(() => ({ shown: null }));
      changedMs = Date.now();
      onShown(shown);
    }
    if (response?.ok || response?.status === 304) {
      heardMs = Date.now();
      onCutOff(false);
    } else {
      waitMs = TROUBLE_MS;
      if (Date.now() - heardMs > CUT_OFF_MS) onCutOff(true);
      if (Date.now() - heardMs > SILENT_MS) {
        version = "";
        onShown(null);
      }
    }
    await pause(waitMs);
  }
}
