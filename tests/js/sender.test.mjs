import assert from "node:assert/strict";
import test, { afterEach, beforeEach } from "node:test";
import { URLS } from "./urls.mjs";

globalThis.document = { querySelector: () => ({ content: "token" }) };
const { Sender } = await import("../../static/js/till/data/sender.js");
const { SoldAlready, addSale, listSales, putCarts, readCarts, updateSale, withdrawSale } =
  await import("../../static/js/till/data/store.js");
const { onReachable } = await import("../../static/js/till/data/api.js");
const { pauseMs } = await import("../../static/js/till/domain/sending.js");
const { useUrls } = await import("../../static/js/till/data/urls.js");
useUrls(URLS);

/** A server with one rule: an id is taken once. `mood` says how it behaves: ok, down, lost (it acts, the answer is lost). */
let sales;
let mood;
let refusal;
let requests;
let sender;
let queue;
let run = 0;
const answer = (status, body) => new Response(JSON.stringify(body), { status });

globalThis.fetch = async (path, { method = "GET", body, headers } = {}) => {
  requests.push({ method, path, headers });
  if (mood === "down") throw new TypeError("no network");
  if (path === "/health") return answer(200, {});
  const [, uid, rest] = /^\/api\/v1\/sales\/([^/]+)(.*)$/.exec(path);
  if (method === "GET") {
    return sales.has(uid)
      ? answer(200, sales.get(uid).answer)
      : answer(404, { code: "not_found", detail: "Không tìm thấy." });
  }
  if (rest) return answer(200, {});
  if (refusal && (refusal.of ?? uid) === uid) return answer(refusal.status ?? 409, refusal);
  const bare = JSON.parse(body);
  delete bare.sent_at;
  if (sales.has(uid)) {
    return sales.get(uid).body === JSON.stringify(bare)
      ? answer(200, sales.get(uid).answer)
      : answer(409, { code: "uid_reused", detail: "Đã dùng." });
  }
  const document = JSON.parse(body);
  sales.set(uid, {
    body: JSON.stringify(bare),
    document,
    answer: {
      uid,
      number: `2026-00000${sales.size + 1}`,
      payments: document.payments,
      sold_at: document.sold_at,
      total_vnd: document.total_vnd,
    },
  });
  if (mood === "lost") throw new TypeError("connection reset");
  return answer(201, sales.get(uid).answer);
};

const sale = () => ({
  shift: "s",
  sold_at: "2026-11-23T09:00:00+07:00",
  offline: false,
  lines: [],
  payments: [{ method: "vietqr", amount_vnd: 5, reference: "OCOP1" }],
  total_vnd: 5,
});

/** A uid of this test only: the device remembers what it sold in earlier tests. */
const id = (name) => `${name}${run}`;

/** The carts of a till, whose open cart has the uid of `name`. */
const cartsOf = (name) => ({ till: "T1", cart: { uid: id(name), lines: [{ key: 1 }] }, held: [] });

beforeEach(async () => {
  run += 1;
  sales = new Map();
  mood = "ok";
  refusal = null;
  requests = [];
  queue = { waiting: [], refused: [] };
  for (const { uid } of await listSales()) await withdrawSale(uid);
  sender = new Sender((now) => {
    queue = now;
  });
});
afterEach(() => sender.stop());

test("a server whose disk is full says so, and the sale waits on the device", async () => {
  refusal = { status: 503, code: "disk_full", detail: "Đĩa của máy chủ đã đầy." };
  const outcome = await sender.sell(cartsOf("a"), sale());
  assert.deepEqual(outcome, { sent: false, trouble: "Đĩa của máy chủ đã đầy." });
  assert.equal(queue.waiting.length, 1);
});

test("a sale that is answered leaves nothing behind and its transfer is confirmed", async () => {
  const { sent, answer: document } = await sender.sell(cartsOf("a"), sale(), { confirm: ["OCOP1"] });
  assert.deepEqual([sent, document.number], [true, "2026-000001"]);
  assert.deepEqual(await listSales(), []);
  assert.equal(requests.at(-1).path, `/api/v1/sales/${id("a")}/payments/1/confirm`);
  assert.equal(requests[0].headers["X-CSRFToken"], "token");
});

test("without a server the sale is kept, marked offline, and sent once it is back", async () => {
  mood = "down";
  assert.deepEqual(await sender.sell(cartsOf("a"), sale()), { sent: false });
  assert.equal(queue.waiting.length, 1);
  assert.equal((await listSales())[0].document.offline, true);
  mood = "ok";
  await sender.work();
  assert.deepEqual([sales.size, sales.get(id("a")).document.offline, queue.waiting.length], [1, true, 0]);
});

test("a lost answer never sells twice", async () => {
  mood = "lost";
  assert.deepEqual(await sender.sell(cartsOf("a"), sale()), { sent: false });
  mood = "ok";
  await sender.work();
  assert.deepEqual([sales.size, (await listSales()).length], [1, 0]);
});

