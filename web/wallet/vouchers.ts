// Who this wallet believes about who a verifier is: files that the person
// imported. They are kept apart from those that name issuers, since whoever may
// issue library cards must not vouch for who asks for a passport. Public data.

import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { TrustSource } from "../engine/api.gen";

/** Larger files are no list of authorities. */
const largest = 1 << 20;

interface Schema extends DBSchema {
  sources: { key: string; value: { name: string; data: Uint8Array<ArrayBuffer> } };
}

let opened: Promise<IDBPDatabase<Schema>> | undefined;

function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>("domicile-vouchers", 1, {
    upgrade: (db) => void db.createObjectStore("sources", { keyPath: "name" }),
    // Browsers may drop the connection at any time; the next use opens it again.
    terminated: () => (opened = undefined),
  });
  opened.catch(() => (opened = undefined));
  return opened;
}

/** The imported files, as the engine takes them. Where storage is broken nobody is believed. */
export async function voucherSources(): Promise<TrustSource[]> {
  try {
    const all = await (await database()).getAll("sources");
    return all.map(({ name, data }) => ({ name, data, verifiers: true }));
  } catch {
    return [];
  }
}

/** A chosen file as a source, not kept yet; undefined where it is too large. */
export async function readVouchers(file: File): Promise<TrustSource | undefined> {
  if (file.size > largest) return undefined;
  return { name: file.name, data: new Uint8Array(await file.arrayBuffer()), verifiers: true };
}

export async function storeVouchers({ name, data }: TrustSource): Promise<void> {
  await (await database()).put("sources", { name, data: new Uint8Array(data) });
}

export async function removeVouchers(name: string): Promise<void> {
  await (await database()).delete("sources", name);
}
