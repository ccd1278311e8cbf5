// Photos that were seen are kept for when there is no server.

/** Lets the worker store each photo that is shown: a browser that has one at hand does not ask the worker for it. */
export function keepSeenPhotos() {
  const keep = (/** @type {EventTarget | null} */ image) => {
    if (image instanceof HTMLImageElement && image.matches(".photo") && navigator.serviceWorker?.controller) {
      fetch(image.src).catch(() => {});
    }
  };
  document.addEventListener("load", ({ target }) => keep(target), true);
  for (const image of document.querySelectorAll("img.photo")) keep(image);
}
