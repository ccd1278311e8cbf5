import assert from "node:assert/strict";
import test from "node:test";

globalThis.document = { querySelector: () => null };
const { setState } = await import("../../static/js/till/data/state.js");
const { waresOf } = await import("../../static/js/till/screens/page/wares.js");

const GOODS = [
  { code: "GAO", name: "Gạo tẻ thơm", lots: [] },
  { code: "LE", name: "Lê ướp", lots: [], available: false },
];

setState({
  catalogue: {
    offers: [],
    deals: { baskets: new Map(), offers: new Map() },
    find: ({ query }) => GOODS.filter(({ name }) => !query || name.toLowerCase().includes(query)),
    product: (code) => GOODS.find((one) => one.code === code),
  },
});

const shown = (filter) => waresOf({ query: "", group: "all", producer: "", ...filter }).map(({ key }) => key);

test("goods that were taken off the tiles have none, and are found by who looks for them", () => {
  assert.deepEqual(shown({}), ["GAO"]);
  assert.deepEqual(shown({ query: "lê" }), ["LE"]);
  assert.deepEqual(shown({ query: " " }), ["GAO"]);
});
