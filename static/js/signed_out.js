// On the sign-in page nobody is signed in: the till of whoever was does not stay on this device. What is typed here opens the
// till without a server later, if the server takes it now.

import { rememberTyped } from "./till/data/locks.js";
import { dropPage } from "./till/data/offline_page.js";
import { clearCarts } from "./till/data/store.js";

dropPage();
if (new URLSearchParams(location.search).has("left")) clearCarts().catch(() => {});

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("#sign-in"));

async function send() {
  if (!form) return;
  const typed = new FormData(form);
  await rememberTyped(String(typed.get("username")).trim(), String(typed.get("password"))).catch(() => {});
  form.submit();
}

let isSending = false;
form?.addEventListener("submit", (event) => {
  event.preventDefault();
  if (isSending) return;
  isSending = true;
  send();
});
// Whoever comes back to this page may try again.
addEventListener("pageshow", () => {
  isSending = false;
});