test("a sale whose answer was lost is ours although the server dates it to the moment its shift opened", async () => {
  mood = "lost";
  await sender.sell(cartsOf("a"), sale());
  mood = "ok";
  sales.get(id("a")).answer.sold_at = "2026-11-23T09:00:00.138+07:00";
  await sender.work();
  assert.deepEqual([sales.size, (await listSales()).length, queue.refused.length], [1, 0, 0]);
});

test("a second window that sells the same cart gets an error, and its sale is not lost silently", async () => {
  await sender.sell(cartsOf("a"), sale());
  await assert.rejects(sender.sell(cartsOf("a"), { ...sale(), sold_at: "2026-11-23T09:05:00+07:00" }), {
    code: "sold_elsewhere",
  });
});

test("a refused sale gives its reason and is not kept; the approval is never stored", async () => {
  refusal = { code: "approval_needed", detail: "Cần quản lý đồng ý." };
  await assert.rejects(sender.sell(cartsOf("a"), sale()), { code: "approval_needed", message: "Cần quản lý đồng ý." });
  assert.deepEqual(await listSales(), []);
  refusal = null;
  mood = "down";
  await sender.sell(cartsOf("a"), sale(), { approval: { by: "ql", pin: "1234" } });
  assert.ok(!JSON.stringify(await listSales()).includes("1234"));
});

test("a refused one among those that wait steps aside with its reason and can be sent again", async () => {
  mood = "down";
  await sender.sell(cartsOf("a"), sale());
  mood = "ok";
  refusal = { code: "invalid", detail: "Không có hàng này." };
  await sender.work();
  assert.deepEqual(
    queue.refused.map(({ uid, reason }) => [uid, reason]),
    [[id("a"), "Không có hàng này."]],
  );
  refusal = null;
  await sender.retry(id("a"));
  assert.deepEqual([sales.size, queue.refused.length], [1, 0]);
});

test("after a crash while sending, the server is asked what it has", async () => {
  const entry = { document: sale(), at: "t", state: "sending", tries: 0, confirm: [] };
  const none = () => assert.fail("it has no cart");
  sales.set("taken", { body: "", answer: {} });
  await updateSale({ ...entry, uid: "taken" });
  await updateSale({ ...entry, uid: "never" });
  assert.deepEqual(await sender.recover(none), ["taken"]);
  assert.deepEqual(await listSales(), []);
  mood = "down";
  await updateSale({ ...entry, uid: "unknown" });
  assert.deepEqual(await sender.recover(none), ["unknown"]);
  assert.deepEqual(
    (await listSales()).map(({ state, document }) => [state, document.offline]),
    [["waiting", true]],
  );
});

test("a cart whose sale never reached the server opens again, in the act that forgets the sale", async () => {
  const { cart } = cartsOf("a");
  await addSale(
    { uid: cart.uid, document: sale(), at: "t", state: "sending", tries: 0, confirm: [], cart },
    cartsOf("b"),
  );
  assert.deepEqual(await sender.recover((again) => ({ till: "T1", cart: again, held: [] })), []);
  assert.deepEqual((await readCarts("T1")).cart, cart);
  assert.deepEqual(await listSales(), []);
});

test("a sold cart is no longer stored as a cart, and a refused one is stored again", async () => {
  mood = "down";
  await sender.sell(cartsOf("a"), sale());
  assert.equal((await readCarts("T1")).cart, null);
  mood = "ok";
  await sender.work();
  refusal = { code: "price_changed", detail: "Giá đã đổi." };
  await assert.rejects(sender.sell(cartsOf("b"), sale()));
  assert.equal((await readCarts("T1")).cart.uid, id("b"));
});

test("an old cart that was sold does not open again, neither as the open cart nor as one on hold", async () => {
  mood = "down";
  await sender.sell(cartsOf("a"), sale());
  await sender.sell(cartsOf("b"), sale());
  mood = "ok";
  await sender.work();
  await putCarts({ till: "T1", person: "thu", cart: { uid: id("a") }, held: [{ uid: id("b") }, { uid: id("c") }] });
  assert.deepEqual(await readCarts("T1"), { till: "T1", person: "thu", cart: null, held: [{ uid: id("c") }] });
});

test("a server that did not answer is not asked before it is heard again, unless an approval must reach it", async () => {
  mood = "down";
  await sender.sell(cartsOf("a"), sale());
  const before = requests.length;
  assert.deepEqual(await sender.sell(cartsOf("b"), sale()), { sent: false });
  assert.equal(requests.length, before);
  await sender.sell(cartsOf("c"), sale(), { approval: { by: "lan", pin: "1" } });
  assert.equal(requests.length, before + 1);
  mood = "ok";
  await sender.work();
  assert.equal((await sender.sell(cartsOf("d"), sale())).sent, true);
  assert.equal(sales.size, 4);
});

