// One window per till: two would work on the same cart. The newest one sells, the other steps back.

import { t } from "./data/i18n.js";
import { sender } from "./data/sale_queue.js";
import { setState, till } from "./data/state.js";
import { html } from "./ui/html.js";
import { Screen, screens } from "./ui/screens.js";

class SecondaryScreen extends Screen {
  title = t("Máy này đang bán ở một cửa sổ khác");
  isFull = true;
  hasWayBack = false;

  get isBusy() {
    return true;
  }

  render() {
    const text = t("Đơn đang làm vẫn còn nguyên. Chỉ nên mở một cửa sổ bán hàng.");
    return [
      html`<p class="muted">${text}</p>`,
      html`
        <div class="bottom">
          <button type="button" class="btn-main done-button" @click=${() => location.reload()}>${t("Bán ở cửa sổ này")}</button>
        </div>
      `,
    ];
  }
}

export function keepSingleWindow() {
  if (!("BroadcastChannel" in window)) return;
  const channel = new BroadcastChannel(`till:${till.boot.till ?? "-"}`);
  channel.postMessage("here");
  channel.addEventListener("message", () => {
    sender.stop();
    setState({ isSecondary: true });
    screens.open(new SecondaryScreen());
  });
}
