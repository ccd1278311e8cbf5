// What must survive a crash of the tablet: sales not yet answered and the last catalogue (IndexedDB), carts (localStorage).

const NAME = "ocop-till";
let opened = null;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("sales", { keyPath: "uid" });
      request.result.createObjectStore("kept");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

/** A device that forbids IndexedDB still sells while it is on: memory instead of disk. */
const memory = { sales: new Map(), kept: new Map() };
const inMemory = (name) => ({
  put: (value, key) => memory[name].set(key ?? value.uid, value),
  delete: (key) => memory[name].delete(key),
  get: (key) => memory[name].get(key),
  getAll: () => [...memory[name].values()],
});

async function work(table, mode, act) {
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

/** Resolves only when the sale is on the disk of this device. */
export const keepSale = (entry) => work("sales", "readwrite", (table) => table.put(entry));
export const forgetSale = (uid) => work("sales", "readwrite", (table) => table.delete(uid));
export const readSale = (uid) => work("sales", "readonly", (table) => table.get(uid));
export const keptSales = async () =>
  (await work("sales", "readonly", (table) => table.getAll())).sort((a, b) => a.at.localeCompare(b.at));
export const keep = (name, value) => work("kept", "readwrite", (table) => table.put(value, name));
export const kept = (name) => work("kept", "readonly", (table) => table.get(name));

/** Small things, at once: carts and held carts. */
export const notes = {
  read(name, otherwise) {
    try {
      return JSON.parse(localStorage.getItem(name)) ?? otherwise;
    } catch {
      return otherwise;
    }
  },
  write(name, value) {
    try {
      localStorage.setItem(name, JSON.stringify(value));
    } catch {
      // A full or forbidden storage must not stop a sale: the cart lives on in memory.
    }
  },
};
