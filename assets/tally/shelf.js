/**
 * What of this browser outlives a page: only what waits, and which screens are open, in IndexedDB.
 *
 * An entry is `{id, owner, address, order, part, item, ...}`: something tapped by `owner` that the server
 * has not acknowledged. A screen is `{address, owner, startedAt, asked, buttons, seed}`: what it takes to
 * count on without a network; it names nobody. Where a browser stores nothing, the page's memory does.
 */

const NAME = "coach-the-coach";
const ENTRIES = "waiting";
const SCREENS = "screens";

let opening;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      const waiting = request.result.createObjectStore(ENTRIES, { keyPath: "id" });
      waiting.createIndex("owner", "owner");
      request.result.createObjectStore(SCREENS, { keyPath: "address" });
    };
    request.onsuccess = () => {
      // Another tab may want to build anew, and a browser may close a store of its own accord.
      request.result.onversionchange = () => {
        opening = undefined;
        request.result.close();
      };
      request.result.onclose = () => (opening = undefined);
      resolve(request.result);
    };
    request.onerror = () => {
      opening = undefined;
      reject(request.error);
    };
  });
  return opening;
}

/** One transaction; resolves with what `work` asked for once it is on the disk. */
async function within(name, mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(name, mode, { durability: "strict" });
    const asked = work(transaction.objectStore(name));
    // At once: a tab that is being closed comes to no later moment.
    if (mode === "readwrite" && !asked) transaction.commit?.();
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** `within`, where a browser that stores nothing must not keep anybody from counting. */
const tried = (name, mode, work, instead) => within(name, mode, work).catch(() => instead);

const byOrder = (one, other) => one.order - other.order;

/** Everything of this person that waits, in its order. */
export const waitingOf = async (owner) =>
  (await tried(ENTRIES, "readonly", (store) => store.index("owner").getAll(owner), [])).sort(byOrder);

/** Let an entry wait; rejects where it cannot be stored. */
export const keepEntry = (entry) => within(ENTRIES, "readwrite", (store) => void store.put(entry));

/** Wipe these entries. */
export const dropEntries = (ids) =>
  tried(ENTRIES, "readwrite", (store) => void ids.forEach((id) => store.delete(id)));

/** The screen that was open under this address; undefined for none. */
export const screenAt = (address) => tried(SCREENS, "readonly", (store) => store.get(address));

/** Remember an open screen. */
export const keepScreen = (screen) =>
  tried(SCREENS, "readwrite", (store) => void store.put(screen));

/** Forget a screen that was closed. */
export const dropScreen = (address) =>
  tried(SCREENS, "readwrite", (store) => void store.delete(address));

/** Forget whatever this person left here. */
export async function wipe(owner) {
  const entries = await waitingOf(owner);
  await dropEntries(entries.map(({ id }) => id));
  const screens = await tried(SCREENS, "readonly", (store) => store.getAll(), []);
  const own = screens.filter((screen) => screen.owner === owner);
  await Promise.all(own.map(({ address }) => dropScreen(address)));
}
