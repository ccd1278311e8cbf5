// Figures that the server does not have yet stay on this device: through a sleeping phone, a dead spot, a session that ended.

/**
 * @typedef {object} KeptEntry
 * @property {string} uid the entry's id: sent twice it counts once
 * @property {string} lot
 * @property {string} name
 * @property {string} unit
 * @property {string} counted "12.5"
 * @property {string} counted_at by this device's clock
 * @property {boolean} by_scan
 * @property {string} [refused] why the server does not take it
 */

const BEGINS = "count-entries:";

/** The sessions of which this device still keeps figures. */
export function sessionsKept() {
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(BEGINS));
    return names.map((name) => name.slice(BEGINS.length));
  } catch {
    return [];
  }
}

/** The figures of one session that wait on this device, oldest first. */
export class Kept {
  #name;

  /** @param {string} session */
  constructor(session) {
    this.#name = BEGINS + session;
  }

  /** @returns {KeptEntry[]} */
  get all() {
    try {
      return JSON.parse(localStorage.getItem(this.#name) ?? "[]");
    } catch {
      return [];
    }
  }

  /** Answers whether it is on the device. @param {KeptEntry} entry */
  add(entry) {
    return this.#write([...this.all, entry]);
  }

  /** The server has it, or nobody wants it any more. @param {string} uid */
  drop(uid) {
    this.#write(this.all.filter((entry) => entry.uid !== uid));
  }

  /** Nobody wants any of them. */
  clear() {
    this.#write([]);
  }

  /**
   * @param {string} uid
   * @param {string} refused why
   */
  refuse(uid, refused) {
    this.#write(this.all.map((entry) => (entry.uid === uid ? { ...entry, refused } : entry)));
  }

  /** @param {KeptEntry[]} entries */
  #write(entries) {
    try {
      if (entries.length) localStorage.setItem(this.#name, JSON.stringify(entries));
      else localStorage.removeItem(this.#name);
      return true;
    } catch {
      return false;
    }
  }
}
