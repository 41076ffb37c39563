// The vault's storage in the browser's own IndexedDB, and what it does when that
// fails: every problem that people had in the field, made on purpose.

import { resolve } from "node:path";
import { build, type Rolldown } from "vite";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Page } from "playwright-core";
import type { VaultFailure } from "../vault/failure";
import type { VaultStore } from "../vault/store";
import type { Grapevine, inTurn } from "../vault/turns";
import type { Device } from "./browser";
import { world } from "./world";

/** What the storage's modules are in the page. */
interface Modules {
  VaultStore: typeof VaultStore;
  VaultFailure: typeof VaultFailure;
  Grapevine: typeof Grapevine;
  inTurn: typeof inTurn;
}

declare const vault: Modules;

const all = world();
let code: string;
let device: Device;
let page: Page;

/** The modules as one script: the built pages do not offer them by name. */
async function bundle(): Promise<string> {
  const entry = "virtual:vault";
  const from = (name: string) => `export * from ${JSON.stringify(resolve(import.meta.dirname, `../vault/${name}.ts`))};`;
  const made = await build({
    configFile: false,
    logLevel: "error",
    build: { write: false, minify: false, rolldownOptions: { input: entry, preserveEntrySignatures: "strict", output: { format: "iife", name: "vault" } } },
    plugins: [{ name: "entry", resolveId: (id) => (id === entry ? id : undefined), load: (id) => (id === entry ? ["store", "failure", "turns"].map(from).join("") : undefined) }],
  });
  const [output] = [made].flat() as Rolldown.RolldownOutput[];
  return `${output!.output[0].code};globalThis.vault = vault;`;
}

async function tab(): Promise<Page> {
  const made = await device.context.newPage();
  await made.goto("/nowhere");
  await made.evaluate(code);
  return made;
}

beforeAll(async () => {
  code = await bundle();
});

beforeEach(async () => {
  device = await all.device();
  page = await tab();
  // The page that is not there answers 404, which the browser prints.
  device.problems.length = 0;
});

afterEach(async () => {
  device.problems.length = 0;
  await device.context.close();
});

/** In the page: does something to a store and tells the problem, or "". */
const problemOf = (work: string): Promise<string> =>
  page.evaluate(
    async (body) => {
      const run = new Function("store", "bytes", `return (async () => { ${body} })()`) as (store: VaultStore, bytes: unknown) => Promise<void>;
      try {
        await run(new vault.VaultStore(), (...list: number[]) => Uint8Array.from(list));
        return "";
      } catch (error) {
        return error instanceof vault.VaultFailure ? error.problem : `unexpected: ${String(error)}`;
      }
    },
    work,
  );

const stored = (): Promise<{ envelope: number[]; records: number[][] } | null> =>
  page.evaluate(async () => {
    const found = await new vault.VaultStore().load();
    return found ? { envelope: [...found.envelope], records: found.records.map((record) => [...record]) } : null;
  });

const make = "await store.create({ envelope: bytes(9), records: [bytes(1)] });";

describe("the stored vault", () => {
  it("is not there at first, and whole after it was made", async () => {
    expect(await stored()).toBeNull();
    expect(await problemOf(make)).toBe("");
    expect(await stored()).toEqual({ envelope: [9], records: [[1]] });
  });

  it("is never written over by another", async () => {
    await problemOf(make);
    expect(await problemOf("await store.create({ envelope: bytes(8), records: [bytes(7)] })")).toBe("storage_exists");
    expect(await stored()).toEqual({ envelope: [9], records: [[1]] });
  });

  it("takes records after the last, and replaces old ones in the same turn", async () => {
    await problemOf(make);
    expect(await problemOf("await store.append({ seq: 1, records: [bytes(2), bytes(3)], rewrites: [{ seq: 0, record: bytes(0) }] })")).toBe("");
    expect((await stored())?.records).toEqual([[0], [2], [3]]);
  });

  it("takes nothing where another tab was first, not even the replacements", async () => {
    await problemOf(`${make} await store.append({ seq: 1, records: [bytes(2)] });`);
    expect(await problemOf("await store.append({ seq: 1, records: [bytes(5), bytes(6)], rewrites: [{ seq: 0, record: bytes(0) }] })")).toBe("storage_overtaken");
    expect((await stored())?.records).toEqual([[1], [2]]);
  });

  it("finds its own write after an acknowledgement that was lost", async () => {
    await problemOf(`${make} await store.append({ seq: 1, records: [bytes(2)] });`);
    expect(await problemOf("await store.append({ seq: 1, records: [bytes(2)] })")).toBe("");
    expect((await stored())?.records).toEqual([[1], [2]]);
  });

  it("is not opened with a hole in it", async () => {
    await problemOf(`${make} await store.append({ seq: 3, records: [bytes(4)] });`);
    expect(await problemOf("await store.load()")).toBe("storage_damaged");
  });

  it("asks for every write to reach the disk", async () => {
    const asked = await page.evaluate(async () => {
      const seen: (string | undefined)[] = [];
      const real = IDBDatabase.prototype.transaction;
      IDBDatabase.prototype.transaction = function (names, mode, options) {
        if (mode === "readwrite") seen.push(options?.durability);
        return real.call(this, names, mode, options);
      };
      const store = new vault.VaultStore();
      await store.create({ envelope: Uint8Array.of(9), records: [] });
      await store.append({ seq: 0, records: [Uint8Array.of(1)] });
      return seen;
    });
    expect(asked).toEqual(["strict", "strict"]);
  });

  it("survives a tab that dies right after the acknowledgement", async () => {
    await problemOf(`${make} await store.append({ seq: 1, records: [bytes(2)] });`);
    const session = await device.context.newCDPSession(page);
    const crash = page.waitForEvent("crash");
    session.send("Page.crash").catch(() => undefined); // a dead page does not answer
    await crash;
    page = await tab();
    expect((await stored())?.records).toEqual([[1], [2]]);
  });
});

