// What the engine is told to trust, and what it made of it.

import type { Anchor, TrustLoaded, TrustRefusal } from "../engine/api.gen";
import { EngineFailure, type Call } from "../engine/engine";
import { fetchList, listName, removeSource, storedSources, storeSource, type StoredSource } from "./sources";

/** What this device knows about issuers, for display. */
export interface Knowledge {
  anchors: Anchor[];
  refused: TrustRefusal[];
  sources: StoredSource[];
  /** When the site's list was signed and when it was fetched; absent without one. */
  issued?: string;
  expires?: string;
  fetched?: string;
  /** The site offered a list older than the one held: kept out. */
  rolledBack: boolean;
}

export const nothingKnown: Knowledge = { anchors: [], refused: [], sources: [], rolledBack: false };

async function load(call: Call, sources: StoredSource[]): Promise<TrustLoaded> {
  return call("trust.load", { sources: sources.map(({ name, data }) => ({ name, data })) });
}

function knowledge(loaded: TrustLoaded, sources: StoredSource[], rolledBack = false): Knowledge {
  const fetched = sources.find((source) => source.name === listName)?.at;
  return {
    anchors: loaded.anchors,
    refused: loaded.refused,
    sources,
    rolledBack,
    ...(loaded.issued ? { issued: loaded.issued } : {}),
    ...(loaded.expires ? { expires: loaded.expires } : {}),
    ...(fetched ? { fetched } : {}),
  };
}

/** loadTrust hands the engine what is stored. A device whose storage is broken trusts nothing, and says so. */
export async function loadTrust(call: Call): Promise<Knowledge> {
  const sources = await storedSources().catch(() => []);
  return knowledge(await load(call, sources), sources);
}

/**
 * refreshTrust fetches the site's list and keeps it if the engine takes it and
 * it is not older than the one held: a list never goes backwards.
 */
export async function refreshTrust(call: Call, held: Knowledge): Promise<Knowledge> {
  const list = await fetchList(new Date());
  if (!list) return held;
  const others = held.sources.filter((source) => source.name !== listName);
  const loaded = await load(call, [list, ...others]);
  const refused = loaded.refused.some((refusal) => refusal.name === listName);
  const rolledBack = !refused && isOlder(loaded.issued, held.issued);
  if (refused || rolledBack) {
    const back = await load(call, held.sources);
    return knowledge(back, held.sources, rolledBack);
  }
  await storeSource(list).catch(() => undefined);
  return knowledge(loaded, [list, ...others]);
}

function isOlder(offered: string | undefined, held: string | undefined): boolean {
  return held !== undefined && (offered === undefined || Date.parse(offered) < Date.parse(held));
}

/** importSource adds a file after the engine has taken it; otherwise it rejects with the engine's reason. */
export async function importSource(call: Call, held: Knowledge, source: StoredSource): Promise<Knowledge> {
  const sources = [...held.sources.filter((other) => other.name !== source.name), source];
  const loaded = await load(call, sources);
  const refusal = loaded.refused.find((one) => one.name === source.name);
  if (refusal) {
    await load(call, held.sources);
    throw new EngineFailure(refusal.failure);
  }
  await storeSource(source);
  return knowledge(loaded, sources);
}

export async function forgetSource(call: Call, held: Knowledge, name: string): Promise<Knowledge> {
  await removeSource(name);
  const sources = held.sources.filter((source) => source.name !== name);
  return knowledge(await load(call, sources), sources);
}
