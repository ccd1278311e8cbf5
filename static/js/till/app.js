// The till starts here: state from the page, goods from the device, then the server; keys and scans to whoever is on top.

import { Unreachable, get, onReach } from "./data/api.js";
import { initCamera } from "./ui/camera.js";
import * as carts from "./domain/cart.js";
import { today, useZone } from "./data/clock.js";
import { $, h } from "./ui/dom.js";
import { parseQuantity, quantityWords } from "./domain/money.js";
import { resolve } from "./domain/scan.js";
import { listenForScans } from "./ui/scanner.js";
import { Sender } from "./data/sender.js";
import { reached, settle, startShell } from "./shell.js";
import { hit, miss } from "./ui/sound.js";
import { change, restoreCarts, say, till } from "./data/state.js";
import { uid } from "./data/uid.js";
import { url, useUrls } from "./data/urls.js";
import { initBar } from "./screens/bar.js";
import { initCart } from "./screens/cart_list.js";
import { editLine } from "./screens/line.js";
import { openMenu, openPeople, openQueue } from "./screens/menu.js";
import { openSale } from "./screens/refund.js";
import { openSlips } from "./screens/slips.js";
import { openShift } from "./screens/shift.js";
import { openPrinter } from "./screens/printer.js";
import { back, close, finish, open, shown, whenIdle } from "./ui/stage.js";
import { customer, discountWhole } from "./screens/small.js";
import { initTiles, typeIntoSearch } from "./screens/tiles.js";
import { startPaying } from "./paying.js";
import { t } from "./data/i18n.js";

const sender = new Sender((queue) => change(queue));
const STOPS = {
  retired: t("Hàng này đã ngừng bán."),
  recalled: t("Lô này đang bị thu hồi. Không được bán."),
};

/** Says why something is not done, with the sound of a miss. */
function refuse(words, tone = "bad") {
  miss();
  say(words, tone);
}

function take(product, options = {}) {
  const weighing = product.places > 0 && !options.milli;
  const known =
    weighing && till.cart.lines.find((line) => line.product === product.code && line.lot === (options.lot ?? null));
  if (known) {
    hit();
    editLine(known.key, { more: true });
    return;
  }
  change({ cart: carts.add(till.cart, product, options) });
  hit();
  const line = till.cart.lines.find(({ key }) => key === till.cart.current);
  say(`${product.name}: ${quantityWords(line.milli)} ${product.unit}`);
  if (weighing) editLine(till.cart.current, { weighing });
}

/** What a code means here; what this device does not know, or whose lot it does not know, the server is asked about. */
async function meaning(code) {
  const here = resolve(code, till.catalogue, today());
  if ((here.kind !== "unknown" && !here.warnings.includes("unknown_lot")) || !till.online) return here;
  try {
    const there = await get(url("scan", {}, { code }), { timeout: 3000 });
    if (there.product && !till.catalogue.product(there.product)) await till.catalogue.refresh(till.boot.till);
    return {
      kind: there.kind,
      product: there.product,
      lot: there.lot,
      sale: there.sale,
      milli: there.quantity ? parseQuantity(there.quantity) : undefined,
      printedLot: here.printedLot,
      warnings: there.warnings,
    };
  } catch {
    return here;
  }
}

async function scanned(code) {
  const found = await meaning(code);
  const view = shown();
  if (view?.busy?.()) {
    miss();
    return;
  }
  const first = view?.asks?.() ?? (view?.full && !view.leaveForScan ? t("Quay lại đơn rồi quét tiếp.") : null);
  if (found.kind === "receipt") {
    if (!till.shift) return refuse(t("Mở ca trước rồi mới nhận hàng khách trả."), "warn");
    if (first && !view.takesReceipts) return refuse(first, "warn");
    hit();
    return openSale(found.sale);
  }
  const product = found.product ? till.catalogue.product(found.product) : null;
  const stop = Object.keys(STOPS).find((warning) => found.warnings.includes(warning));
  if (stop) return refuse(STOPS[stop]);
  if (!product) {
    return refuse(
      t("Không biết mã %(code)s. Xem lại tem, hoặc gõ tên hàng để tìm.", {
        code: code.length > 40 ? `${code.slice(0, 40)}…` : code,
      }),
    );
  }
  if (!till.shift) return refuse(t("Mở ca trước rồi mới bán."), "warn");
  if (first) return refuse(first, "warn");
  if (view?.leaveForScan) finish();
  else if (view) close();
  take(product, {
    lot: found.lot ?? null,
    ...(found.milli ? { milli: found.milli, weighed: true } : product.places > 0 ? {} : { milli: 1000 }),
  });
  const cautions = cautionsFor(found, product);
  if (cautions.length) say(cautions.join(" "), "warn");
}

