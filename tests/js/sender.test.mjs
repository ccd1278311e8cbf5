import assert from "node:assert/strict";
import test, { afterEach, beforeEach } from "node:test";
import { URLS } from "./urls.mjs";

globalThis.document = { querySelector: () => ({ content: "token" }) };
const { Sender } = await import("../../static/js/till/data/sender.js");
const { deleteSale, listSales, saveSale } = await import("../../static/js/till/data/store.js");
const { useUrls } = await import("../../static/js/till/data/urls.js");
useUrls(URLS);

/** A server with one rule: an id is taken once. `mood` says how it behaves: ok, down, lost (it acts, the answer is lost). */
let sales;
let mood;
let refusal;
let asked;
let sender;
let queue;
const answer = (status, body) => new Response(JSON.stringify(body), { status });

globalThis.fetch = async (path, { method = "GET", body, headers } = {}) => {
  asked.push({ method, path, headers });
  if (mood === "down") throw new TypeError("no network");
  if (path === "/health") return answer(200, {});
  const [, uid, rest] = /^\/api\/v1\/sales\/([^/]+)(.*)$/.exec(path);
  if (method === "GET") {
    return sales.has(uid)
      ? answer(200, sales.get(uid).answer)
      : answer(404, { code: "not_found", detail: "Không tìm thấy." });
  }
  if (rest) return answer(200, {});
  if (refusal) return answer(409, refusal);
  if (sales.has(uid)) {
    return sales.get(uid).body === body
      ? answer(200, sales.get(uid).answer)
      : answer(409, { code: "uid_reused", detail: "Đã dùng." });
  }
  const document = JSON.parse(body);
  sales.set(uid, {
    body,
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

beforeEach(async () => {
  sales = new Map();
  mood = "ok";
  refusal = null;
  asked = [];
  queue = { waiting: [], refused: [] };
  for (const { uid } of await listSales()) await deleteSale(uid);
  sender = new Sender((now) => {
    queue = now;
  });
});
afterEach(() => sender.stop());

test("a sale that is answered leaves nothing behind and its transfer is confirmed", async () => {
  const { sent, answer: said } = await sender.sell("a", sale(), { confirm: ["OCOP1"] });
  assert.deepEqual([sent, said.number], [true, "2026-000001"]);
  assert.deepEqual(await listSales(), []);
  assert.equal(asked.at(-1).path, "/api/v1/sales/a/payments/1/confirm");
  assert.equal(asked[0].headers["X-CSRFToken"], "token");
});

test("without a server the sale is kept, marked offline, and sent once it is back", async () => {
  mood = "down";
  assert.deepEqual(await sender.sell("a", sale()), { sent: false });
  assert.equal(queue.waiting.length, 1);
  assert.equal((await listSales())[0].document.offline, true);
  mood = "ok";
  await sender.work();
  assert.deepEqual([sales.size, sales.get("a").document.offline, queue.waiting.length], [1, true, 0]);
});

test("a lost answer never sells twice", async () => {
  mood = "lost";
  assert.deepEqual(await sender.sell("a", sale()), { sent: false });
  mood = "ok";
  await sender.work();
  assert.deepEqual([sales.size, (await listSales()).length], [1, 0]);
});

test("a second window that went on with the same cart is told so, and its sale is not lost in silence", async () => {
  await sender.sell("a", sale());
  await assert.rejects(sender.sell("a", { ...sale(), sold_at: "2026-11-23T09:05:00+07:00" }), {
    code: "sold_elsewhere",
  });
});

test("a refused sale is told and not kept; the approval is never written down", async () => {
  refusal = { code: "approval_needed", detail: "Cần quản lý đồng ý." };
  await assert.rejects(sender.sell("a", sale()), { code: "approval_needed", message: "Cần quản lý đồng ý." });
  assert.deepEqual(await listSales(), []);
  refusal = null;
  mood = "down";
  await sender.sell("a", sale(), { approval: { by: "ql", pin: "1234" } });
  assert.ok(!JSON.stringify(await listSales()).includes("1234"));
});

test("a refused one among those that wait steps aside with its reason and can be sent again", async () => {
  mood = "down";
  await sender.sell("a", sale());
  mood = "ok";
  refusal = { code: "invalid", detail: "Không có hàng này." };
  await sender.work();
  assert.deepEqual(
    queue.refused.map(({ uid, reason }) => [uid, reason]),
    [["a", "Không có hàng này."]],
  );
  refusal = null;
  await sender.retry("a");
  assert.deepEqual([sales.size, queue.refused.length], [1, 0]);
});

test("after a crash while sending, the server is asked what it has", async () => {
  const entry = { document: sale(), at: "t", state: "sending", tries: 0, confirm: [] };
  sales.set("taken", { body: "", answer: {} });
  await saveSale({ ...entry, uid: "taken" });
  await saveSale({ ...entry, uid: "never" });
  assert.deepEqual(await sender.recover(), ["taken"]);
  assert.deepEqual(await listSales(), []);
  mood = "down";
  await saveSale({ ...entry, uid: "unknown" });
  assert.deepEqual(await sender.recover(), ["unknown"]);
  assert.deepEqual(
    (await listSales()).map(({ state, document }) => [state, document.offline]),
    [["waiting", true]],
  );
});
