import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { URLS } from "./urls.mjs";

globalThis.document = { querySelector: () => null };
const { closeVoid, sendVoids, unwriteVoid, writeVoid } = await import("../../static/js/till/data/voids.js");
const { cartsWritten } = await import("../../static/js/till/data/carts.js");
const { setState, till } = await import("../../static/js/till/data/state.js");
const { deleteVoid, listVoids, readCarts } = await import("../../static/js/till/data/store.js");
const { useUrls } = await import("../../static/js/till/data/urls.js");
const { add, emptyCart, remove } = await import("../../static/js/till/domain/cart.js");
useUrls(URLS);

let mood;
let told;
globalThis.fetch = async (path, { body } = {}) => {
  if (mood === "down") throw new TypeError("no network");
  told.push(JSON.parse(body));
  if (mood === "lost") throw new TypeError("connection reset");
  return new Response("{}", { status: mood === "refused" ? 409 : 201 });
};

const RICE = { code: "GAO", name: "Gạo", unit: "túi", places: 0, price_vnd: 30_000 };

/** Takes the line out of a cart, as the till does. */
function takeOut() {
  const cart = add(emptyCart("c"), RICE);
  setState({ cart });
  const uid = writeVoid(cart.lines, true);
  setState({ cart: remove(cart, cart.lines[0].key) });
  return uid;
}

beforeEach(async () => {
  mood = "ok";
  told = [];
  closeVoid();
  setState({ shift: { uid: "s1", opened_at: "", opening_float_vnd: 0 } });
  for (const { uid } of await listVoids()) await deleteVoid(uid);
});

test("what left a cart lies on the disk together with the cart that it left", async () => {
  const uid = takeOut();
  await cartsWritten();
  const [stored] = await listVoids();
  assert.deepEqual(stored.lines, [{ product: "GAO", quantity: "1", unit_price_vnd: 30_000 }]);
  assert.deepEqual([stored.uid, stored.shift, stored.whole_cart], [uid, "s1", true]);
  assert.equal((await readCarts(till.boot.till ?? "-")).cart.lines.length, 0);
});

test("while it may be put back nothing is told, and once it is back nothing is left", async () => {
  const uid = takeOut();
  await sendVoids();
  assert.deepEqual(told, []);
  unwriteVoid(uid);
  setState({ cart: add(emptyCart("c"), RICE) });
  await cartsWritten();
  closeVoid();
  await sendVoids();
  assert.deepEqual([told, await listVoids()], [[], []]);
});

test("a lost answer tells the same void again, an answered one is told once", async () => {
  const uid = takeOut();
  closeVoid();
  mood = "lost";
  await sendVoids();
  mood = "down";
  await sendVoids();
  assert.equal((await listVoids()).length, 1, "nothing is lost");
  mood = "ok";
  await Promise.all([sendVoids(), sendVoids()]);
  await sendVoids();
  assert.deepEqual(
    told.map((one) => one.uid),
    [uid, uid],
  );
  assert.deepEqual(await listVoids(), []);
});

test("one that the server refuses for good does not hold up the others", async () => {
  takeOut();
  closeVoid();
  mood = "refused";
  await sendVoids();
  assert.deepEqual(await listVoids(), []);
});