/** What the cashier has to know of goods that were added. */
function cautionsFor({ warnings, lot, printedLot }, product) {
  const sentences = {
    unknown_lot: () =>
      t("Không thấy lô %(lot)s trong sổ. Đã thêm %(product)s nhưng không theo lô; xem lại tem.", {
        lot: printedLot ?? "",
        product: product.name,
      }),
    expired: () =>
      lot
        ? `${t("Lô này đã hết hạn. Bỏ ra khỏi quầy và báo quản lý.")} ${t("Bán tiếp thì cần quản lý duyệt.")}`
        : t("Hạn sử dụng trên tem đã qua. Bỏ ra khỏi quầy và báo quản lý."),
    near_expiry: () => t("%(product)s sắp hết hạn.", { product: product.name }),
  };
  return Object.entries(sentences).flatMap(([warning, sentence]) => (warnings.includes(warning) ? [sentence()] : []));
}

const fresh = () => carts.emptyCart(uid());
const actions = {
  edit: editLine,
  step: (key, direction) => change({ cart: carts.step(till.cart, key, direction) }),
  hold() {
    if (till.cart.lines.length) {
      change({ held: [...till.held, till.cart], cart: fresh() });
      say(t("Đã giữ đơn. Bấm tên đơn ở trên để lấy lại."));
    } else if (till.held.length) actions.recall(till.held.length - 1);
  },
  recall(n) {
    const { cart, moved } = carts.reprice(till.held[n], (code) => till.catalogue.product(code)?.price_vnd ?? null);
    const others = till.held.filter((_, at) => at !== n);
    change({ cart, held: till.cart.lines.length ? [...others, till.cart] : others });
    if (moved.length) say(t("Giá đã đổi: %(goods)s.", { goods: moved.join(", ") }), "warn");
  },
  another() {
    if (till.cart.lines.length) actions.hold();
  },
  customer,
  discount: () => (till.cart.lines.length ? discountWhole() : say(t("Đơn chưa có món nào."), "warn")),
  refund: openSlips,
  pay() {
    if (till.cart.lines.length) startPaying({ sender, fresh, refresh });
    else say(t("Đơn chưa có món nào."), "warn");
  },
};

/** The cart's buttons and keys: what was typed in a panel over the goods is kept first, in the cart it was typed for. */
function act(name, ...given) {
  const question = shown()?.asks?.();
  if (question) return refuse(question, "warn");
  if (shown()) close();
  return shown() ? null : actions[name](...given);
}
const HOTKEYS = { F4: "refund", F6: "hold", F7: "customer", F8: "discount", F9: "pay" };
const isField = (node) =>
  node instanceof HTMLInputElement || node instanceof HTMLSelectElement || node instanceof HTMLTextAreaElement;

function onCartKey(event) {
  const at = till.cart.lines.findIndex(({ key }) => key === till.cart.current);
  if (event.key === "Delete" && at >= 0) change({ cart: carts.remove(till.cart, till.cart.current) });
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const line = till.cart.lines[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (line) change({ cart: carts.select(till.cart, line.key) });
  } else if (event.key === "Enter" && at >= 0) editLine(till.cart.current);
  else return;
  event.preventDefault();
}

function onKey(event) {
  if ($("#ask").open || event.defaultPrevented || event.isComposing) return;
  if (event.repeat && (event.key === "Enter" || HOTKEYS[event.key])) {
    // A key that is held down must not run through the screens: over the change, over a count that closes the shift.
    event.preventDefault();
    return;
  }
  const view = shown();
  if (HOTKEYS[event.key]) {
    event.preventDefault();
    if (view?.busy?.() || !till.shift) return;
    if (event.key === "F9" && view?.pays) return;
    if (view?.back === false) finish();
    act(HOTKEYS[event.key]);
    return;
  }
  if (event.key === "F10") {
    event.preventDefault();
    if (!view?.busy?.()) openMenu(sender);
    return;
  }
  const onControl = event.target instanceof HTMLButtonElement || event.target instanceof HTMLAnchorElement;
  if (event.key === "Escape" && view) {
    event.preventDefault();
    if (view.busy?.()) return;
    if (view.escape) view.escape();
    else back();
  } else if (event.key === "Enter" && view?.enter && !onControl) {
    event.preventDefault();
    view.enter();
  } else if (view?.arrow && ["ArrowLeft", "ArrowRight"].includes(event.key) && !isField(event.target)) {
    event.preventDefault();
    view.arrow(event.key === "ArrowRight" ? 1 : -1);
  } else if (view?.keypad && event.key === "Backspace" && !isField(event.target)) {
    event.preventDefault();
    view.keypad.erase();
  } else if (
    view &&
    !view.full &&
    event.key === "Delete" &&
    !isField(event.target) &&
    view.keypad &&
    till.cart.current
  ) {
    change({ cart: carts.remove(till.cart, till.cart.current) });
    close();
  } else if (!view && !isField(event.target) && !onControl) onCartKey(event);
}

