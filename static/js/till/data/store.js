// What must survive a crash of the tablet: sales not yet answered, and the last catalogue (IndexedDB).

/** @import { UnsentSale } from "./sender.js" */

const NAME = "ocop-till";
const SNAPSHOTS = "kept";
/** @type {Promise<IDBDatabase> | null} */
let opened = null;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("sales", { keyPath: "uid" });
      request.result.createObjectStore(SNAPSHOTS);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

/** A device that forbids IndexedDB still sells while it is on: memory instead of disk. @type {Record<string, Map<any, any>>} */
const memory = { sales: new Map(), [SNAPSHOTS]: new Map() };

/** @param {string} table */
function inMemory(table) {
  const rows = memory[table];
  return /** @type {any} */ ({
    put: (/** @type {any} */ value, /** @type {any} */ key) => rows.set(key ?? value.uid, value),
    delete: (/** @type {any} */ key) => rows.delete(key),
    get: (/** @type {any} */ key) => rows.get(key),
    getAll: () => [...rows.values()],
  });
}

/**
 * One act in a transaction of its own; answers what it found.
 * @param {string} table
 * @param {IDBTransactionMode} mode
 * @param {(table: IDBObjectStore) => IDBRequest} act
 * @returns {Promise<any>}
 */
async function transact(table, mode, act) {
  let db;
  try {
    db = await database();
  } catch {
    return act(inMemory(table));
  }
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(table, mode, { durability: "strict" });
    const request = act(transaction.objectStore(table));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** Resolves only when the sale is on the disk of this device. @param {UnsentSale} sale */
export const saveSale = (sale) => transact("sales", "readwrite", (table) => table.put(sale));

/** @param {string} uid */
export const deleteSale = (uid) => transact("sales", "readwrite", (table) => table.delete(uid));

/** @type {(uid: string) => Promise<UnsentSale | undefined>} */
export const readSale = (uid) => transact("sales", "readonly", (table) => table.get(uid));

/** The sales on this device, the oldest first. @returns {Promise<UnsentSale[]>} */
export async function listSales() {
  const sales = /** @type {UnsentSale[]} */ (await transact("sales", "readonly", (table) => table.getAll()));
  return sales.sort((a, b) => a.at.localeCompare(b.at));
}

/** @type {(name: string, value: unknown) => Promise<void>} */
export const saveSnapshot = (name, value) => transact(SNAPSHOTS, "readwrite", (table) => table.put(value, name));

/** @type {(name: string) => Promise<any>} */
export const readSnapshot = (name) => transact(SNAPSHOTS, "readonly", (table) => table.get(name));
