// The till starts here: state from the page, goods from this device, then the server.

import { actOnCart, addBasket, lookAt, stepLine, takeProduct } from "./cart_actions.js";
import { onReachable } from "./data/api.js";
import { useZone } from "./data/clock.js";
import { sender } from "./data/sale_queue.js";
import { restoreCarts, setState, subscribe, till } from "./data/state.js";
import { hearLook, tellLook, usePerson } from "./data/settings.js";
import { useUrls } from "./data/urls.js";
import { watchDevice } from "./device.js";
import { startDisplay } from "./display.js";
import { shareHeldCarts } from "./held_carts.js";
import { listenForKeys, onType, openMenu } from "./keys.js";
import { keepOneDevice } from "./one_device.js";
import { recoverSales } from "./recovery.js";
import { refresh, refreshRegularly } from "./refresh.js";
import { onScan } from "./scan_flow.js";
import { initBar } from "./screens/page/bar.js";
import { initCart } from "./screens/page/cart_list.js";
import { initTiles } from "./screens/page/tiles.js";
import { watchHeldCarts } from "./screens/held_carts.js";
import { unlock } from "./screens/locked.js";
import { lockWhenIdle } from "./screens/device/lock.js";
import { PeopleScreen } from "./screens/people.js";
import { TransfersScreen, watchTransfers } from "./screens/payment/transfers.js";
import { PrinterScreen } from "./screens/printer.js";
import { QueueScreen } from "./screens/queue.js";
import { tellWhatStaysOut } from "./screens/line/remove_line.js";
import { openShift } from "./screens/shift/open_shift.js";
import { applyServerState, sessionReachable, startSession } from "./session.js";
import { keepSingleWindow } from "./single_window.js";
import { initCamera } from "./ui/camera.js";
import { $ } from "./ui/html.js";
import { listenForFields } from "./ui/letters.js";
import { listenForScans } from "./ui/scanner.js";
import { screens } from "./ui/screens.js";

function readBoot() {
  /** @type {import("./data/state.js").Boot} */
  const boot = JSON.parse($("#boot").textContent ?? "");
  setState({ boot, person: boot.person, shift: boot.shift, printer: boot.printer });
  useUrls(boot.urls);
  useZone(boot.timezone);
}

/** @param {boolean} isReachable */
function onServer(isReachable) {
  if (isReachable !== till.online) {
    setState({ online: isReachable });
    screens.current?.onReachable();
    // What was sold meanwhile goes first: a till that is heard again and keeps its sales back looks late.
    if (isReachable) sender.work();
  }
  sessionReachable(isReachable);
}

function onIdle() {
  applyServerState();
  if (!till.shift && !screens.current) openShift();
}

/** Opens a screen, unless something on the open one is on its way to the server. @param {() => void} open */
const unlessBusy = (open) => () => {
  if (!screens.current?.isBusy) open();
};

function initPage() {
  initBar({
    onQueue: unlessBusy(() => screens.open(new QueueScreen())),
    onPrinter: unlessBusy(() => screens.open(new PrinterScreen())),
    onTransfers: unlessBusy(() => screens.open(new TransfersScreen())),
    onPerson: unlessBusy(() => screens.open(new PeopleScreen())),
    onMenu: openMenu,
  });
  initTiles({
    onProduct: takeProduct,
    onBasketChosen: addBasket,
    onLook: lookAt,
    onCode: onScan,
    onPriceCheck: () => actOnCart("priceCheck"),
  });
  initCart({ act: actOnCart, step: stepLine });
  screens.onIdle(onIdle);
  tellWhatStaysOut();
  watchHeldCarts();
  watchTransfers();
}

function listen() {
  listenForScans({ onScan, onType, takesPin: () => Boolean(screens.current?.takesPin) });
  listenForKeys();
  listenForFields();
  initCamera(onScan);
  window.addEventListener("beforeunload", (event) => {
    if (till.waiting.length) event.preventDefault();
  });
}

async function start() {
  readBoot();
  const isStored = "kept" in $("#boot").dataset;
  if (!isStored) hearLook(till.person.username, till.boot.look);
  usePerson(till.person.username);
  subscribe(["person"], () => usePerson(till.person.username));
  subscribe(["online"], () => till.online && tellLook());
  if (isStored) await unlock();
  await restoreCarts().catch(() => null);
  onReachable(onServer);
  keepSingleWindow();
  watchDevice();
  // Before the bar is drawn: it must never say that everything is sent while sales lie here.
  await sender.readQueue().catch(() => null);
  if (!till.shift) setState({ shift: sender.unsentShift(till.boot.till) });
  initPage();
  listen();
  startSession({ isStored, refresh });
  await till.catalogue.restore();
  setState({ catalogue: till.catalogue });
  till.catalogue.whole.then(() => setState({ catalogue: till.catalogue }));
  startDisplay();
  if (!till.shift) openShift();
  lockWhenIdle();
  await refresh();
  await recoverSales();
  await sender.work();
  keepOneDevice();
  shareHeldCarts();
  refreshRegularly();
}

start();
