// One till on one device: a second one is told who has it and takes it over knowingly; the first then says so. What it has sold
// and not sent yet is sent all the same, and its carts stay on it.

import { Refusal, put } from "./data/api.js";
import { t } from "./data/i18n.js";
import { sender } from "./data/sale_queue.js";
import { subscribe, till } from "./data/state.js";
import { readSnapshot, saveSnapshot } from "./data/store.js";
import { uid } from "./data/uid.js";
import { url } from "./data/urls.js";
import { goButton } from "./ui/desk.js";
import { html } from "./ui/html.js";
import { toast } from "./ui/messages.js";
import { isAsking } from "./ui/question.js";
import { Screen, screens } from "./ui/screens.js";

const NAME = "till-device";
const EVERY_MS = 15_000;
const WAIT_MS = 4000;

/** This device has sold at the till since the page was opened. */
let wasOurs = false;
let isAsked = false;

/** What this device calls itself. @returns {Promise<string>} */
async function deviceName() {
  const known = (await readSnapshot(NAME).catch(() => null)) ?? readLocal();
  const name = known ?? uid();
  if (!known) await saveSnapshot(NAME, name).catch(() => {});
  try {
    localStorage.setItem(NAME, name);
  } catch {
    // The other storage has it.
  }
  return name;
}

/** @returns {string | null} */
function readLocal() {
  try {
    return localStorage.getItem(NAME);
  } catch {
    return null;
  }
}

/**
 * Asks the server for the till; null when it is this device's, or when nobody can say.
 * @param {boolean} take over from another device
 * @returns {Promise<string | null>} the sentence about who has it
 */
async function hold(take) {
  try {
    await put(
      url("till_device", { code: till.boot.till ?? "" }),
      { device: await deviceName(), take },
      { timeout: WAIT_MS },
    );
    wasOurs = true;
    return null;
  } catch (error) {
    return error instanceof Refusal && error.code === "till_in_use" ? error.message : null;
  }
}

class OtherDeviceScreen extends Screen {
  title = wasOurs ? t("Thiết bị khác đã nhận máy này") : t("Máy này đang bán ở thiết bị khác");
  isFull = true;
  hasWayBack = false;
  #sentence;
  #isTaking = false;

  /** @param {string} sentence about who has the till */
  constructor(sentence) {
    super();
    this.#sentence = sentence;
  }

  /** No key and no scan goes on selling here. */
  get isBusy() {
    return true;
  }

  async #take() {
    if (this.#isTaking) return;
    this.#isTaking = true;
    this.update();
    const sentence = await hold(true);
    this.#isTaking = false;
    if (sentence === null && wasOurs) {
      isAsked = false;
      screens.finish();
      toast(t("Máy này bán ở đây từ bây giờ."));
    } else this.update();
  }

  render() {
    const unsent = till.waiting.length + till.refused.length;
    const stays = unsent
      ? t("%(count)s đơn chưa gửi trên thiết bị này vẫn được gửi. Đơn đang làm vẫn còn nguyên.", { count: unsent })
      : t("Không có đơn nào chưa gửi trên thiết bị này. Đơn đang làm vẫn còn nguyên.");
    const others = till.boot.tills.filter(({ code }) => code !== till.boot.till);
    return html`
      <div class="stack">
        <p>${this.#sentence}</p>
        <p class="muted">${stays}</p>
        <p class="muted">${t("Bán ở đây thì thiết bị kia dừng bán và báo cho người đang đứng ở đó.")}</p>
        <div class="menu-grid">${others.map(
          ({ code, name }) => html`
            <a class="btn" href=${url("sell", {}, { till: code })}>${t("Bán ở %(till)s", { till: name })}</a>
          `,
        )}</div>
        ${goButton({
          label: this.#isTaking ? t("Đang hỏi máy chủ…") : t("Nhận máy này, bán ở đây"),
          act: () => this.#take(),
          id: "take-till",
          isOff: this.#isTaking,
          key: "",
        })}
      </div>
    `;
  }
}

async function look() {
  if (!till.boot.till || !till.online || till.isSecondary || isAsked || document.hidden) return;
  const sentence = await hold(false);
  const screen = screens.current;
  // Money that is being counted is counted to its end; the next look says it.
  if (sentence === null || isAsked || isAsking() || screen?.isBusy || screen?.isCountingMoney) return;
  isAsked = true;
  screens.open(new OtherDeviceScreen(sentence));
  sender.work();
}

/** From now on this device has the till, or says who has it. */
export function keepOneDevice() {
  subscribe(["waiting", "refused"], () => {
    if (screens.current instanceof OtherDeviceScreen) screens.current.update();
  });
  subscribe(["online"], look);
  setInterval(look, EVERY_MS);
  look();
}