describe("a vault of a newer version", () => {
  it("is left alone where the database is newer", async () => {
    await page.evaluate(
      () =>
        new Promise<void>((done) => {
          const request = indexedDB.open("domicile", 7);
          request.onupgradeneeded = () => request.result.createObjectStore("envelope").put("future", "vault");
          request.onsuccess = () => (request.result.close(), done());
        }),
    );
    expect(await problemOf("await store.load()")).toBe("storage_newer");
    expect(await problemOf(make)).toBe("storage_newer");
    const version = await page.evaluate(async () => (await indexedDB.databases()).find((one) => one.name === "domicile")?.version);
    expect(version).toBe(7);
  });

  it("is left alone where only its layout is newer", async () => {
    await problemOf(make);
    await page.evaluate(
      () =>
        new Promise<void>((done) => {
          const request = indexedDB.open("domicile");
          request.onsuccess = () => {
            const work = request.result.transaction("envelope", "readwrite");
            work.objectStore("envelope").put({ layout: 2, bytes: Uint8Array.of(9) }, "vault");
            work.oncomplete = () => (request.result.close(), done());
          };
        }),
    );
    expect(await problemOf("await store.load()")).toBe("storage_newer");
    expect(await problemOf(make)).toBe("storage_exists");
  });
});

describe("a storage that fails", () => {
  /** Breaks a method of IndexedDB for so many calls. */
  const breaking = (target: "IDBDatabase.prototype.transaction" | "IDBObjectStore.prototype.add" | "IDBFactory.prototype.open", name: string, times: number) =>
    page.evaluate(
      ([path, errorName, count]) => {
        const [owner, , method] = path!.split(".") as [keyof typeof globalThis, string, string];
        const prototype = (globalThis[owner] as unknown as { prototype: Record<string, unknown> }).prototype;
        const real = prototype[method] as (...all: unknown[]) => unknown;
        let left = Number(count);
        prototype[method] = function (this: unknown, ...all: unknown[]) {
          if (left-- > 0) throw new DOMException("made on purpose", errorName!);
          return real.apply(this, all);
        };
      },
      [target, name, String(times)],
    );

  beforeEach(() => problemOf(make));

  const append = "await store.append({ seq: 1, records: [bytes(2)] })";

  it("is opened again once where its connection was lost", async () => {
    await breaking("IDBDatabase.prototype.transaction", "InvalidStateError", 1);
    expect(await problemOf(append)).toBe("");
    expect((await stored())?.records).toEqual([[1], [2]]);
  });

  it("says so where a second connection does not help, and stored nothing", async () => {
    await breaking("IDBDatabase.prototype.transaction", "InvalidStateError", 4);
    expect(await problemOf(append)).toBe("storage_lost");
    await breaking("IDBDatabase.prototype.transaction", "InvalidStateError", 0);
    expect(await problemOf("await store.since(0).catch(() => 0); await store.since(0).catch(() => 0)")).toBe("");
    expect((await stored())?.records).toEqual([[1]]);
  });

  it("says that it is full, and stored nothing of the half that fitted", async () => {
    const real = "const add = IDBObjectStore.prototype.add; let n = 0; IDBObjectStore.prototype.add = function (...all) { if (++n === 2) throw new DOMException('full', 'QuotaExceededError'); return add.apply(this, all); };";
    expect(await problemOf(`${real} try { await store.append({ seq: 1, records: [bytes(2), bytes(3)] }); } finally { IDBObjectStore.prototype.add = add; }`)).toBe("storage_full");
    expect((await stored())?.records).toEqual([[1]]);
  });

  it("says that this browser gives none", async () => {
    await breaking("IDBFactory.prototype.open", "SecurityError", 2);
    expect(await problemOf("await store.load()")).toBe("storage_refused");
  });
});

describe("tabs", () => {
  it("lose no write when eight of them write at once", async () => {
    await problemOf(make);
    const tabs = [page, ...(await Promise.all(Array.from({ length: 7 }, tab)))];
    const each = 25;
    const work = (one: Page, name: number) =>
      one.evaluate(
        async ([mine, count]) => {
          const store = new vault.VaultStore();
          for (let n = 0; n < count!; n++) {
            await vault.inTurn(async () => {
              const { length } = await store.since(0);
              await store.append({ seq: length, records: [Uint8Array.of(mine!, n)] });
            });
          }
        },
        [name, each],
      );
    await Promise.all(tabs.map((one, at) => work(one, at + 10)));
    const records = (await stored())!.records.slice(1);
    expect(records).toHaveLength(tabs.length * each);
    expect(new Set(records.map(String)).size).toBe(records.length);
    for (const mine of tabs.map((_, at) => at + 10)) {
      expect(records.filter(([name]) => name === mine).map(([, n]) => n)).toEqual(Array.from({ length: each }, (_, n) => n));
    }
  });

  it("hear of each other, and of nothing else that is said on the channel", async () => {
    const other = await tab();
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(globalThis, { heard });
      new vault.Grapevine((word) => heard.push(word));
    });
    await other.evaluate(() => {
      const grapevine = new vault.Grapevine(() => {});
      new BroadcastChannel("domicile-vault").postMessage({ any: "thing" });
      grapevine.tell("written");
      grapevine.tell("locked");
    });
    await page.waitForFunction(() => (globalThis as unknown as { heard: string[] }).heard.length === 2);
    expect(await page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard)).toEqual(["written", "locked"]);
  });
});
