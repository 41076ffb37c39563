import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const store = vi.hoisted(() => new Map<string, { name: string; data: Uint8Array<ArrayBuffer>; at: string }>());
const site = vi.hoisted(() => ({ list: undefined as { name: string; data: Uint8Array<ArrayBuffer>; at: string } | undefined }));
vi.mock("../trust/sources", () => ({
  listName: "/trust/list.json",
  storedSources: async () => [...store.values()],
  storeSource: async (source: { name: string; data: Uint8Array<ArrayBuffer>; at: string }) => void store.set(source.name, source),
  removeSource: async (name: string) => void store.delete(name),
  fetchList: async () => site.list,
}));

import type { TrustLoaded } from "../engine/api.gen";
import type { Call } from "../engine/engine";
import { ago } from "../screen/text/en.verifier";
import { takeFromAddress } from "./arrival";
import type { Checker } from "./checker";
import { Intake, type Found } from "./intake";
import { Questions } from "./questions";
import { importSource, loadTrust, nothingKnown, refreshTrust } from "../trust/trust";

const bytes = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
const list = (issued: string) => ({ name: "/trust/list.json", data: bytes(issued), at: "2026-11-22T10:00:00Z" });

/** Stands for the engine: a source's text is its issue date, "bad" is refused. */
const engine = (async (_name: string, { sources }: { sources: { name: string; data: Uint8Array }[] }): Promise<TrustLoaded> => {
  const read = sources.map(({ name, data }) => ({ name, text: new TextDecoder().decode(data) }));
  const issued = read.find(({ name, text }) => name === "/trust/list.json" && text !== "bad")?.text;
  return {
    anchors: [],
    refused: read.filter(({ text }) => text === "bad").map(({ name }) => ({ name, failure: { kind: "trust_form", sentence: "No." } })),
    ...(issued ? { issued } : {}),
  };
}) as unknown as Call;

describe("refreshTrust", () => {
  beforeEach(() => {
    store.clear();
    site.list = undefined;
  });

  it("takes a newer list and keeps it for offline use", async () => {
    site.list = list("2026-11-02T00:00:00Z");
    const fresh = await refreshTrust(engine, { ...nothingKnown, issued: "2026-11-01T00:00:00Z" });
    expect(fresh.issued).toBe("2026-11-02T00:00:00Z");
    expect(store.has("/trust/list.json")).toBe(true);
  });

  it.each([
    ["an older list", "2026-10-01T00:00:00Z", true],
    ["a damaged list", "bad", false],
  ])("keeps what it has when the site offers %s", async (_name, offered, rolledBack) => {
    const old = list("2026-11-01T00:00:00Z");
    store.set(old.name, old);
    const held = await loadTrust(engine);
    site.list = list(offered);
    const after = await refreshTrust(engine, held);
    expect(after.issued).toBe("2026-11-01T00:00:00Z");
    expect(after.rolledBack).toBe(rolledBack);
    expect(new TextDecoder().decode(store.get(old.name)!.data)).toBe("2026-11-01T00:00:00Z");
  });

  it("keeps what it has without a network", async () => {
    const held = { ...nothingKnown, issued: "2026-11-01T00:00:00Z" };
    expect(await refreshTrust(engine, held)).toBe(held);
  });
});

describe("importSource", () => {
  it("stores nothing that the engine refuses", async () => {
    store.clear();
    const source = { name: "x.pem", data: bytes("bad"), at: "" };
    await expect(importSource(engine, nothingKnown, source)).rejects.toMatchObject({ kind: "trust_form" });
    expect(store.size).toBe(0);
  });
});

describe("takeFromAddress", () => {
  afterEach(() => history.replaceState(null, "", "/"));

  it("removes the answer from the address at once", () => {
    history.replaceState(null, "", "/verifier/#vp_token=%7B%7D&state=abc");
    const arrival = takeFromAddress();
    expect(location.href).not.toContain("vp_token");
    expect(arrival).toEqual({ text: `${location.origin}/verifier/#vp_token=%7B%7D&state=abc`, state: "abc" });
  });

  it("takes a response_code out, and nothing that is none", () => {
    history.replaceState(null, "", "/verifier/#response_code=AAAAAAAAAAAAAAAAAAAAAA");
    expect(takeFromAddress()).toEqual({ code: "AAAAAAAAAAAAAAAAAAAAAA" });
    expect(location.href).not.toContain("response_code");
    history.replaceState(null, "", "/verifier/#response_code=%3Cscript%3E");
    expect(takeFromAddress()).toBeUndefined();
    expect(location.hash).toBe("");
  });

  it("takes no fragment without a state, and removes it all the same", () => {
    history.replaceState(null, "", "/verifier/#main");
    expect(takeFromAddress()).toBeUndefined();
    expect(location.hash).toBe("");
  });
});

describe("Questions", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function questions() {
    let made = 0;
    const checker = {
      challenge: async () => ({ id: `q${++made}`, text: "openid4vp://", expires_at: new Date(Date.now() + 120_000).toISOString() }),
      qr: async () => ({ codes: [], parts: 1 }),
    } as unknown as Checker;
    return new Questions(checker, () => undefined, (error) => expect.fail(String(error)));
  }

  it("renews itself and still takes an answer to the one before", async () => {
    const q = questions();
    await q.start({ preset: "over18" });
    expect(q.ids).toEqual(["q1"]);
    await vi.advanceTimersByTimeAsync(91_000);
    expect(q.current?.challenge.id).toBe("q2");
    expect(q.ids).toEqual(["q1", "q2"]);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(q.ids).toEqual(["q2"]);
  });

  it("forgets everything when it stops", async () => {
    const q = questions();
    await q.start({ preset: "over18" });
    q.stop();
    await vi.advanceTimersByTimeAsync(300_000);
    expect(q.ids).toEqual([]);
    expect(q.current).toBeUndefined();
  });

  it("drops the questions of an engine that died", async () => {
    const q = questions();
    await q.start({ preset: "over18" });
    await q.again(true);
    expect(q.ids).toEqual(["q2"]);
  });
});

describe("Intake", () => {
  it("tells parts, then the whole, in the order they came", async () => {
    const seen: Found[] = [];
    const checker = {
      scan: async (_session: string, text: string) =>
        text === "last"
          ? { state: "complete", received: 2, expected: 2, item: { type: "answer", text: "whole" } }
          : { state: "partial", received: 1, expected: 2 },
      forgetScan: async () => undefined,
    } as unknown as Checker;
    const intake = new Intake(checker, (found) => void seen.push(found), (error) => expect.fail(String(error)));
    intake.take("first");
    intake.take("last");
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(seen.map((found) => found.type)).toEqual(["parts", "whole"]);
  });
});

describe("ago", () => {
  const now = Date.parse("2026-11-22T12:00:00Z");
  it.each([
    ["2026-11-22T11:59:30Z", "just now"],
    ["2026-11-22T11:58:30Z", "1 minute ago"],
    ["2026-11-22T09:00:00Z", "3 hours ago"],
    ["2026-11-19T12:00:00Z", "3 days ago"],
    ["2026-11-23T12:00:00Z", "just now"],
  ])("says %s as %s", (from, words) => expect(ago(from, now)).toBe(words));
});
