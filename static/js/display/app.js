// What customers look at: beside the till in the same browser, or on a device that was paired with it.

import { messageOf } from "../till/data/api.js";
import { useZone } from "../till/data/clock.js";
import { keepPage } from "../till/data/offline_page.js";
import { url, useUrls } from "../till/data/urls.js";
import { hearServer, hearWindow, pair } from "./source.js";
import { draw, drawCutOff, drawUnpaired } from "./views.js";

const boot = JSON.parse(document.querySelector("#boot")?.textContent ?? "");
useUrls(boot.urls);
useZone(boot.timezone);
keepPage(url("worker"), url("page"));

/** The code of a till stands behind `#`; read once, it is taken out of the address. */
function takeCode() {
  const code = location.hash.slice(1);
  if (code) history.replaceState(null, "", location.pathname);
  return code;
}

async function start() {
  const code = takeCode();
  const till = new URLSearchParams(location.search).get("till");
  if (!code && till && "BroadcastChannel" in window) {
    draw(null);
    hearWindow(till, draw);
    return;
  }
  let trouble = "";
  if (code) await pair(code).catch((error) => (trouble = messageOf(error)));
  if (!trouble) await hearServer(draw, drawCutOff);
  drawCutOff(false);
  drawUnpaired(trouble);
}

start();
