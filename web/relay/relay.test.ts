import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DoubleRelay, type Fault } from "./double";
import { events, type ServerEvent } from "./events";
import { Exchange } from "./exchange";
import { RelayFailure } from "./failure";
import type { ExchangeState } from "./watch";

const terms = { relay: "/relay/", id: "AAAAAAAAAAAAAAAAAAAAAA", token: "BBBBBBBBBBBBBBBBBBBBBB", body: '{"request":""}', lifetime: 300 };

let relay: DoubleRelay;
let exchange: Exchange;
const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  relay = new DoubleRelay();
  exchange = new Exchange(terms, { fetch: relay.fetch as typeof fetch, now: () => Date.now() });
});
afterEach(() => {
  exchange.withdraw();
  vi.useRealTimers();
});

/** outcome settles a promise while the clock runs. */
async function outcome<T>(promise: Promise<T>, ms = 60_000): Promise<T | string> {
  let result: { value: T | string } | undefined;
  promise.then(
    (value) => (result = { value }),
    (error: unknown) => (result = { value: error instanceof RelayFailure ? error.kind : String(error) }),
  );
  for (let passed = 0; !result && passed < ms; passed += 100) await settle(100);
  return result ? result.value : "pending";
}

const count = (name: string) => relay.log.filter((one) => one === name).length;

describe("making an exchange", () => {
  it.each<[string, Fault[]]>([
    ["no fault", []],
    ["a request that never arrived", ["down"]],
    ["a lost reply", ["lost"]],
    ["two lost replies", ["lost", "lost"]],
    ["a busy relay", ["busy"]],
    ["a proxy out of order for a moment", ["badgateway"]],
  ])("works with %s, and makes one", async (_name, faults) => {
    relay.faults["PUT "] = faults;
    expect(await outcome(exchange.create())).toBeUndefined();
    expect(relay.exchanges.size).toBe(1);
  });

  it.each<[string, Fault]>([
    ["without a network", "down"],
    ["behind a captive portal's page", "portal"],
    ["behind a captive portal's redirect", "redirect"],
    ["behind a broken proxy", "badgateway"],
    ["where nothing answers", "silent"],
  ])("says unreachable %s, within ten seconds", async (_name, fault) => {
    relay.faults["PUT "] = Array<Fault>(40).fill(fault);
    expect(await outcome(exchange.create(), 10_000)).toBe("unreachable");
  });

  it("does not insist where the id is taken", async () => {
    await outcome(exchange.create());
    const other = new Exchange({ ...terms, token: "CCCCCCCCCCCCCCCCCCCCCC" }, { fetch: relay.fetch as typeof fetch, now: () => Date.now() });
    expect(await outcome(other.create())).toBe("taken");
    expect(count("PUT ")).toBe(2);
  });

  it("says ended when the page left in the middle", async () => {
    relay.faults["PUT "] = ["silent"];
    const made = exchange.create();
    made.catch(() => undefined);
    await settle(100);
    exchange.withdraw();
    expect(await outcome(made)).toBe("ended");
    expect(relay.log).toEqual(["DELETE "]);
  });
});

