// A photo made small before it goes over a slow line: a telephone's has ten times what a page shows.

const LONGEST_SIDE = 1600;
const QUALITY = 0.85;
const SMALL_BYTES = 400_000;

/**
 * How large a picture is drawn so that its longest side has LONGEST_SIDE pixels at most.
 * @param {number} width
 * @param {number} height
 * @returns {[number, number]}
 */
export function fitted(width, height) {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/**
 * The photo as a small JPEG; a small file, and one that this browser cannot draw, goes as it is and the server judges it.
 * @param {File} file
 * @returns {Promise<Blob>}
 */
export async function shrunk(file) {
  if (file.size <= SMALL_BYTES || !file.type.startsWith("image/")) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = fitted(picture.width, picture.height);
    const brush = canvas.getContext("2d");
    if (!brush) return file;
    brush.fillStyle = "#fff";
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const drawn = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    return drawn instanceof Blob && drawn.size < file.size ? drawn : file;
  } catch {
    return file;
  }
}