function typed(text) {
  const view = shown();
  if ($("#ask").open) return;
  if (view) {
    if (view.keypad && /^[\d.,]+$/.test(text)) view.keypad.press(text);
    return;
  }
  if (till.cart.current !== null && /^[+-]$/.test(text)) actions.step(till.cart.current, text === "+" ? 1 : -1);
  else if (text.trim()) typeIntoSearch(text.replace(/^\s+/, ""));
}

/** Fetches what is new; answers which goods of the cart have another price now. */
async function refresh() {
  try {
    const moved = await till.catalogue.refresh(till.boot.till);
    if (moved) change({ catalogue: till.catalogue });
    change({ printer: till.catalogue.till?.printer_state ?? till.printer });
    // Never under money that is being counted: there the server says that a price has changed.
    if (till.cart.lines.length && !shown()?.pays) {
      const { cart, moved: goods } = carts.reprice(
        till.cart,
        (code) => till.catalogue.product(code)?.price_vnd ?? null,
      );
      if (goods.length) {
        change({ cart });
        say(t("Giá đã đổi: %(goods)s.", { goods: goods.join(", ") }), "warn");
      }
      return goods;
    }
  } catch (trouble) {
    if (!(trouble instanceof Unreachable)) say(trouble.message, "warn");
  }
  return [];
}

/** One window per till: two would work on the same cart. The newest one sells, the other steps back. */
function onlyWindow() {
  if (!("BroadcastChannel" in window)) return;
  const channel = new BroadcastChannel(`till:${till.boot.till ?? "-"}`);
  channel.postMessage("here");
  channel.addEventListener("message", () => {
    sender.stop();
    till.aside = true;
    open({
      title: t("Máy này đang bán ở một cửa sổ khác"),
      full: true,
      back: false,
      busy: () => true,
      left: [
        h("p", { class: "muted" }, t("Đơn đang làm vẫn còn nguyên. Chỉ nên mở một cửa sổ bán hàng.")),
        h(
          "div",
          { class: "bottom" },
          h(
            "button",
            { type: "button", class: "btn-main done", onclick: () => location.reload() },
            t("Bán ở cửa sổ này"),
          ),
        ),
      ],
    });
  });
}

async function start() {
  const boot = JSON.parse($("#boot").textContent);
  change({ boot, person: boot.person, shift: boot.shift, printer: boot.printer });
  useUrls(boot.urls);
  useZone(boot.timezone);
  restoreCarts();
  onReach((online) => {
    if (online !== till.online) {
      change({ online });
      shown()?.redraw?.();
    }
    reached(online);
  });
  onlyWindow();
  // Before the bar is drawn: it must never say that everything is sent while sales lie here.
  await sender.look().catch(() => null);
  const free = (show) => () => shown()?.busy?.() || show();
  initBar({
    onQueue: free(() => openQueue(sender)),
    onPrinter: free(() => openPrinter(refresh)),
    onPerson: free(openPeople),
    onMenu: free(() => openMenu(sender)),
  });
  whenIdle(() => {
    settle();
    if (!till.shift && !shown()) openShift();
  });
  initTiles({ onTake: take, onCode: scanned });
  initCart({
    ...actions,
    ...Object.fromEntries(
      ["edit", "hold", "recall", "another", "customer", "discount", "refund", "pay"].map((name) => [
        name,
        (...given) => act(name, ...given),
      ]),
    ),
  });
  listenForScans({ scanned, typed });
  initCamera(scanned);
  window.addEventListener("keydown", onKey);
  // What was pressed by finger or mouse must not keep the Enter key for itself.
  window.addEventListener(
    "click",
    (event) => event.detail > 0 && document.activeElement instanceof HTMLButtonElement && document.activeElement.blur(),
  );
  window.addEventListener("beforeunload", (event) => till.waiting.length && event.preventDefault());
  startShell({ kept: "kept" in $("#boot").dataset, more: refresh });
  await till.catalogue.restore();
  change({ catalogue: till.catalogue });
  if (!till.shift) openShift();
  await refresh();
  const taken = await sender.recover().catch(() => []);
  if (taken.includes(till.cart.uid)) {
    change({ cart: fresh() });
    say(t("Đơn vừa rồi đã được ghi. Không cần thu lại."), "warn");
  }
  await sender.work();
  setInterval(() => !document.hidden && till.online && refresh(), 30000);
}

start();