describe("watching", () => {
  const answered = () => relay.change(terms.id, (stored) => (stored.answer = "response=x"));
  const opened = (nonce: string) => relay.change(terms.id, (stored) => ((stored.opened = 1), (stored.nonce = nonce)));

  async function watched(prepare: () => void = () => undefined) {
    await outcome(exchange.create());
    prepare();
    const seen: ExchangeState[] = [];
    const reached: boolean[] = [];
    const end = exchange.watch((state) => void seen.push(state), (ok) => void reached.push(ok));
    let over: string | undefined;
    end.then(
      () => (over = "answered"),
      (error: RelayFailure) => (over = error.kind),
    );
    return { seen, reached, over: () => over, states: () => seen.map(({ state }) => state) };
  }

  it("tells each state once, as it happens", async () => {
    const w = await watched();
    await settle(10);
    expect(w.states()).toEqual(["waiting"]);
    await settle(35_000); // repeated by the heartbeat
    opened("n1");
    await settle(10);
    expect(w.seen.at(-1)?.wallet_nonce).toBe("n1");
    answered();
    await settle(10);
    expect(w.states()).toEqual(["waiting", "opened", "answered"]);
    expect(w.over()).toBe("answered");
    expect(count("GET /state")).toBe(1);
  });

  it.each<[string, () => void]>([
    ["a relay without streams", () => (relay.streams = false)],
    ["a proxy that holds streams back", () => (relay.faults["GET /state"] = ["silent", "silent"])],
    ["long polls that fail too", () => (relay.faults["GET /state"] = ["portal", "portal", "portal", "portal"])],
    ["a network that comes and goes", () => (relay.faults["GET /state"] = ["down", "lost", "down", "redirect", "down", "down", "badgateway"])],
    ["a busy relay", () => (relay.faults["GET /state"] = ["busy", "busy", "busy"])],
  ])("reaches the answer over %s", async (_name, prepare) => {
    const w = await watched(prepare);
    await settle(50_000);
    answered();
    await settle(8000);
    expect(w.states().at(-1)).toBe("answered");
    expect(w.over()).toBe("answered");
  });

  it("says when the relay cannot be reached, and when it can again", async () => {
    const w = await watched(() => (relay.faults["GET /state"] = ["down", "down", "down"]));
    await settle(20_000);
    expect(w.reached).toContain(false);
    expect(w.reached.at(-1)).toBe(true);
  });

  it("does not storm a relay that ends each stream at once", async () => {
    const asked = vi.fn(async () => {
      const state = JSON.stringify({ version: 1, state: "waiting", opened: 0, crowded: false });
      return new Response(`event: state\ndata: ${state}\n\n`, { headers: { "Content-Type": "text/event-stream" } });
    });
    const other = new Exchange(terms, { fetch: asked as unknown as typeof fetch, now: () => Date.now() });
    const watching = outcome(other.watch(() => undefined), 11_000);
    await watching;
    expect(asked.mock.calls.length).toBeLessThan(8);
    expect(asked.mock.calls.length).toBeGreaterThan(3);
    other.withdraw();
  });

  it("goes back to streams after an outage", async () => {
    await watched(() => (relay.faults["GET /state"] = Array<Fault>(9).fill("down")));
    await settle(60_000);
    const before = relay.log.length;
    await settle(40_000);
    expect(relay.log.length - before).toBeLessThanOrEqual(1);
  });

  it("asks at once when the page is shown again, and changes no manner for it", async () => {
    const w = await watched(() => (relay.faults["GET /state"] = ["silent"]));
    await settle(1000);
    for (const name of ["online", "pageshow", "online"]) dispatchEvent(new Event(name));
    await settle(10);
    expect(w.states()).toEqual(["waiting"]);
    answered();
    await settle(10);
    expect(w.over()).toBe("answered");
  });

  it("ends as gone when the exchange is over at the relay", async () => {
    const w = await watched();
    await settle(10);
    relay.exchanges.delete(terms.id);
    await settle(10_100);
    expect(w.over()).toBe("gone");
  });

  it("ends as gone by its own clock when the relay is never reached again", async () => {
    const w = await watched();
    await settle(10);
    relay.faults["GET /state"] = Array<Fault>(500).fill("down");
    dispatchEvent(new Event("online"));
    await settle(320_000);
    expect(w.over()).toBe("gone");
  });

  it("ends when the page leaves, and withdraws", async () => {
    const w = await watched();
    await settle(10);
    exchange.withdraw();
    await settle(10);
    expect(w.over()).toBe("ended");
    expect(relay.exchanges.size).toBe(0);
    expect(count("DELETE ")).toBe(1);
  });
});

describe("the live object", () => {
  it("is left for the wallet that came, over lost replies", async () => {
    await outcome(exchange.create());
    relay.change(terms.id, (stored) => (stored.nonce = "n/1"));
    relay.faults["PUT /request"] = ["lost", "down"];
    expect(await outcome(exchange.sign("n/1", "a.b.c"))).toBeUndefined();
    expect(relay.exchanges.get(terms.id)?.signed).toBe("a.b.c");
  });

  it("is refused for another wallet", async () => {
    await outcome(exchange.create());
    relay.change(terms.id, (stored) => (stored.nonce = "n1"));
    expect(await outcome(exchange.sign("n2", "a.b.c"))).toBe("taken");
  });
});

