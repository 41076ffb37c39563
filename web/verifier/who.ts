// As whom this device asks. The choice is kept; certificates, statements and keys
// are not: they live in the engine until the page is closed.

import type { Identified, Identity, Way } from "../engine/api.gen";
import { readSetting, writeSetting } from "../screen/setting";
import type { Asker } from "./checker";

export interface Who {
  /** Shown to the holder, in our own words. */
  name: string;
  identity: Identity;
  /** Have the holder type two digits from this screen. */
  checkCode: boolean;
  highAssurance: boolean;
  /** Ask over the relay; else by codes alone. */
  online: boolean;
  /** What was taken of the files, since this page was opened. */
  brought: Identified | undefined;
}

const key = "domicile.who";
const fresh: Who = { name: "", identity: "key", checkCode: true, highAssurance: false, online: true, brought: undefined };
/** The engine takes no longer one. */
export const longestName = 200;

/** keptWho is the choice of last time. An identity of files is gone with the page that read them. */
export function keptWho(): Who {
  try {
    const kept = JSON.parse(readSetting(key) ?? "{}") as Partial<Who>;
    return {
      ...fresh,
      name: typeof kept.name === "string" ? kept.name.slice(0, longestName) : "",
      identity: kept.identity === "address" ? "address" : "key",
      checkCode: kept.checkCode !== false,
      online: kept.online !== false,
    };
  } catch {
    return fresh;
  }
}

export function keepWho({ name, identity, checkCode, online }: Who): void {
  writeSetting(key, JSON.stringify({ name, identity, checkCode, online }));
}

/**
 * askerOf is what the engine is told. A key of this session says nothing in a
 * code without a network, so the shorter form by address stands in there; high
 * assurance is never dropped in silence: the engine refuses where it cannot be
 * kept.
 */
export function askerOf({ name, identity, checkCode, highAssurance }: Who, way: Way): Asker {
  const known = way === "code" && identity === "key" ? "address" : identity;
  return {
    identity: known,
    ...(name.trim() ? { verifier: name.trim() } : {}),
    ...(checkCode && way === "relay" && known !== "address" ? { check_code: true } : {}),
    ...(highAssurance ? { high_assurance: true } : {}),
  };
}
