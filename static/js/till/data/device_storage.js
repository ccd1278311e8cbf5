// Unsent sales lie in storage that a browser may empty when the disk is full, unless it promised to keep it.

/** Asks the browser to keep what lies on this device. Answers whether it does. */
export async function askToKeep() {
  const storage = /** @type {StorageManager | undefined} */ (navigator.storage);
  try {
    return Boolean((await storage?.persisted?.()) || (await storage?.persist?.()));
  } catch {
    return false;
  }
}
