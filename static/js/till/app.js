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
import { listenForKeys, onType, openMenu } from "./keys.js";
import { refresh, refreshRegularly } from "./refresh.js";
import { onScan } from "./scan_flow.js";
import { initBar } from "./screens/page/bar.js";
import { initCart } from "./screens/page/cart_list.js";
import { initTiles } from "./screens/page/tiles.js";
import { seldom, withSeldom } from "./screens/later.js";
import { tellWhatStaysOut } from "./screens/line/remove_line.js";
import { applyServerState, sessionReachable, startSession } from "./session.js";
import { keepSingleWindow } from "./single_window.js";
import { $ } from "./ui/html.js";
import { whenIdle } from "./ui/idle.js";
import { toast } from "./ui/messages.js";
import { listenForScans } from "./ui/scanner.js";
import { screens } from "./ui/screens.js";

/** @import { Screen } from "./ui/screens.js" */

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
  if (till.shift) return;
  withSeldom(({ openShift }) => {
    if (!till.shift && !screens.current) openShift();
  });
}

/**
 * Opens a screen, unless something on the open one is on its way to the server.
 * @param {(from: import("./screens/later.js").Seldom) => Screen} made
 */
const unlessBusy = (made) => () =>
  withSeldom((from) => {
    if (!screens.current?.isBusy) screens.open(made(from));
  });

function initPage() {
  initBar({
    onQueue: unlessBusy(({ QueueScreen }) => new QueueScreen()),
    onPrinter: unlessBusy(({ PrinterScreen }) => new PrinterScreen()),
    onTransfers: unlessBusy(({ TransfersScreen }) => new TransfersScreen()),
    onPerson: unlessBusy(({ PeopleScreen }) => new PeopleScreen()),
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
}

function listen() {
  listenForScans({ onScan, onType, takesPin: () => Boolean(screens.current?.takesPin) });
  listenForKeys();
  window.addEventListener("beforeunload", (event) => {
    if (till.waiting.length) event.preventDefault();
  });
}

/** @param {import("./screens/later.js").Seldom} from what nobody needs at once */
function listenForMore({
  initCamera,
  keepSeenPhotos,
  listenForFields,
  lockWhenIdle,
  watchHeldCarts,
  watchRecalls,
  watchTransfers,
}) {
  watchHeldCarts();
  watchRecalls();
  watchTransfers();
  listenForFields();
  keepSeenPhotos();
  initCamera(onScan, { button: $("#camera"), before: $("#groups"), warn: (sentence) => toast(sentence, "warn") });
  lockWhenIdle();
}

async function start() {
  readBoot();
  const isStored = "kept" in $("#boot").dataset;
  if (!isStored) hearLook(till.person.username, till.boot.look);
  usePerson(till.person.username);
  subscribe(["person"], () => usePerson(till.person.username));
  subscribe(["online"], () => till.online && tellLook());
  if (isStored) await (await seldom()).unlock();
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
  if (!till.shift) withSeldom(({ openShift }) => openShift());
  whenIdle(() => withSeldom(listenForMore));
  await refresh();
  await seldom().then(
    ({ recoverSales }) => recoverSales(),
    () => null,
  );
  await sender.work();
  withSeldom(({ askOtherShiftAgain, keepOneDevice, shareHeldCarts }) => {
    askOtherShiftAgain();
    keepOneDevice();
    shareHeldCarts();
  });
  refreshRegularly();
}

start();
