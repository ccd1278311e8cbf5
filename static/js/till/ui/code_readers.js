// Who reads the codes in a picture: the browser, or the server.

import { post } from "../data/api.js";
import { url } from "../data/urls.js";

/**
 * @typedef {object} CodeReader
 * @property {(picture: HTMLVideoElement | ImageBitmap) => Promise<string | null>} read the code in it, if there is one
 * @property {number} everyMs how often it may be asked
 */

const FORMATS = ["ean_13", "ean_8", "upc_a", "code_128", "qr_code", "data_matrix"];
const OWN_MS = 120;
/** The server takes four pictures of a till in a second. */
const FRAME_MS = 340;
/** Wide enough for the code of a slip at arm's length, and small enough for a slow line. */
const FRAME_PX = 800;
const QUALITY = 0.6;

/** The browser's own reader, if it has one that knows our codes. @returns {Promise<CodeReader | null>} */
export async function ownReader() {
  const { BarcodeDetector } = /** @type {any} */ (window);
  const able = (await BarcodeDetector?.getSupportedFormats?.().catch(() => [])) ?? [];
  const formats = FORMATS.filter((format) => able.includes(format));
  if (!formats.length) return null;
  const detector = new BarcodeDetector({ formats });
  return { everyMs: OWN_MS, read: async (picture) => (await detector.detect(picture))[0]?.rawValue ?? null };
}

/** The server's reader. @returns {CodeReader} */
export function frameReader() {
  const canvas = document.createElement("canvas");
  return {
    everyMs: FRAME_MS,
    async read(picture) {
      const file = jpegOf(picture, canvas);
      if (!file) return null;
      const { codes } = await post(url("read_codes"), { file });
      return codes[0] ?? null;
    },
  };
}

/**
 * A small JPEG of a picture in base64; null while the camera has shown nothing yet.
 * @param {HTMLVideoElement | ImageBitmap} picture
 * @param {HTMLCanvasElement} canvas
 */
function jpegOf(picture, canvas) {
  const isVideo = picture instanceof HTMLVideoElement;
  const [width, height] = isVideo ? [picture.videoWidth, picture.videoHeight] : [picture.width, picture.height];
  if (!width || !height) return null;
  const scale = Math.min(1, FRAME_PX / Math.max(width, height));
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg", QUALITY).split(",")[1] ?? null;
}

/** A photo as it can be read; larger ones are made smaller on the way. @param {File} file */
export const photoOf = (file) => createImageBitmap(file);
