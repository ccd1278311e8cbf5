// What must survive a crash of the tablet (IndexedDB): sales not yet answered, carts, what is typed, and the last catalogue.
// docs/device.md says what lies in each table.

/** @import { UnsentSale } from "./sender.js" */
/** @import { StoredCarts } from "./carts.js" */
/** @import { SaleDetails } from "../domain/kept_slip.js" */
/** @import { StoredVoid } from "./voids.js" */

const NAME = "ocop-till";
const VERSION = 4;
const SALES = "sales";
const CARTS = "carts";
/** The last sales of this device: their carts never open again, their goods may come back. */
const SOLD = "sold";
/** What somebody is typing: a count, an opening float. */
const DRAFTS = "drafts";
/** Goods that left a cart before it was paid, until the server has been told. */
const VOIDS = "voids";
/** The catalogue, a record for each product; `kept` holds what goes with all of them. */
const GOODS = "goods";
const SNAPSHOTS = "kept";
const KEYS = {
  [SALES]: "uid",
  [CARTS]: "till",
  [SOLD]: "uid",
  [DRAFTS]: "name",
  [VOIDS]: "uid",
  [GOODS]: "code",
  [SNAPSHOTS]: null,
};
const SOLD_REMEMBERED = 500;

/** @typedef {Table | MemoryTable} AnyTable */
/** @typedef {Record<string, AnyTable>} Tables */
/** @typedef {{ uid: string, at: string, slip?: SaleDetails }} Sold slip: of a sale that this device made */
/** @typedef {{ name: string, fields: Record<string, string>, at: string }} Draft what was typed, by field, as it was typed */

