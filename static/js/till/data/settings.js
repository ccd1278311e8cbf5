// How this device shows itself: theme, size of type, sound, and after how long it locks. Kept on the device, seen at once.

/**
 * @typedef {object} Settings
 * @property {"auto" | "light" | "dark"} theme
 * @property {"normal" | "large"} type
 * @property {"loud" | "soft" | "off"} sound
 * @property {number} lockMinutes 0: never
 * @property {string} scale what the scale on this device's cable speaks, a name of `PROTOCOLS`; empty: there is none
 * @property {"auto" | "always" | "off"} letterKeys when letters stand on the screen; auto: by touch, where the device has none
 */

const NAME = "till-settings";
/** @type {Settings} */
const FIRST = { theme: "auto", type: "normal", sound: "loud", lockMinutes: 0, scale: "", letterKeys: "auto" };
/** @type {Settings} */
let settings = FIRST;

export const deviceSettings = () => settings;

/** What the page came with counts until somebody has chosen here. */
export function useSettings() {
  try {
    settings = { ...FIRST, ...JSON.parse(localStorage.getItem(NAME) ?? "{}") };
    if (localStorage.getItem(NAME)) show();
  } catch {
    // A storage that is forbidden or unreadable: the page looks as it came.
  }
}

function show() {
  const { dataset } = document.documentElement;
  dataset.theme = settings.theme;
  dataset.type = settings.type;
}

/** @param {Partial<Settings>} chosen */
export function choose(chosen) {
  settings = { ...settings, ...chosen };
  show();
  try {
    localStorage.setItem(NAME, JSON.stringify(settings));
  } catch {
    // It holds until the page is loaded again.
  }
}
