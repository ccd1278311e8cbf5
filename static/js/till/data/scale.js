// The scale on this device's cable, by WebSerial. One connection at a time; it is open while somebody looks at the weight.

import { PROTOCOLS, ScaleReader } from "../domain/scales.js";
import { choose, deviceSettings } from "./settings.js";

/** @import { Protocol, Reading, SerialOptions } from "../domain/scales.js" */

/**
 * @typedef {object} Port what a browser gives of a cable, as far as it is used here
 * @property {(options: SerialOptions) => Promise<void>} open
 * @property {() => Promise<void>} close
 * @property {ReadableStream<Uint8Array> | null} readable
 * @property {WritableStream<Uint8Array> | null} [writable]
 */
/** @typedef {{ getPorts: () => Promise<Port[]>, requestPort: () => Promise<Port> }} Ports */

/** @returns {Ports | undefined} */
const ports = () => /** @type {any} */ (globalThis.navigator)?.serial;

/** Whether this browser can speak with a scale at all: Chromium, and only on a safe connection. */
export const canWeigh = () => Boolean(ports());

/** What this device's scale speaks; null where none is set up. @returns {Protocol | null} */
export const chosenProtocol = () => PROTOCOLS[deviceSettings().scale] ?? null;

/** A person chooses the cable, once; the browser remembers it. @param {string} protocol its name */
export async function connectScale(protocol) {
  await ports()?.requestPort();
  choose({ scale: protocol });
}

export const forgetScale = () => choose({ scale: "" });

/** Reads one port until it is told to stop, or the cable is pulled. */
export class ScaleLine {
  #port;
  #protocol;
  #isStopped = false;
  /** @type {ReadableStreamDefaultReader<Uint8Array> | null} */
  #reader = null;

  /**
   * @param {Port} port
   * @param {Protocol} protocol
   */
  constructor(port, protocol) {
    this.#port = port;
    this.#protocol = protocol;
  }

  /**
   * Resolves when it has ended. Throws when the port cannot be opened: another program has it.
   * @param {(reading: Reading) => void} onReading
   */
  async run(onReading) {
    await this.#port.open(this.#protocol.line);
    try {
      await this.#ask();
      const pieces = new ScaleReader(this.#protocol);
      // A reader ends with a garbled byte and another one goes on; a pulled cable has no more of them.
      while (this.#port.readable && !this.#isStopped) await this.#read(pieces, onReading).catch(() => {});
    } finally {
      await this.#port.close().catch(() => {});
    }
  }

  async #ask() {
    const { ask } = this.#protocol;
    const writer = ask && this.#port.writable?.getWriter();
    if (!writer) return;
    await writer.write(new TextEncoder().encode(ask));
    writer.releaseLock();
  }

  /**
   * @param {ScaleReader} pieces
   * @param {(reading: Reading) => void} onReading
   */
  async #read(pieces, onReading) {
    const reader = /** @type {ReadableStream<Uint8Array>} */ (this.#port.readable).getReader();
    this.#reader = reader;
    try {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) {
          this.#isStopped = true;
          return;
        }
        const readings = pieces.take(value, performance.now());
        const newest = readings.at(-1);
        if (newest && !this.#isStopped) onReading(newest);
      }
    } finally {
      this.#reader = null;
      reader.releaseLock();
    }
  }

  async stop() {
    this.#isStopped = true;
    await this.#reader?.cancel().catch(() => {});
  }
}

/** The line before it closes its port before the next one opens it. */
let before = Promise.resolve();

/**
 * Tells of each weight until the answer is called; null when nothing can be read: no cable, or another program has it.
 * @param {(reading: Reading | null) => void} tell
 * @returns {() => void} which ends it
 */
export function watchScale(tell) {
  const protocol = chosenProtocol();
  /** @type {ScaleLine | null} */
  let line = null;
  let isEnded = false;
  const run = async () => {
    const [port] = (await ports()?.getPorts()) ?? [];
    if (isEnded || !port || !protocol) return;
    line = new ScaleLine(port, protocol);
    await line.run((reading) => {
      if (!isEnded) tell(reading);
    });
  };
  before = before
    .then(run)
    .catch(() => {})
    .then(() => {
      if (!isEnded) tell(null);
    });
  return () => {
    isEnded = true;
    line?.stop();
  };
}
