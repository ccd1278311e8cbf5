// Figures of a count stay on the device until the server has them: through no network, an ended session, a refusal.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const store = new Map();
// A Storage lists its keys as properties of its own.
globalThis.localStorage = new Proxy(
  {},
  {
    get: (_, name) =>
      ({
        getItem: (key) => store.get(key) ?? null,
        setItem: (key, value) => store.set(key, value),
        removeItem: (key) => store.delete(key),
      })[name],
    ownKeys: () => [...store.keys()],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  },
);
globalThis.document = { addEventListener() {}, querySelector: () => null, visibilityState: "visible" };
globalThis.addEventListener = () => {};
const { Kept, sessionsKept } = await import("../../static/js/office/counting/kept.js");
const { Sender } = await import("../../static/js/office/counting/sender.js");

const entry = (lot, counted = "9") => ({
  uid: `uid-${lot}`,
  lot,
  name: "Chè dây",
  unit: "hộp",
  counted,
  counted_at: "2026-12-01T03:00:00.000Z",
  by_scan: true,
});
const answer = (status, body) => ({ ok: status < 300, status, json: async () => body });

/** A sender whose server answers what `act` says. */
function sender(act) {
  const sent = [];
  globalThis.fetch = async (_, { body }) => {
    sent.push(JSON.parse(body));
    return act(sent.length, JSON.parse(body));
  };
  const kept = new Kept("s1");
  const taken = [];
  const one = new Sender(kept, "/entries", { onTaken: (each) => taken.push(each.uid), onChange() {} });
  return { kept, one, sent, taken };
}

beforeEach((context) => {
  store.clear();
  context.mock?.timers?.reset();
});

test("what is kept goes out oldest first, and is dropped once the server has it", async () => {
  const { kept, one, sent, taken } = sender((_, body) => answer(201, { ...body, n: 1 }));
  kept.add(entry("L1"));
  kept.add(entry("L2"));
  assert.deepEqual(sessionsKept(), ["s1"]);
  await one.send();
  assert.deepEqual(
    [sent.map((body) => body.lot), taken],
    [
      ["L1", "L2"],
      ["uid-L1", "uid-L2"],
    ],
  );
  assert.ok(sent.every((body) => body.sent_at && !("name" in body)));
  assert.deepEqual([kept.all, one.state, sessionsKept()], [[], "ok", []]);
});

for (const [what, act, state] of [
  ["without a network", () => Promise.reject(new TypeError("no network")), "offline"],
  ["while the server is overloaded", () => answer(429, {}), "offline"],
  ["when the session has ended", () => answer(401, { code: "unauthorized" }), "signed-out"],
  ["when somebody else signed in", () => answer(400, { code: "csrf" }), "signed-out"],
]) {
  test(`${what} every figure stays`, async (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const { kept, one, sent } = sender(act);
    kept.add(entry("L1"));
    kept.add(entry("L2"));
    await one.send();
    assert.deepEqual([kept.all.length, one.state, sent.length], [2, state, 1]);
  });
}

test("a refused figure stays in sight with its reason, and the next one goes on", async () => {
  const { kept, one, taken } = sender((n, body) =>
    n === 1 ? answer(409, { code: "closed", detail: "Đợt kiểm kê này đã kết thúc." }) : answer(201, { ...body, n }),
  );
  kept.add(entry("L1"));
  kept.add(entry("L2"));
  await one.send();
  assert.deepEqual(taken, ["uid-L2"]);
  assert.deepEqual(
    kept.all.map(({ lot, refused }) => [lot, refused]),
    [["L1", "Đợt kiểm kê này đã kết thúc."]],
  );
  assert.equal(one.waiting.length, 0);
  kept.drop("uid-L1");
  assert.deepEqual(kept.all, []);
});

test("figures of two sessions do not mix", () => {
  const [mine, other] = [new Kept("s1"), new Kept("s2")];
  mine.add(entry("L1"));
  other.add(entry("L2"));
  other.clear();
  assert.deepEqual([mine.all.map((one) => one.lot), other.all], [["L1"], []]);
});
