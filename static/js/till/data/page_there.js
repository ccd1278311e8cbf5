// The till's page as the server would send it now: who is signed in, and which shift is open.

import { till } from "./state.js";
import { url } from "./urls.js";

/** @import { Boot } from "./state.js" */

const TIMEOUT_MS = 8000;

/** @typedef {{ isSignedOut: boolean, boot: Boot | null, token: string | undefined }} PageThere boot: null where there is none */

/** The address of this very till. */
export const ownAddress = () => url("sell", {}, till.boot.till ? { till: till.boot.till } : {});

/** Throws when nobody answers. @returns {Promise<PageThere>} */
export async function pageThere() {
  const answer = await fetch(ownAddress(), {
    cache: "no-store",
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const isSignedOut = answer.type === "opaqueredirect" || answer.status === 403;
  const text = answer.ok && !isSignedOut ? page.querySelector("#boot")?.textContent : null;
  const meta = /** @type {HTMLMetaElement | null} */ (page.querySelector("meta[name=csrf-token]"));
  return { isSignedOut, boot: text ? JSON.parse(text) : null, token: meta?.content };
}

/** The shift that is open at the server on this till. */
export const shiftThere = async () => (await pageThere()).boot?.shift ?? null;
