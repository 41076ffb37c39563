// What this device trusts, kept for use without a network: the site's list as
// it was last fetched, and the files a person imported. Public data only.

import { openDB, type DBSchema, type IDBPDatabase } from "idb";

/** An imported file, or the site's list under the name `listName`. */
export interface StoredSource {
  name: string;
  data: Uint8Array<ArrayBuffer>;
  /** When it was fetched or imported, RFC 3339. */
  at: string;
}

/** The site's own list. A file cannot have this name, since it has slashes. */
export const listName = "/trust/list.json";

/** Larger files are no list of issuers. */
export const maxSource = 4 << 20;

interface Schema extends DBSchema {
  sources: { key: string; value: StoredSource };
}

let opened: Promise<IDBPDatabase<Schema>> | undefined;

function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>("domicile-verifier", 1, {
    upgrade: (db) => void db.createObjectStore("sources", { keyPath: "name" }),
    // Browsers may drop the connection at any time; the next use opens it again.
    terminated: () => (opened = undefined),
  });
  opened.catch(() => (opened = undefined));
  return opened;
}

/** storedSources lists them, the site's list first. */
export async function storedSources(): Promise<StoredSource[]> {
  const all = await (await database()).getAll("sources");
  return all.sort((a, b) => Number(b.name === listName) - Number(a.name === listName) || a.name.localeCompare(b.name));
}

export async function storeSource(source: StoredSource): Promise<void> {
  const transaction = (await database()).transaction("sources", "readwrite", { durability: "strict" });
  await Promise.all([transaction.store.put(source), transaction.done]);
}

export async function removeSource(name: string): Promise<void> {
  await (await database()).delete("sources", name);
}

/** fetchList asks the site for its list; nothing where there is no network or no list. */
export async function fetchList(now: Date): Promise<StoredSource | undefined> {
  try {
    const response = await fetch(listName, { cache: "no-cache" });
    if (!response.ok) return undefined;
    const data = new Uint8Array(await response.arrayBuffer());
    return data.length <= maxSource ? { name: listName, data, at: now.toISOString() } : undefined;
  } catch {
    return undefined;
  }
}
