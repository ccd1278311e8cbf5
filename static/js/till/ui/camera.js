// Scanning by the tablet's camera, where the browser can read codes itself (Android). Elsewhere the button stays hidden.

import { $, h } from "./dom.js";
import { say } from "../data/state.js";
import { t } from "../data/i18n.js";

const FORMATS = ["ean_13", "ean_8", "upc_a", "code_128", "qr_code", "data_matrix"];
const PAUSE_MS = 1500;

export async function initCamera(scanned) {
  const button = $("#camera");
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return;
  const able = await BarcodeDetector.getSupportedFormats().catch(() => []);
  const formats = FORMATS.filter((format) => able.includes(format));
  if (!formats.length) return;
  const detector = new BarcodeDetector({ formats });
  let stream = null;
  let box = null;

  function stop() {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    box?.remove();
    box = null;
  }

  async function look(video, before) {
    if (!stream) return;
    let seen = before;
    try {
      const [found] = await detector.detect(video);
      if (found && !(found.rawValue === seen.code && performance.now() - seen.at < PAUSE_MS)) {
        seen = { code: found.rawValue, at: performance.now() };
        scanned(found.rawValue);
      }
    } catch {
      // A frame that cannot be read is followed by the next one.
    }
    setTimeout(() => look(video, seen), 120);
  }

  button.hidden = false;
  button.addEventListener("click", async () => {
    if (stream) return stop();
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      say(t("Không mở được máy ảnh. Cho phép trang này dùng máy ảnh, hoặc dùng máy quét."), "warn");
      return null;
    }
    const video = h("video", { autoplay: true, playsinline: true, muted: true });
    video.muted = true;
    video.srcObject = stream;
    box = h("div", { class: "camera" }, video, h("button", { type: "button", onclick: stop }, t("Tắt máy ảnh")));
    $("#groups").before(box);
    await video.play().catch(() => {});
    look(video, { code: "", at: 0 });
    return null;
  });
}
