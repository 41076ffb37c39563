import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import { isLostConnection, VaultFailure, vaultFailure } from "./failure";

/** The layout of what is stored. A program that meets a higher one leaves it alone. */
export const layout = 1;

interface Schema extends DBSchema {
  /** One entry, "vault": the envelope with its slots. */
  envelope: { key: string; value: { layout: number; bytes: Uint8Array } };
  /** The sealed events, numbered without a gap. */
  records: { key: number; value: Uint8Array };
}

export type Database = IDBPDatabase<Schema>;

/**
 * A connection that is reopened once when it breaks. Some browsers end
 * connections on their own in the middle of a session; a retry on the dead
 * handle can never succeed, a second handle mostly does.
 */
export class Connection {
  private opened: Promise<Database> | undefined;

  constructor(private readonly name = "domicile") {}

  /** Runs one piece of work. It may run twice, so it must not mind finding its own traces. */
  async use<T>(work: (db: Database) => Promise<T>): Promise<T> {
    try {
      return await work(await this.database());
    } catch (error) {
      if (!isLostConnection(error)) throw vaultFailure(error);
    }
    await this.close();
    try {
      return await work(await this.database());
    } catch (error) {
      throw vaultFailure(error);
    }
  }

  async close(): Promise<void> {
    const opened = this.opened;
    this.opened = undefined;
    try {
      (await opened)?.close();
    } catch {
      // It never opened: nothing to close.
    }
  }

  private database(): Promise<Database> {
    this.opened ??= this.open();
    return this.opened;
  }

  private async open(): Promise<Database> {
    if (!globalThis.indexedDB) throw new VaultFailure("storage_refused");
    try {
      return await openDB<Schema>(this.name, layout, {
        upgrade: (db) => {
          db.createObjectStore("envelope");
          db.createObjectStore("records");
        },
        // A newer version of this program in another tab wants to rebuild: make way.
        blocking: () => void this.close(),
        terminated: () => (this.opened = undefined),
      });
    } catch (error) {
      this.opened = undefined;
      throw vaultFailure(error);
    }
  }
}