/** A sale of this uid was sold on this device before. */
export class SoldAlready extends Error {}

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      const db = request.result;
      for (const [name, keyPath] of Object.entries(KEYS)) {
        if (!db.objectStoreNames.contains(name)) db.createObjectStore(name, keyPath ? { keyPath } : {});
      }
    };
    request.onsuccess = () => {
      // Another window has a newer version of the till: it must not wait for this one.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return opened;
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

class Table {
  #store;

  /** @param {IDBObjectStore} store */
  constructor(store) {
    this.#store = store;
  }

  /** @param {any} value @param {string} [key] @returns {Promise<any>} */
  put = (value, key) => result(this.#store.put(value, key));
  /** Throws when the key is taken. @param {any} value */
  add = (value) => result(this.#store.add(value));
  /** @param {string} key @returns {Promise<any>} */
  get = (key) => result(this.#store.get(key));
  /** @param {string} key */
  delete = (key) => result(this.#store.delete(key));
  /** @param {string} [after] a key @param {number} [count] @returns {Promise<any[]>} */
  getAll = (after, count) =>
    result(this.#store.getAll(after === undefined ? null : IDBKeyRange.lowerBound(after, true), count));
  clear = () => result(this.#store.clear());
}

/** A device that forbids IndexedDB still sells while it is on: memory instead of disk. */
class MemoryTable {
  #rows = new Map();
  #keyPath;

  /** @param {string | null} keyPath */
  constructor(keyPath) {
    this.#keyPath = keyPath;
  }

  #keyOf(/** @type {any} */ value) {
    return this.#keyPath ? value[this.#keyPath] : undefined;
  }

  /** @param {any} value @param {string} [key] @returns {Promise<any>} */
  put = async (value, key = this.#keyOf(value)) => this.#rows.set(key, value);
  add = async (/** @type {any} */ value) => {
    if (this.#rows.has(this.#keyOf(value))) throw new Error("the key is taken");
    this.#rows.set(this.#keyOf(value), value);
  };
  get = async (/** @type {string} */ key) => this.#rows.get(key);
  delete = async (/** @type {string} */ key) => this.#rows.delete(key);
  getAll = async (
    /** @type {string | undefined} */ after = undefined,
    /** @type {number | undefined} */ count = undefined,
  ) => {
    const keys = [...this.#rows.keys()].sort().filter((key) => after === undefined || key > after);
    return keys.slice(0, count).map((key) => this.#rows.get(key));
  };
  clear = async () => this.#rows.clear();
}

const memory = Object.fromEntries(Object.entries(KEYS).map(([name, key]) => [name, new MemoryTable(key)]));

/**
 * All of an act, or nothing of it: one transaction. Resolves when it is on the disk.
 * @template T
 * @param {string[]} names of tables
 * @param {IDBTransactionMode} mode
 * @param {(tables: Tables) => Promise<T>} act awaits nothing but these tables
 * @returns {Promise<T>}
 */
async function transact(names, mode, act) {
  let db;
  try {
    db = await database();
  } catch {
    return act(memory);
  }
  const transaction = db.transaction(names, mode, { durability: "strict" });
  const committed = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  committed.catch(() => {});
  try {
    const answer = await act(Object.fromEntries(names.map((name) => [name, new Table(transaction.objectStore(name))])));
    await committed;
    return answer;
  } catch (error) {
    try {
      transaction.abort();
    } catch {
      // It has ended by itself.
    }
    throw error;
  }
}

/** @param {Tables} tables @param {string} uid */
async function isSold(tables, uid) {
  return Boolean((await tables[SALES].get(uid)) ?? (await tables[SOLD].get(uid)));
}

/**
 * Whether a cart does not open again. A sale that was being sent by version 0.1.0 has no cart with it: there it may.
 * @param {Tables} tables
 * @param {string} uid
 */
async function isClosed(tables, uid) {
  const sale = /** @type {UnsentSale | undefined} */ (await tables[SALES].get(uid));
  return sale ? sale.state !== "sending" || Boolean(sale.cart) : Boolean(await tables[SOLD].get(uid));
}

/**
 * Takes a new sale and the carts that are left, in one: no crash leaves a sold cart open. Throws SoldAlready.
 * @param {UnsentSale} sale
 * @param {StoredCarts} [carts]
 */
export const addSale = (sale, carts) =>
  transact([SALES, SOLD, CARTS], "readwrite", async (tables) => {
    if (await isSold(tables, sale.uid)) throw new SoldAlready();
    await tables[SALES].add(sale);
    if (carts) await tables[CARTS].put(carts);
  });

/** Changes a sale that lies here. @param {UnsentSale} sale */
export const updateSale = (sale) => transact([SALES], "readwrite", (tables) => tables[SALES].put(sale));

/**
 * The server has it: its cart never opens again.
 * @param {string} uid
 * @param {string} at
 * @param {SaleDetails} [slip]
 */
export const finishSale = (uid, at, slip) =>
  transact([SALES, SOLD], "readwrite", async (tables) => {
    await tables[SALES].delete(uid);
    await tables[SOLD].put({ uid, at, ...(slip ? { slip } : {}) });
  });

/** @returns {Promise<Sold[]>} */
export const listSold = () => transact([SOLD], "readonly", (tables) => tables[SOLD].getAll());

/**
 * Goods came back: the slip that this device keeps of the sale says so.
 * @param {string} uid
 * @param {(slip: SaleDetails) => SaleDetails} change
 */
export const updateSlip = (uid, change) =>
  transact([SOLD], "readwrite", async (tables) => {
    const sold = /** @type {Sold | undefined} */ (await tables[SOLD].get(uid));
    if (sold?.slip) await tables[SOLD].put({ ...sold, slip: change(sold.slip) });
  });

/**
 * Another shift was open already: what waits for the one of this device goes to that one, and this one is gone.
 * @param {string} from
 * @param {string} to
 */
export const moveShift = (from, to) =>
  transact([SALES], "readwrite", async (tables) => {
    await tables[SALES].delete(from);
    for (const sale of /** @type {UnsentSale[]} */ (await tables[SALES].getAll())) {
      if (sale.document.shift !== from) continue;
      await tables[SALES].put({ ...sale, document: { ...sale.document, shift: to } });
    }
  });

/**
 * Nobody has it: its cart is open again, with the carts it was among.
 * @param {string} uid
 * @param {StoredCarts} [carts]
 */
export const withdrawSale = (uid, carts) =>
  transact([SALES, CARTS], "readwrite", async (tables) => {
    await tables[SALES].delete(uid);
    if (carts) await tables[CARTS].put(carts);
  });

/**
 * A sale that was set aside becomes another one, or a cart, in one: it is never both, and never neither.
 * @param {string} uid
 * @param {UnsentSale | null} sale
 * @param {StoredCarts} [carts]
 */
export const replaceSale = (uid, sale, carts) =>
  transact([SALES, SOLD, CARTS], "readwrite", async (tables) => {
    await tables[SALES].delete(uid);
    await tables[SOLD].put({ uid, at: new Date().toISOString() });
    if (sale) await tables[SALES].add(sale);
    if (carts) await tables[CARTS].put(carts);
  });

/** @type {(uid: string) => Promise<UnsentSale | undefined>} */
export const readSale = (uid) => transact([SALES], "readonly", (tables) => tables[SALES].get(uid));

/** The sales on this device, the oldest first. @returns {Promise<UnsentSale[]>} */
export async function listSales() {
  /** @type {UnsentSale[]} */
  const sales = await transact([SALES], "readonly", (tables) => tables[SALES].getAll());
  return sales.sort((a, b) => a.at.localeCompare(b.at));
}

/**
 * The carts, and what left them, in one: no crash parts them.
 * @param {StoredCarts} carts
 * @param {{ added: StoredVoid[], dropped: string[] }} [voids] dropped: uids of what was put back
 */
export const putCarts = (carts, { added, dropped } = { added: [], dropped: [] }) =>
  transact([CARTS, VOIDS], "readwrite", async (tables) => {
    await tables[CARTS].put(carts);
    for (const one of added) await tables[VOIDS].put(one);
    for (const uid of dropped) await tables[VOIDS].delete(uid);
  });

/** @returns {Promise<StoredVoid[]>} */
export const listVoids = () => transact([VOIDS], "readonly", (tables) => tables[VOIDS].getAll());

/** @param {string} uid */
export const deleteVoid = (uid) => transact([VOIDS], "readwrite", (tables) => tables[VOIDS].delete(uid));

/** Nobody's carts stay on this device, nor what somebody typed. */
export const clearCarts = () =>
  transact([CARTS, DRAFTS], "readwrite", async (tables) => {
    for (const { till } of /** @type {StoredCarts[]} */ (await tables[CARTS].getAll())) {
      await tables[CARTS].delete(till);
    }
    for (const { name } of /** @type {Draft[]} */ (await tables[DRAFTS].getAll())) await tables[DRAFTS].delete(name);
  });

/** @param {Draft} draft */
export const putDraft = (draft) => transact([DRAFTS], "readwrite", (tables) => tables[DRAFTS].put(draft));

/** @type {(name: string) => Promise<Draft | undefined>} */
export const readDraft = (name) => transact([DRAFTS], "readonly", (tables) => tables[DRAFTS].get(name));

/** @param {string} name */
export const deleteDraft = (name) => transact([DRAFTS], "readwrite", (tables) => tables[DRAFTS].delete(name));

/** @returns {Promise<Draft[]>} */
export const listDrafts = () => transact([DRAFTS], "readonly", (tables) => tables[DRAFTS].getAll());

/**
 * The carts of a till, without those that were sold.
 * @param {string} till
 * @returns {Promise<StoredCarts | null>}
 */
export const readCarts = (till) =>
  transact([SALES, SOLD, CARTS], "readonly", async (tables) => {
    /** @type {StoredCarts | undefined} */
    const stored = await tables[CARTS].get(till);
    if (!stored) return null;
    const held = [];
    for (const cart of stored.held) if (!(await isClosed(tables, cart.uid))) held.push(cart);
    const { cart } = stored;
    return { ...stored, held, cart: cart && (await isClosed(tables, cart.uid)) ? null : cart };
  });

/** Forgets the uids of all but the last sales. */
export const trimSold = () =>
  transact([SOLD], "readwrite", async (tables) => {
    const sold = /** @type {Sold[]} */ (await tables[SOLD].getAll());
    const old = sold.sort((a, b) => b.at.localeCompare(a.at)).slice(SOLD_REMEMBERED);
    for (const { uid } of old) await tables[SOLD].delete(uid);
  });

/** @type {(name: string, value: unknown) => Promise<unknown>} */
export const saveSnapshot = (name, value) =>
  transact([SNAPSHOTS], "readwrite", (tables) => tables[SNAPSHOTS].put(value, name));

/** @type {(name: string) => Promise<any>} */
export const readSnapshot = (name) => transact([SNAPSHOTS], "readonly", (tables) => tables[SNAPSHOTS].get(name));

/** @typedef {import("./catalogue.js").Product} Product */
/** @typedef {import("./catalogue.js").StoredFacts} StoredFacts */

const FACTS = "catalogue";

/**
 * What changed of the catalogue, in one: the device never holds goods of one version and the number of another.
 * @param {StoredFacts} facts
 * @param {Product[]} changed
 * @param {string[]} removed their codes
 */
export const saveGoods = (facts, changed, removed) =>
  transact([GOODS, SNAPSHOTS], "readwrite", async (tables) => {
    const writes = [
      ...changed.map((product) => tables[GOODS].put(product)),
      ...removed.map((code) => tables[GOODS].delete(code)),
    ];
    await Promise.all([...writes, tables[SNAPSHOTS].put(facts, FACTS)]);
  });

/** None of the stored goods counts any more. */
export const clearGoods = () =>
  transact([GOODS, SNAPSHOTS], "readwrite", async (tables) => {
    await Promise.all([tables[GOODS].clear(), tables[SNAPSHOTS].delete(FACTS)]);
  });

/** @returns {Promise<StoredFacts | undefined>} */
export const readFacts = () => readSnapshot(FACTS);

/** @param {string[]} codes @returns {Promise<Product[]>} those that are there */
export const readProducts = (codes) =>
  transact([GOODS], "readonly", async (tables) =>
    (await Promise.all(codes.map((code) => tables[GOODS].get(code)))).filter(Boolean),
  );

/** So many products behind a code, by code. @type {(after: string | undefined, count: number) => Promise<Product[]>} */
export const nextProducts = (after, count) =>
  transact([GOODS], "readonly", (tables) => tables[GOODS].getAll(after, count));
