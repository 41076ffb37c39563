import type { Change } from "../engine/api.gen";
import { Connection, layout, type Database } from "./database";
import { VaultFailure } from "./failure";

/** What is stored of a vault. Without the passphrase it tells nothing but its size. */
export interface StoredVault {
  envelope: Uint8Array;
  /** The sealed events in order, the first has number 0. */
  records: Uint8Array[];
}

/** "strict" asks for the write to reach the disk before it counts; the default of browsers does not. */
const strictly = { durability: "strict" } as const;

/** The vault's home in this browser. Every write is whole or not at all. */
export class VaultStore {
  constructor(private readonly connection = new Connection()) {}

  /** The stored vault, or undefined where there is none yet. */
  load(): Promise<StoredVault | undefined> {
    return this.connection.use(async (db) => {
      const work = db.transaction(["envelope", "records"], "readonly");
      const envelope = await work.objectStore("envelope").get("vault");
      if (!envelope) return undefined;
      if (envelope.layout > layout) throw new VaultFailure("storage_newer");
      return { envelope: envelope.bytes, records: await numbered(work.objectStore("records"), 0) };
    });
  }

  /** The records from a number on, for a tab that has read those before. */
  since(seq: number): Promise<Uint8Array[]> {
    return this.connection.use((db) => numbered(db.transaction("records").store, seq));
  }

  /** Stores a new vault, only where there is none. */
  create(vault: StoredVault): Promise<void> {
    return this.connection.use(async (db) => {
      const work = db.transaction(["envelope", "records"], "readwrite", strictly);
      await whole(work, async () => {
        const envelopes = work.objectStore("envelope");
        if (await envelopes.get("vault")) throw new VaultFailure("storage_exists");
        await Promise.all([
          envelopes.add({ layout, bytes: vault.envelope }, "vault"),
          ...vault.records.map((record, at) => work.objectStore("records").add(record, at)),
        ]);
      });
    });
  }

  /**
   * Adds records after those stored, and replaces what they make obsolete, in
   * one transaction. Where the number is taken by other records nothing is
   * stored and "storage_overtaken" is thrown.
   */
  append({ seq, records, rewrites = [] }: Change): Promise<void> {
    return this.connection.use(async (db) => {
      if (await isStored(db, seq, records)) return;
      const work = db.transaction("records", "readwrite", strictly);
      await whole(work, async () => {
        await Promise.all([
          ...records.map((record, at) => work.store.add(record, seq + at)),
          ...rewrites.map((one) => work.store.put(one.record, one.seq)),
        ]);
      });
    });
  }

  close(): Promise<void> {
    return this.connection.close();
  }
}

interface Work {
  abort(): void;
  readonly done: Promise<void>;
}

/**
 * Runs the writes of a transaction and waits for its end. Where one of them
 * fails, by an exception too, all are undone: a browser would commit those that
 * were queued before it.
 */
async function whole(work: Work, writes: () => Promise<void>): Promise<void> {
  const done = work.done.then(() => undefined);
  done.catch(() => {}); // reported below, by the write that caused it
  try {
    await writes();
  } catch (error) {
    abort(work);
    await done.catch(() => {});
    throw error;
  }
  await done;
}

function abort(work: Work): void {
  try {
    work.abort();
  } catch {
    // It ended already, which undid everything.
  }
}

/**
 * Whether exactly these records lie at this place: a connection may break after
 * the write and before its acknowledgement, and the second attempt finds it.
 */
async function isStored(db: Database, seq: number, records: readonly Uint8Array[]): Promise<boolean> {
  const found = await db.getAll("records", IDBKeyRange.bound(seq, seq + records.length - 1));
  if (found.length !== records.length) return false;
  return found.every((stored, at) => same(stored, records[at]));
}

function same(one: Uint8Array, other: Uint8Array | undefined): boolean {
  return one.length === other?.length && one.every((byte, at) => byte === other[at]);
}

interface Readable {
  getAllKeys(range: IDBKeyRange): Promise<number[]>;
  getAll(range: IDBKeyRange): Promise<Uint8Array[]>;
}

/** The records from a number on. A hole means that somebody else deleted some: better no wallet than half of one. */
async function numbered(store: Readable, from: number): Promise<Uint8Array[]> {
  const range = IDBKeyRange.lowerBound(from);
  const [keys, values] = await Promise.all([store.getAllKeys(range), store.getAll(range)]);
  if (keys.some((key, at) => key !== from + at)) throw new VaultFailure("storage_damaged");
  return values;
}
