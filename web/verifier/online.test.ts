import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Challenge, VerifyResponse } from "../engine/api.gen";
import { DoubleRelay, type Fault } from "../relay/double";
import { Exchange } from "../relay/exchange";
import type { Asked, Asker, Checker } from "./checker";
import { Here } from "./here";
import { Online } from "./online";

const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);
const name = (n: number) => String(n).padStart(22, "A");

let relay: DoubleRelay;
/** What the engine was told, in order. */
let told: string[];

/** Stands for the engine: a question's answer is whatever was posted. */
function checker(): Checker {
  let made = 0;
  return {
    challenge: async (_asked: Asked, _asker: Asker, way: string): Promise<Challenge> => {
      const id = name(++made);
      return {
        id, text: `openid4vp://${id}`, cards: [], check_code: true, expires_at: new Date(Date.now() + 120_000).toISOString(),
        exchange: { id, token: `${way}-token`, body: `{"request":"${id}"}`, lifetime: 300 },
      };
    },
    qr: async () => ({ codes: [], parts: 1 }),
    live: async (id: string, nonce: string) => {
      told.push(`live ${id.at(-1)} ${nonce}`);
      return { object: `object for ${nonce}`, digits: "47", expires_at: new Date(Date.now() + 120_000).toISOString() };
    },
    receive: async (id: string, body: string, code?: string) => {
      told.push(`receive ${id.at(-1)} ${body}${code ? ` ${code}` : ""}`);
      return { verdict: { verdict: "valid", kind: "ok" } } as unknown as VerifyResponse;
    },
  } as unknown as Checker;
}

const make = ({ exchange }: Challenge) => new Exchange({ relay: "/relay", ...exchange! }, { fetch: relay.fetch as typeof fetch, now: () => Date.now() });

beforeEach(() => {
  vi.useFakeTimers();
  relay = new DoubleRelay();
  told = [];
});
afterEach(() => vi.useRealTimers());

