// Looking for words that must not be left anywhere.

import type { Device } from "./browser";

/** Everything a page may have left behind on a device, as one text. */
export async function leftBehind({ page, context, log, asked }: Device): Promise<string> {
  const stored = await page.evaluate(rummage);
  const { cookies, origins } = await context.storageState({ indexedDB: true });
  return [stored, JSON.stringify(cookies), JSON.stringify(origins), log.join("\n"), asked.join("\n"), page.url()].join("\n");
}

/** Runs in the page. */
async function rummage(): Promise<string> {
  const found = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), JSON.stringify(history.state), location.href];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const response = await cache.match(request);
      found.push(request.url);
      // Programs and fonts are the build's, and large.
      if (!/\.(wasm|woff2|png)$/.test(new URL(request.url).pathname)) found.push((await response?.text()) ?? "");
    }
  }
  for (const { name } of await indexedDB.databases()) found.push(await readAll(name!));
  return found.join("\n");

  async function readAll(name: string): Promise<string> {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const texts: string[] = [];
    for (const store of db.objectStoreNames) {
      const values = await new Promise<unknown[]>((resolve, reject) => {
        const request = db.transaction(store).objectStore(store).getAll();
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      texts.push(JSON.stringify(values, (_key, value) => (value instanceof Uint8Array ? new TextDecoder().decode(value) : value) as unknown));
    }
    db.close();
    return texts.join("\n");
  }
}
