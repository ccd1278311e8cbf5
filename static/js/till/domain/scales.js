// What scales send over their cable: protocols as data, and the weights in their bytes. PURE. Weights in thousandths of a kilo.

/**
 * @typedef {object} Reading
 * @property {number} milli below 0 when something was taken off a scale that was set to zero
 * @property {boolean} isStable
 * @property {boolean} [isOver] more lies on it than it can weigh
 */
/**
 * @typedef {object} Protocol
 * @property {string} label what people know it by
 * @property {SerialOptions} line how its cable speaks as a rule
 * @property {number} end the byte that ends a frame
 * @property {string} [ask] what it must be asked to make it send
 * @property {(frame: Uint8Array) => Reading | null} read a frame without its end; null for one that is no weight
 */
/** @typedef {{ baudRate: number, dataBits?: number, stopBits?: number, parity?: "none" | "even" | "odd" }} SerialOptions */

const CR = 0x0d;
const LF = 0x0a;
const STX = 0x02;
/** No frame is longer; what comes without an end is noise of a wrong speed. */
const LONGEST = 64;
const USUAL = { baudRate: 9600 };

/** @param {Uint8Array} frame without the parity bit that some lines leave in */
const textOf = (frame) => String.fromCharCode(...frame.map((byte) => byte & 0x7f));

/** @type {Record<string, number>} thousandths of a kilo in a unit */
const UNITS = { kg: 1000, g: 1 };

/**
 * @param {string} sign
 * @param {string} figure
 * @param {string} unit
 * @returns {number | null}
 */
function milliOf(sign, figure, unit) {
  const size = UNITS[unit.toLowerCase()];
  const value = Math.round(Number(figure.replace(",", ".")) * (size ?? Number.NaN));
  if (!Number.isFinite(value)) return null;
  return sign === "-" && value ? -value : value;
}

/** "ST,GS,+  1.234kg": CAS, A&D, DIBAL and most indicators. ST stands still, US moves, OL is too heavy. */
const WITH_STATE = /^\s*(ST|US|OL)\s*,\s*(?:GS|NT|TR)?\s*,?\s*([+-]?)\s*(\d+[.,]?\d*)?\s*(kg|g)?\s*$/i;

/** @param {Uint8Array} frame @returns {Reading | null} */
function readWithState(frame) {
  const [, state, sign, figure, unit] = WITH_STATE.exec(textOf(frame)) ?? [];
  if (state?.toUpperCase() === "OL") return { milli: 0, isStable: false, isOver: true };
  const milli = state && figure ? milliOf(sign, figure, unit ?? "kg") : null;
  return milli === null ? null : { milli, isStable: state.toUpperCase() === "ST" };
}

/** "S S      1.234 kg": Mettler-Toledo's own dialogue. S stands still, D moves, S + is too heavy. */
const DIALOGUE = /^\s*S\s+([SD+])\s*([+-]?)\s*(\d+[.,]?\d*)?\s*(kg|g)?\s*$/;

/** @param {Uint8Array} frame @returns {Reading | null} */
function readDialogue(frame) {
  const [, state, sign, figure, unit] = DIALOGUE.exec(textOf(frame)) ?? [];
  if (state === "+") return { milli: 0, isStable: false, isOver: true };
  const milli = state && figure ? milliOf(sign, figure, unit ?? "kg") : null;
  return milli === null ? null : { milli, isStable: state === "S" };
}

/** "   1.234 kg": only the weight; it stands still once it is the same for a while. */
const BARE = /^\s*([+-]?)\s*(\d+[.,]?\d*)\s*(kg|g)\s*$/i;

/** @param {Uint8Array} frame @returns {Reading | null} */
function readBare(frame) {
  const [, sign, figure, unit] = BARE.exec(textOf(frame)) ?? [];
  const milli = figure ? milliOf(sign, figure, unit) : null;
  return milli === null ? null : { milli, isStable: false };
}

/**
 * Toledo's continuous output: STX, three bytes of state, six digits of the weight, six of the tare. The first byte of state says
 * where the decimal point stands; the second has bits for negative, too heavy, moving, and kilogram.
 * @param {Uint8Array} bytes
 * @returns {Reading | null}
 */
function readToledo(bytes) {
  const frame = bytes.subarray(bytes.lastIndexOf(STX) + 1).map((byte) => byte & 0x7f);
  const [point, state] = frame;
  const digits = textOf(frame.subarray(3, 9));
  if (frame.length < 15 || !(point & 0x20) || !(state & 0x20) || !/^[\d ]{5}\d$/.test(digits)) return null;
  if (state & 0x04) return { milli: 0, isStable: false, isOver: true };
  if (!(state & 0x10)) return null; // pounds
  const milli = Math.round(Number(digits) * 10 ** (2 - (point & 0x07)) * 1000);
  return { milli: state & 0x02 && milli ? -milli : milli, isStable: !(state & 0x08) };
}

/** @type {Record<string, Protocol>} by the name under which a device keeps its choice */
export const PROTOCOLS = {
  cas: { label: "CAS, DIBAL (ST,GS,…)", line: USUAL, end: LF, read: readWithState },
  toledo: {
    label: "Toledo",
    line: { baudRate: 4800, dataBits: 7, stopBits: 1, parity: "even" },
    end: CR,
    read: readToledo,
  },
  sics: { label: "Mettler MT-SICS", line: USUAL, end: LF, ask: "SIR\r\n", read: readDialogue },
  bare: { label: "1.234 kg", line: USUAL, end: LF, read: readBare },
};

/** A weight without a state stands still when it has been the same for so long. */
const STILL_MS = 600;

/** Puts the pieces that arrive together and reads what is whole. */
export class ScaleReader {
  #protocol;
  /** @type {number[]} */
  #frame = [];
  #same = { milli: Number.NaN, since: 0 };

  /** @param {Protocol} protocol */
  constructor(protocol) {
    this.#protocol = protocol;
  }

  /**
   * The readings in what has just arrived.
   * @param {Uint8Array} bytes
   * @param {number} at ms, of any clock that does not jump
   */
  take(bytes, at) {
    /** @type {Reading[]} */
    const readings = [];
    for (const byte of bytes) {
      if ((byte & 0x7f) !== this.#protocol.end) {
        this.#frame.push(byte);
        if (this.#frame.length > LONGEST) this.#frame = [];
        continue;
      }
      const reading = this.#protocol.read(Uint8Array.from(this.#frame.filter((one) => one !== CR)));
      this.#frame = [];
      if (reading) readings.push(this.#judged(reading, at));
    }
    return readings;
  }

  /** @param {Reading} reading @param {number} at */
  #judged(reading, at) {
    if (this.#protocol.read !== readBare) return reading;
    if (reading.milli !== this.#same.milli) this.#same = { milli: reading.milli, since: at };
    return { ...reading, isStable: at - this.#same.since >= STILL_MS };
  }
}
