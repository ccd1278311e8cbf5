// Scanning by the device's camera. Where the browser cannot read codes itself, small pictures go to the server, which forgets
// them; where a page may not open the camera at all (no safe connection), a photo is taken and read.

import { t } from "../data/i18n.js";
import { html, input } from "./html.js";
import { frameReader, ownReader, photoOf } from "./code_readers.js";

/** @import { CodeReader } from "./code_readers.js" */

/**
 * @typedef {object} CameraPlace
 * @property {HTMLElement} button opens it; shown where there is a camera
 * @property {HTMLElement} before its picture stands before this
 * @property {(sentence: string) => void} warn says what went wrong
 */

/** The same code counts once more when it was out of sight for so long: a jar that stays before the camera is one. */
const PAUSE_MS = 1500;

class Camera {
  #onScan;
  #reader;
  #place;
  /** @type {MediaStream | null} */
  #stream = null;
  /** @type {HTMLElement | null} */
  #box = null;
  #last = { code: "", at: 0 };

  /**
   * @param {(code: string) => void} onScan
   * @param {CodeReader} reader
   * @param {CameraPlace} place
   */
  constructor(onScan, reader, place) {
    this.#onScan = onScan;
    this.#reader = reader;
    this.#place = place;
  }

  toggle() {
    if (this.#stream) this.#stop();
    else this.#start();
  }

  #stop() {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.#box?.remove();
    this.#box = null;
  }

  async #start() {
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      this.#place.warn(t("Không mở được máy ảnh. Cho phép trang này dùng máy ảnh, hoặc dùng máy quét."));
      return;
    }
    const video = /** @type {HTMLVideoElement} */ (html`<video autoplay playsinline muted></video>`);
    video.muted = true;
    video.srcObject = this.#stream;
    const stop = html`<button type="button" @click=${() => this.#stop()}>${t("Tắt máy ảnh")}</button>`;
    this.#box = html`<div class="camera">${video}${stop}</div>`;
    this.#place.before.before(this.#box);
    await video.play().catch(() => {});
    this.#last = { code: "", at: 0 };
    this.#watch(video);
  }

  /** @param {string} code */
  #seen(code) {
    const now = performance.now();
    const isSame = code === this.#last.code && now - this.#last.at < PAUSE_MS;
    this.#last = { code, at: now };
    if (!isSame) this.#onScan(code);
  }

  /** @param {HTMLVideoElement} video */
  async #watch(video) {
    if (!this.#stream) return;
    const began = performance.now();
    // A picture that cannot be read is followed by the next one.
    const code = await this.#reader.read(video).catch(() => null);
    if (code && this.#stream) this.#seen(code);
    setTimeout(() => this.#watch(video), Math.max(this.#reader.everyMs - (performance.now() - began), 0));
  }
}

/**
 * A photo instead of the living picture.
 * @param {(code: string) => void} onScan
 * @param {CodeReader} reader
 * @param {CameraPlace} place
 */
function takePhoto(onScan, reader, place) {
  const field = input`<input type="file" accept="image/*" capture="environment">`;
  field.addEventListener("change", async () => {
    const [file] = field.files ?? [];
    if (!file) return;
    const code = await reader.read(await photoOf(file)).catch(() => null);
    if (code) onScan(code);
    else place.warn(t("Không thấy mã trong hình. Chụp lại gần hơn, đủ sáng."));
  });
  field.click();
}

/**
 * @param {(code: string) => void} onScan
 * @param {CameraPlace} place
 */
export async function initCamera(onScan, place) {
  const canOpen = Boolean(navigator.mediaDevices?.getUserMedia);
  if (!canOpen && !matchMedia("(pointer: coarse)").matches) return;
  const reader = (await ownReader()) ?? frameReader();
  const camera = new Camera(onScan, reader, place);
  place.button.hidden = false;
  place.button.addEventListener("click", () => (canOpen ? camera.toggle() : takePhoto(onScan, reader, place)));
}
