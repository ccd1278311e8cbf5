// Scanning by the tablet's camera, where the browser can read codes itself (Android). Elsewhere the button stays hidden.

import { t } from "../data/i18n.js";
import { $, html } from "./html.js";
import { toast } from "./messages.js";

const FORMATS = ["ean_13", "ean_8", "upc_a", "code_128", "qr_code", "data_matrix"];
const PAUSE_MS = 1500;
const FRAME_MS = 120;

/** @param {(code: string) => void} onScan */
export async function initCamera(onScan) {
  const button = $("#camera");
  const { BarcodeDetector } = /** @type {any} */ (window);
  if (!BarcodeDetector || !navigator.mediaDevices?.getUserMedia) return;
  const able = await BarcodeDetector.getSupportedFormats().catch(() => []);
  const formats = FORMATS.filter((format) => able.includes(format));
  if (!formats.length) return;
  const detector = new BarcodeDetector({ formats });
  /** @type {MediaStream | null} */
  let stream = null;
  /** @type {HTMLElement | null} */
  let box = null;
  let last = { code: "", at: 0 };

  function stop() {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    box?.remove();
    box = null;
  }

  /** @param {HTMLVideoElement} video */
  async function watch(video) {
    if (!stream) return;
    try {
      const [barcode] = await detector.detect(video);
      if (barcode && !(barcode.rawValue === last.code && performance.now() - last.at < PAUSE_MS)) {
        last = { code: barcode.rawValue, at: performance.now() };
        onScan(barcode.rawValue);
      }
    } catch {
      // A frame that cannot be read is followed by the next one.
    }
    setTimeout(() => watch(video), FRAME_MS);
  }

  async function start() {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      toast(t("Không mở được máy ảnh. Cho phép trang này dùng máy ảnh, hoặc dùng máy quét."), "warn");
      return;
    }
    const video = /** @type {HTMLVideoElement} */ (html`<video autoplay playsinline muted></video>`);
    video.muted = true;
    video.srcObject = stream;
    box = html`<div class="camera">${video}<button type="button" @click=${stop}>${t("Tắt máy ảnh")}</button></div>`;
    $("#groups").before(box);
    await video.play().catch(() => {});
    last = { code: "", at: 0 };
    watch(video);
  }

  button.hidden = false;
  button.addEventListener("click", () => (stream ? stop() : start()));
}