describe("Online", () => {
  let online: Online;
  let events: string[];

  async function start(): Promise<void> {
    events = [];
    online = new Online(checker(), {
      changed: () => undefined,
      answered: (response) => void events.push(`answered ${response.verdict.kind}`),
      unreachable: () => void events.push("unreachable"),
      failed: (error) => void events.push(`failed ${String(error)}`),
    }, make);
    void online.start({ preset: "over18" }, {});
    await settle(10);
  }
  afterEach(() => online.stop());
  const open = (n: number, nonce = "w1") => relay.change(name(n), (stored) => Object.assign(stored, { opened: 1, nonce }));
  const answer = (n: number, body = "response=x") => relay.change(name(n), (stored) => (stored.answer = body));

  it("goes from waiting over the digits to one verdict", async () => {
    await start();
    expect(online.stage).toBe("waiting");
    open(1);
    await settle(10);
    expect([online.stage, online.digits]).toEqual(["opened", "47"]);
    expect(relay.exchanges.get(name(1))?.signed).toBe("object for w1");
    answer(1);
    await settle(10);
    expect(events).toEqual(["answered ok"]);
    expect(told).toEqual(["live 1 w1", "receive 1 response=x"]);
    expect(relay.exchanges.size).toBe(0);
  });

  it.each<[string, Record<string, Fault[]>]>([
    ["lost replies of every kind", { "PUT ": ["lost"], "PUT /request": ["lost"], "POST /claim": ["lost", "lost"], "POST /ack": ["lost"] }],
    ["requests that never arrive", { "PUT ": ["down"], "PUT /request": ["down"], "POST /claim": ["down", "busy"], "POST /ack": ["down"], "GET /state": ["down"] }],
    ["a portal now and then", { "GET /state": ["portal"], "POST /claim": ["portal", "redirect"] }],
  ])("hands exactly one answer to the engine over %s", async (_name, faults) => {
    relay.faults = faults;
    await start();
    await settle(5000);
    open(1);
    await settle(5000);
    answer(1);
    await settle(30_000);
    expect(told).toEqual(["live 1 w1", "receive 1 response=x"]);
    expect(events).toEqual(["answered ok"]);
  });

  it("has no digits for a wallet that sends no nonce", async () => {
    await start();
    relay.change(name(1), (stored) => (stored.opened = 1));
    await settle(10);
    expect([online.stage, online.bound, online.digits]).toEqual(["opened", false, ""]);
    open(1);
    await settle(10);
    expect([online.bound, online.digits]).toEqual([true, "47"]);
  });

  it("renews a code that nobody opens, and still takes the one before", async () => {
    await start();
    await settle(91_000);
    expect(online.challenge?.id).toBe(name(2));
    open(1);
    await settle(10);
    expect(online.challenge?.id).toBe(name(1));
    expect(relay.exchanges.has(name(2))).toBe(false);
    answer(1);
    await settle(10);
    expect(events).toEqual(["answered ok"]);
  });

  it("stays with the wallet that came: nothing is renewed under it", async () => {
    await start();
    await settle(85_000);
    open(1);
    await settle(60_000);
    expect([online.stage, online.challenge?.id]).toEqual(["opened", name(1)]);
  });

  it("makes a new question when the wallet's time is over", async () => {
    await start();
    open(1);
    await settle(121_000);
    expect([online.stage, online.lapsed, online.challenge?.id]).toEqual(["waiting", true, name(2)]);
    expect(relay.exchanges.has(name(1))).toBe(false);
  });

  it("says crowded, and drops everything for a new question", async () => {
    await start();
    open(1);
    await settle(10);
    const view = vi.spyOn(relay as unknown as { view(stored: unknown): object }, "view");
    view.mockReturnValue({ version: 9, state: "opened", opened: 2, crowded: true, wallet_nonce: "w1" });
    relay.change(name(1), () => undefined);
    await settle(10);
    expect(online.crowded).toBe(true);
    view.mockRestore();
    await online.again();
    await settle(10);
    expect([online.stage, online.crowded, online.digits, online.challenge?.id]).toEqual(["waiting", false, "", name(2)]);
  });

  it("says unreachable where there is no relay", async () => {
    relay.faults["PUT "] = Array<Fault>(20).fill("portal");
    await start();
    await settle(10_000);
    expect(events).toEqual(["unreachable"]);
  });

  it("keeps a good code on the screen while the relay is away for a renewal", async () => {
    await start();
    relay.faults["PUT "] = Array<Fault>(12).fill("down");
    await settle(100_000);
    expect([online.stage, online.challenge?.id]).toEqual(["waiting", name(1)]);
    await settle(18_000);
    expect(online.challenge?.id).not.toBe(name(1));
    expect(events).toEqual([]);
  });

  it("takes everything away when it stops", async () => {
    await start();
    await settle(91_000);
    online.stop();
    await settle(10);
    expect(relay.exchanges.size).toBe(0);
    await settle(300_000);
    expect(events).toEqual([]);
    expect(online.challenge).toBeUndefined();
  });

  it("makes one exchange for a double click", async () => {
    await start();
    void online.start({ preset: "over18" }, {});
    void online.start({ preset: "over18" }, {});
    await settle(100);
    expect(relay.exchanges.size).toBe(1);
  });
});

describe("Here", () => {
  it("counts only with the code that came back", async () => {
    const here = new Here(checker(), make);
    void here.start({ preset: "over18" }, { check_code: true });
    await settle(10);
    relay.change(name(1), (stored) => Object.assign(stored, { opened: 1, nonce: "w1" }));
    await settle(10);
    expect(relay.exchanges.get(name(1))?.signed).toBe("object for w1");
    relay.change(name(1), (stored) => Object.assign(stored, { answer: "response=x", code: "right" }));
    await settle(1000);
    expect(told).toEqual(["live 1 w1"]);
    expect(await here.take("wrong")).toBeUndefined();
    expect(here.waiting).toBe(true);
    expect((await here.take("right"))?.verdict.kind).toBe("ok");
    expect(told.at(-1)).toBe("receive 1 response=x right");
    expect(here.waiting).toBe(false);
    expect(await here.take("right")).toBeUndefined();
  });

  it("withdraws when it stops", async () => {
    const here = new Here(checker(), make);
    void here.start({ preset: "over18" }, {});
    await settle(10);
    here.stop();
    await settle(10);
    expect(relay.exchanges.size).toBe(0);
    expect(here.waiting).toBe(false);
  });
});
