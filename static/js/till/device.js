// This device: whether its browser keeps unsent sales, and whether its clock is right.

import { onClockError } from "./data/device_clock.js";
import { askToKeep } from "./data/device_storage.js";
import { t } from "./data/i18n.js";
import { setState, till } from "./data/state.js";
import { clockErrorText } from "./screens/page/clock_text.js";
import { toast } from "./ui/messages.js";

export async function keepStorage() {
  setState({ isStorageKept: await askToKeep() });
  return till.isStorageKept;
}

/** Some browsers only promise it to somebody who does something here. */
async function keepStorageAtStart() {
  if (await keepStorage()) return;
  window.addEventListener("pointerdown", keepStorage, { once: true });
}

/** @param {number} minutes */
function onError(minutes) {
  if (minutes === till.clockErrorMinutes) return;
  const wasRight = !till.clockErrorMinutes;
  setState({ clockErrorMinutes: minutes });
  if (minutes && wasRight) {
    const advice = t("Chỉnh lại giờ của máy. Giờ bán được sửa theo máy chủ khi gửi.");
    toast(`${clockErrorText(minutes)}. ${advice}`, "warn");
  }
}

export function watchDevice() {
  onClockError(onError);
  keepStorageAtStart();
}
