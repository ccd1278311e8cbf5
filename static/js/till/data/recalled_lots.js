// Lots that no till may sell, as this device knows them: also those of which nothing lies here. A jar may stand behind another.

/** @import { LotOfProduct } from "./catalogue.js" */

/** @typedef {{ lot: string, product: string }} RecalledLot */
/**
 * @typedef {object} RecalledAnswer
 * @property {string | null} [since] what the answer begins at; a whole one names all
 * @property {number} [recalls] how many lots are recalled
 * @property {RecalledLot[]} [recalled]
 */

export class RecalledLots {
  /** How many the server has recalled; null while this device has never heard. @type {number | null} */
  count = null;
  /** @type {Map<string, RecalledLot>} */
  #lots = new Map();
  /** Those that nobody here was told of. @type {RecalledLot[]} */
  #news = [];

  /** @param {RecalledAnswer} answer */
  apply({ since, recalls, recalled }) {
    if (!since && recalled) {
      // What a device hears first was recalled before it sold anything.
      if (this.count !== null) this.#news.push(...recalled.filter(({ lot }) => !this.#lots.has(lot)));
      this.#lots = new Map(recalled.map((one) => [one.lot, one]));
    }
    this.count = recalls ?? this.count;
  }

  /** @param {string} code @returns {LotOfProduct | null} */
  lot(code) {
    const known = this.#lots.get(code);
    return known ? { ...known, place: "", on_hand: "0", best_before: null, recalled: true } : null;
  }

  /** @param {string | null | undefined} code of a lot */
  has = (code) => Boolean(code && this.#lots.has(code));

  /** The lots recalled since the last call. */
  takeNews() {
    return this.#news.splice(0);
  }

  /** What is stored on the device. */
  stored() {
    return this.count === null ? {} : { recalls: this.count, recalled: [...this.#lots.values()] };
  }
}
