// The one state of the till and who wants to hear of a change. Views read `till` and change it by `change`.

import { emptyCart } from "../domain/cart.js";
import { Catalogue } from "./catalogue.js";
import { notes } from "./store.js";
import { uid } from "./uid.js";

const listeners = new Map();

export const till = {
  boot: {},
  person: { username: "", name: "", role: "cashier" },
  shift: null,
  catalogue: new Catalogue(),
  cart: emptyCart(uid()),
  held: [],
  waiting: [],
  refused: [],
  online: true,
  /** Another window of this till sells: this one writes nothing any more over its carts. */
  aside: false,
  printer: "none",
  last: null,
  view: { query: "", group: "often", producer: "" },
};

/** listen("cart", draw): called after every change of that part. */
export function listen(part, draw) {
  for (const name of part.split(" ")) listeners.set(name, [...(listeners.get(name) ?? []), draw]);
}

export function change(fields) {
  Object.assign(till, fields);
  if (!till.aside && ("cart" in fields || "held" in fields)) notes.write(shelf(), { cart: till.cart, held: till.held });
  const draws = new Set(Object.keys(fields).flatMap((name) => listeners.get(name) ?? []));
  for (const draw of draws) draw();
}

const shelf = () => `till:${till.boot.till ?? "-"}`;

export function restoreCarts() {
  const before = notes.read(shelf(), null);
  if (before?.cart?.lines) change({ cart: before.cart, held: before.held ?? [] });
}

/** Says something short at the foot of the goods; read out too. tone: good, warn, bad */
export function say(words, tone = "good") {
  listeners.get("say")?.forEach((draw) => draw(words, tone));
}