test("a kept sale is never put over another", async () => {
  mood = "down";
  await sender.sell(cartsOf("a"), sale());
  await assert.rejects(sender.sell(cartsOf("a"), { ...sale(), total_vnd: 7 }), { code: "sold_elsewhere" });
  assert.deepEqual(
    (await listSales()).map(({ document }) => document.total_vnd),
    [5],
  );
  await assert.rejects(addSale({ uid: id("a") }, cartsOf("b")), SoldAlready);
});

test("a sale that breaks the server is set aside, and neither the next nor the connection waits for it", async () => {
  mood = "down";
  for (const name of ["a", "b", "c"]) await sender.sell(cartsOf(name), sale());
  mood = "ok";
  refusal = { of: id("a"), status: 500, code: "server_error", detail: "Lỗi máy chủ." };
  const reached = [];
  onReachable((isReachable) => reached.push(isReachable));
  for (let round = 0; round < 3; round += 1) await sender.work();
  onReachable(() => {});
  assert.deepEqual([...sales.keys()], [id("b"), id("c")]);
  assert.deepEqual([queue.waiting.length, queue.refused.map(({ reason }) => reason)], [0, ["Lỗi máy chủ."]]);
  assert.ok(reached.every(Boolean), "the till does not say that the server is lost");
  const tries = requests.filter(({ method, path }) => method === "PUT" && path.endsWith(id("a"))).length;
  assert.equal(tries, 2, "the first one, and one more: the next only after a pause");
});

test("a gateway that finds no server is no answer: all sales wait, in their order", async () => {
  mood = "down";
  for (const name of ["a", "b"]) await sender.sell(cartsOf(name), sale());
  mood = "ok";
  for (const status of [502, 503, 504]) {
    refusal = { status, code: "gateway" };
    await sender.work();
    assert.deepEqual([queue.waiting.length, queue.refused.length], [2, 0]);
  }
});

test("a sale that breaks the server while the customer waits is sold, and set aside", async () => {
  refusal = { status: 500, code: "server_error", detail: "Lỗi máy chủ." };
  assert.deepEqual(await sender.sell(cartsOf("a"), sale()), { sent: false });
  assert.deepEqual([queue.waiting.length, queue.refused.length], [0, 1]);
});

test("a sale that this person may not send does not hold up those of others", async () => {
  mood = "down";
  for (const name of ["a", "b"]) await sender.sell(cartsOf(name), sale());
  mood = "ok";
  refusal = { of: id("a"), status: 403, code: "forbidden", detail: "Không được phép." };
  await sender.work();
  assert.deepEqual([[...sales.keys()], queue.waiting.length], [[id("b")], 1]);
});

test("pauses grow up to an hour", () => {
  assert.deepEqual([1, 2, 3, 20].map(pauseMs), [60_000, 120_000, 240_000, 3_600_000]);
});

test("every sale says when it was sent, by the device's clock", async () => {
  await sender.sell(cartsOf("a"), sale());
  assert.match(sales.get(id("a")).document.sent_at, /^\d{4}-\d\d-\d\dT/);
});

/** A sale that waits, and that the server then refuses. */
async function setAside(name) {
  mood = "down";
  await sender.sell(cartsOf(name), sale());
  mood = "ok";
  refusal = { of: id(name), code: "invalid", status: 422, detail: "Không có món này." };
  await sender.work();
  assert.equal(queue.refused.length, 1);
}

test("a manager has a sale that was set aside written as a new one; the old uid is never sold again", async () => {
  await setAside("a");
  await sender.writeAnew(id("a"), id("b"));
  assert.deepEqual([[...sales.keys()], queue.refused, (await listSales()).length], [[id("b")], [], 0]);
  assert.equal(sales.get(id("b")).document.total_vnd, 5);
  await assert.rejects(addSale({ uid: id("a") }), SoldAlready);
});

test("a sale written anew that came by the code on its slip is not sent a second time", async () => {
  await setAside("a");
  const { document } = (await listSales())[0];
  const { sold_at, total_vnd } = document;
  sales.set(id("a"), { body: "", document, answer: { uid: id("a"), sold_at, total_vnd, payments: [] } });
  await sender.writeAnew(id("a"), id("b"));
  assert.deepEqual([[...sales.keys()], (await listSales()).length], [[id("a")], 0]);
});

test("a sale that was set aside is a cart again, and no sale any more", async () => {
  await setAside("a");
  const carts = (aside) => ({ till: "T1", cart: null, held: [{ ...aside.cart, uid: id("b") }] });
  await sender.mend(id("a"), carts);
  assert.deepEqual([(await listSales()).length, queue.refused.length], [0, 0]);
  assert.deepEqual((await readCarts("T1")).held, [{ uid: id("b"), lines: [{ key: 1 }] }]);
});
