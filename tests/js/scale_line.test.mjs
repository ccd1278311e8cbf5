import assert from "node:assert/strict";
import test from "node:test";

import { PROTOCOLS } from "../../static/js/till/domain/scales.js";

globalThis.document = { querySelector: () => null };
const { ScaleLine } = await import("../../static/js/till/data/scale.js");

const bytes = (text) => new TextEncoder().encode(text);

/** A cable of the shape that browsers give, with a recording in pieces at its other end. */
class RecordedPort {
  asked = "";
  options = null;
  isOpen = false;
  readable = null;
  #pieces;

  constructor(...pieces) {
    this.#pieces = pieces;
  }

  async open(options) {
    if (this.isOpen) throw new DOMException("open already", "InvalidStateError");
    this.isOpen = true;
    this.options = options;
    this.#begin();
    this.writable = new WritableStream({ write: (chunk) => void (this.asked += new TextDecoder().decode(chunk)) });
  }

  #begin() {
    this.readable = new ReadableStream({
      pull: async (controller) => {
        await new Promise((resolve) => setTimeout(resolve));
        const piece = this.#pieces.shift();
        if (piece === "pulled") {
          this.readable = null;
          controller.error(new DOMException("gone", "NetworkError"));
        } else if (piece === "garbled") {
          controller.error(new DOMException("framing", "FramingError"));
          this.#begin();
        } else if (piece === undefined) await new Promise(() => {});
        else controller.enqueue(bytes(piece));
      },
    });
  }

  async close() {
    this.isOpen = false;
    this.readable = null;
  }
}

test("each weight that arrives whole is told, across pieces and a garbled byte, until the cable is pulled", async () => {
  const port = new RecordedPort(
    "US,GS,+  0.8",
    "12kg\r\nST,GS,+",
    "garbled",
    "  1.234kg\r\n",
    "ST,GS,+  1.240kg\r\n",
    "pulled",
  );
  const told = [];
  await new ScaleLine(port, PROTOCOLS.cas).run((reading) => told.push(reading));
  assert.deepEqual(
    told.map(({ milli }) => milli),
    [812, 1234, 1240],
  );
  assert.deepEqual([port.isOpen, port.options], [false, { baudRate: 9600 }]);
});

test("a scale that must be asked is asked", async () => {
  const port = new RecordedPort("S S     1.234 kg\r\n", "pulled");
  await new ScaleLine(port, PROTOCOLS.sics).run(() => {});
  assert.equal(port.asked, "SIR\r\n");
});

test("whoever stops listening gets no more weights, and the cable is free for others", async () => {
  const port = new RecordedPort("ST,GS,+  1.000kg\r\n");
  const line = new ScaleLine(port, PROTOCOLS.cas);
  const told = [];
  await line.run((reading) => {
    told.push(reading.milli);
    line.stop();
  });
  assert.deepEqual([told, port.isOpen], [[1000], false]);
});

test("a cable that another program has is an error", async () => {
  const port = new RecordedPort();
  await port.open({});
  await assert.rejects(
    new ScaleLine(port, PROTOCOLS.cas).run(() => {}),
    { name: "InvalidStateError" },
  );
});