describe("claiming", () => {
  beforeEach(async () => {
    await outcome(exchange.create());
  });
  const answer = (code?: string) => relay.change(terms.id, (stored) => Object.assign(stored, { answer: "response=x", ...(code ? { code } : {}) }));

  it.each<[string, Fault[], Fault[]]>([
    ["no fault", [], []],
    ["a lost claim", ["lost"], []],
    ["three lost claims", ["lost", "lost", "lost"], []],
    ["a claim that never arrives, then a portal", ["down", "portal"], []],
    ["a busy relay", ["busy"], []],
    ["a lost acknowledgement", [], ["lost"]],
    ["everything lost twice", ["lost", "lost"], ["lost", "lost"]],
  ])("hands the answer over exactly once with %s", async (_name, claims, acks) => {
    answer();
    relay.faults["POST /claim"] = claims;
    relay.faults["POST /ack"] = acks;
    const got: unknown[] = [];
    const done = exchange.claim().then((body) => got.push(body));
    await outcome(done);
    await outcome(exchange.ack());
    expect(got).toEqual(["response=x"]);
    expect(relay.exchanges.size).toBe(0);
  });

  it("waits while another page holds the answer", async () => {
    answer();
    relay.exchanges.get(terms.id)!.claimedBy = "another";
    const claimed = exchange.claim();
    await settle(2500);
    delete relay.exchanges.get(terms.id)!.claimedBy;
    expect(await outcome(claimed)).toBe("response=x");
  });

  it("says unanswered before there is an answer", async () => {
    expect(await outcome(exchange.claim())).toBe("unanswered");
  });

  it("says code for a wrong response_code, and still takes the right one", async () => {
    answer("right");
    expect(await outcome(exchange.claim("wrong"))).toBe("code");
    expect(await outcome(exchange.claim())).toBe("code");
    expect(await outcome(exchange.claim("right"))).toBe("response=x");
  });

  it("says gone where the exchange is over", async () => {
    relay.exchanges.clear();
    expect(await outcome(exchange.claim("any"))).toBe("gone");
  });

  it("does not hold the page up for an acknowledgement that fails for ever", async () => {
    answer();
    await outcome(exchange.claim());
    relay.faults["POST /ack"] = Array<Fault>(100).fill("down");
    expect(await outcome(exchange.ack(), 30_000)).toBeUndefined();
  });

  it("sends no token in an address, and no cookie", async () => {
    const spy = vi.spyOn(relay, "fetch");
    const watched = new Exchange(terms, { fetch: spy as unknown as typeof fetch, now: () => Date.now() });
    answer();
    await outcome(watched.claim());
    for (const [address, init] of spy.mock.calls) {
      expect(String(address)).not.toContain(terms.token);
      expect(init).toMatchObject({ credentials: "omit", redirect: "manual", cache: "no-store" });
    }
  });
});

describe("events", () => {
  const stream = (...chunks: string[]) =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
        controller.close();
      },
    });
  async function all(...chunks: string[]): Promise<ServerEvent[]> {
    const seen: ServerEvent[] = [];
    for await (const event of events(stream(...chunks))) seen.push(event);
    return seen;
  }

  it.each<[string, string[], ServerEvent[]]>([
    ["one event", ["event: state\ndata: {}\n\n"], [{ name: "state", data: "{}" }]],
    ["an event in pieces", ["event: st", "ate\nda", "ta: {}\n", "\n"], [{ name: "state", data: "{}" }]],
    ["two in one piece", ["data: 1\n\ndata: 2\n\n"], [{ name: "", data: "1" }, { name: "", data: "2" }]],
    ["lines that end as on Windows", ["event: state\r\ndata: {}\r\n\r\n"], [{ name: "state", data: "{}" }]],
    ["a heartbeat", [":\n\n"], [{ name: "", data: "" }]],
    ["data of two lines", ["data: a\ndata: b\n\n"], [{ name: "", data: "a\nb" }]],
    ["an end in the middle", ["data: a"], []],
  ])("reads %s", async (_name, chunks, want) => expect(await all(...chunks)).toEqual(want));

  it("gives up on an event without end", async () => {
    await expect(all(...Array<string>(20).fill("x".repeat(10_000)))).rejects.toThrow();
  });
});
