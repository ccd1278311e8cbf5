import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { URLS } from "./urls.mjs";

globalThis.document = { querySelector: () => null };
const { claim, heldNow, syncHeld, takeBack } = await import("../../static/js/till/data/shared_carts.js");
const { setState, till } = await import("../../static/js/till/data/state.js");
const { cartsWritten } = await import("../../static/js/till/data/carts.js");
const { readCarts } = await import("../../static/js/till/data/store.js");
const { useUrls } = await import("../../static/js/till/data/urls.js");
const { add, emptyCart, receive } = await import("../../static/js/till/domain/cart.js");
useUrls(URLS);

/** Offers by uid: what was put, and the till that took it. mood: ok, down, lost (it acts, the answer is lost). */
let offers;
let mood;
let taken;
const answer = (status, body) => new Response(JSON.stringify(body), { status });

globalThis.fetch = async (path, { method = "GET", body } = {}) => {
  if (mood === "down") throw new TypeError("no network");
  const { pathname, searchParams } = new URL(path, "http://outlet");
  const uid = pathname.split("/")[4];
  const done = act(method, uid, searchParams.get("till"), body);
  if (mood === "lost") throw new TypeError("connection reset");
  return done;
};

function act(method, uid, by, body) {
  const one = offers.get(uid);
  if (method === "PUT") {
    if (one?.by) return answer(409, { code: "closed" });
    offers.set(uid, { ...JSON.parse(body), by: null });
    return answer(one ? 200 : 201, {});
  }
  if (method === "DELETE") {
    if (!one || (one.by && one.by !== by)) return answer(404, { code: "not_found" });
    one.by = by;
    return answer(200, { uid, ...one });
  }
  const items = [...offers].filter(([, offer]) => !offer.by).map(([key, offer]) => ({ uid: key, ...offer }));
  return answer(200, { items });
}

const GOODS = { code: "RAU", name: "Rau muống", unit: "bó", places: 0, price_vnd: 10_000 };
let run = 0;
const cartOf = (name) => ({ ...add(emptyCart(`cart-${++run}`), GOODS), customer: name });
const sync = () => syncHeld((cart) => taken.push(cart.customer));
const stateOf = () => till.heldCarts.map(({ share }) => share?.state);

beforeEach(() => {
  offers = new Map();
  mood = "ok";
  taken = [];
  setState({ boot: { ...till.boot, till: "T1" }, online: true, heldCarts: [], sharedCarts: [], claims: [] });
});

test("a cart on hold lies on the device and is offered under its name, without whose phone it is", async () => {
  const held = heldNow({ ...cartOf("Bác Hai"), buyer: { uid: "b", name: "Nguyễn Hai", phone: "09••••321" } });
  setState({ heldCarts: [held] });
  await sync();
  assert.deepEqual(stateOf(), ["offered"]);
  const [offer] = offers.values();
  assert.equal(offer.name, "Bác Hai");
  assert.equal(JSON.stringify(offer).includes("321"), false);
  await cartsWritten();
  assert.equal((await readCarts("T1")).held[0].share.state, "offered");
});

test("a cart for which money was taken stays in its drawer's till", async () => {
  const paid = receive(cartOf("Cô Ba"), [{ method: "cash", amountVnd: 5000, tenderedVnd: 5000 }]);
  setState({ heldCarts: [heldNow(paid)] });
  await sync();
  assert.equal(offers.size, 0);
  assert.equal(await takeBack(till.heldCarts[0]), "ours");
});

test("what another till has taken goes from here with a sentence, once", async () => {
  setState({ heldCarts: [heldNow(cartOf("Bác Hai")), heldNow(cartOf("Cô Ba"))] });
  await sync();
  offers.values().next().value.by = "T2";
  await sync();
  await sync();
  assert.deepEqual(taken, ["Bác Hai"]);
  assert.deepEqual(
    till.heldCarts.map(({ customer }) => customer),
    ["Cô Ba"],
  );
});

test("of two tills that ask for a cart one gets it, however answers are lost", async () => {
  setState({ heldCarts: [heldNow(cartOf("Bác Hai"))] });
  mood = "lost";
  await sync();
  assert.deepEqual(stateOf(), ["sent"], "the server has it, and this till does not know");
  mood = "ok";
  const [held] = till.heldCarts;
  assert.equal(await takeBack(held), "ours");
  assert.equal(offers.get(held.share.uid).by, "T1");
  assert.equal(await takeBack(held), "ours", "to that till again");
  offers.get(held.share.uid).by = "T2";
  assert.equal(await takeBack(held), "gone");
});

test("a till that took its own cart back and forgot it is never told that another has it", async () => {
  setState({ heldCarts: [heldNow(cartOf("Bác Hai"))] });
  await sync();
  const [before] = till.heldCarts;
  await claim(before.share.uid);
  await sync();
  assert.deepEqual(taken, []);
  assert.equal(till.heldCarts.length, 1);
  assert.notEqual(till.heldCarts[0].share.uid, before.share.uid);
  await sync();
  assert.deepEqual(stateOf(), ["offered"]);
});

test("without the server a cart stays, and one that was taken back unheard is withdrawn when the server is back", async () => {
  setState({ heldCarts: [heldNow(cartOf("Bác Hai"))] });
  await sync();
  const { uid } = till.heldCarts[0].share;
  mood = "down";
  assert.equal(await takeBack(till.heldCarts[0]), "unheard");
  setState({ heldCarts: [], claims: [uid] });
  await sync();
  assert.deepEqual(till.claims, [uid]);
  mood = "ok";
  setState({ online: true });
  await sync();
  assert.deepEqual(till.claims, []);
  assert.equal(offers.get(uid).by, "T1");
});

test("a cart that was being taken when the till died is this till's, or gone", async () => {
  offers.set("o1", { till: "T2", name: "A", cart: cartOf("A"), by: "T1" });
  offers.set("o2", { till: "T2", name: "B", cart: cartOf("B"), by: "T3" });
  const taking = (uid) => ({ ...offers.get(uid).cart, share: { uid, state: "taking" } });
  setState({ heldCarts: [taking("o1"), taking("o2")] });
  await sync();
  assert.deepEqual(taken, ["B"]);
  assert.deepEqual(
    till.heldCarts.map(({ customer }) => customer),
    ["A"],
  );
});

test("other tills' carts are seen, with name, total and who", async () => {
  offers.set("o9", {
    till: "T2",
    name: "Chị Tư",
    cart: cartOf("Chị Tư"),
    held_by: "lan",
    held_at: "2026-11-24T08:00:00Z",
    by: null,
  });
  await sync();
  assert.deepEqual(
    till.sharedCarts.map(({ name, held_by }) => [name, held_by]),
    [["Chị Tư", "lan"]],
  );
});
