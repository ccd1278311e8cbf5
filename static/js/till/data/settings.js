// How the till shows itself: theme, size of type and sound of the person who sells, kept on the server so that they follow the
// person to any till, and on this device as they were known last; after how long it locks, of the device.

import { put } from "./api.js";
import { url } from "./urls.js";

/** @typedef {{ theme: "auto" | "light" | "dark", type_size: "normal" | "large", sound: "loud" | "soft" | "off" }} Look */
/**
 * @typedef {object} Device what belongs to this device
 * @property {number} lockMinutes 0: never
 * @property {string} scale what the scale on this device's cable speaks, a name of `PROTOCOLS`; empty: there is none
 * @property {"auto" | "always" | "off"} letterKeys when letters stand on the screen; auto: by touch, where the device has none
 */
/** @typedef {Look & Device} Settings */
/** @typedef {Look & { isUnsent?: boolean }} StoredLook isUnsent: the server has not been told */

const DEVICE = "till-settings";
const nameOf = (/** @type {string} */ username) => `till-look:${username}`;
/** @type {Settings} */
const FIRST = { theme: "auto", type_size: "normal", sound: "loud", lockMinutes: 0, scale: "", letterKeys: "auto" };
/** @type {Settings} */
let settings = FIRST;
let person = "";

export const deviceSettings = () => settings;

/** @param {string} name @returns {any} null for nothing, or where storage is forbidden */
function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "null");
  } catch {
    return null;
  }
}

/** @param {string} name @param {object} value */
function write(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // It holds until the page is loaded again.
  }
}

/** @param {Settings | StoredLook} of @returns {Look} */
const lookIn = ({ theme, type_size, sound }) => ({ theme, type_size, sound });

/** @param {Settings} of @returns {Device} */
const deviceIn = ({ lockMinutes, scale, letterKeys }) => ({ lockMinutes, scale, letterKeys });

function show() {
  const { dataset } = document.documentElement;
  dataset.theme = settings.theme;
  dataset.type = settings.type_size;
}

/**
 * What the server knows of a person's look; what was chosen here since counts more.
 * @param {string} username
 * @param {Look | null} [look]
 */
export function hearLook(username, look) {
  if (look && !read(nameOf(username))?.isUnsent) write(nameOf(username), lookIn(/** @type {StoredLook} */ (look)));
}

/** From now on the till looks as this person likes it. @param {string} username */
export function usePerson(username) {
  person = username;
  settings = { ...FIRST, ...read(nameOf(username)), ...deviceIn({ ...FIRST, ...read(DEVICE) }) };
  show();
  tellLook();
}

/** @param {Partial<Settings>} chosen */
export function choose(chosen) {
  settings = { ...settings, ...chosen };
  show();
  write(DEVICE, deviceIn(settings));
  if (Object.keys(chosen).some((name) => !(name in deviceIn(settings)))) {
    write(nameOf(person), { ...lookIn(settings), isUnsent: true });
    tellLook();
  }
}

/** Tells the server what was chosen and not told yet; what fails is told the next time. */
export async function tellLook() {
  const username = person;
  const { isUnsent, ...look } = /** @type {StoredLook} */ (read(nameOf(username)) ?? {});
  if (!isUnsent) return;
  try {
    await put(url("till_look"), look);
    const now = read(nameOf(username));
    if (JSON.stringify(lookIn(now)) === JSON.stringify(look)) write(nameOf(username), look);
  } catch {
    // It is kept here.
  }
}
