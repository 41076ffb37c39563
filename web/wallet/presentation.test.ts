import { afterEach, describe, expect, it, vi } from "vitest";
import type { PresentPreview, PresentStep } from "../engine/api.gen";
import { EngineFailure } from "../engine/engine";
import { forgetGateway } from "../post/gateway";
import { Presentation, type Stage } from "./presentation";
import type { WalletSession } from "./session";

const preview = { host: "shop.example", encrypted: true, sends: true } as unknown as PresentPreview;
const fetching = { method: "POST", url: "https://shop.example/request", headers: {}, body: "wallet_nonce=n" };
const sending = { method: "POST", url: "https://shop.example/response", headers: {}, body: "response=jwe" };
const change = { seq: 1, records: [new Uint8Array([1])] };
const step = (more: Partial<PresentStep>): PresentStep => ({ session: "s1", sending: false, code: false, done: false, ...more });
const ask = step({ http: fetching, host: "shop.example" });
const hand = step({ http: sending, sending: true });
const failed = (kind: string) => new EngineFailure({ kind, sentence: "It failed." });

/** Plays a prepared list of answers; what is an error is thrown. */
function play(answers: (PresentStep | Error | object)[]) {
  const calls: [string, unknown][] = [];
  const stored: unknown[] = [];
  const session = {
    call: async (name: string, request: unknown) => {
      calls.push([name, request]);
      const answer = answers.shift();
      if (!answer || answer instanceof Error) throw answer ?? new Error("no answer prepared");
      return answer;
    },
    change: async (call: () => Promise<PresentStep>, of: (step: PresentStep) => unknown) => {
      const answer = await call();
      if (of(answer)) stored.push(of(answer));
      return answer;
    },
  } as unknown as WalletSession;
  const stages: Stage["at"][] = [];
  const presentation: Presentation = new Presentation(session, "openid4vp://?x", false, () => stages.push(presentation.stage.at));
  return { presentation, calls, stored, stages, names: () => calls.map(([name]) => name) };
}

/** Every server answers so; the addresses that were asked come back. */
function network(status: number, config: object = {}) {
  const asked: string[] = [];
  const answer = vi.fn(async (url: string) => {
    if (url === "/config.json") return new Response(JSON.stringify(config));
    asked.push(url);
    if (!status) throw new TypeError("network");
    return new Response("{}", { status });
  });
  vi.stubGlobal("fetch", answer);
  return asked;
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  forgetGateway();
});

describe("a question by reference", () => {
  it("is not fetched before the person agreed to its host", async () => {
    const asked = network(200);
    const { presentation } = play([ask, ask, step({ preview })]);
    await presentation.open();
    expect(presentation.stage).toEqual({ at: "asking", host: "shop.example" });
    expect(asked).toEqual([]);
    await presentation.ask();
    expect(presentation.stage).toEqual({ at: "consent", preview });
    expect(asked).toEqual([fetching.url]);
  });

  it("that leads to a second host is asked about again", async () => {
    const asked = network(200);
    const other = step({ http: { ...fetching, url: "https://did.example/did.json" }, host: "did.example" });
    const { presentation } = play([ask, ask, other]);
    await presentation.open();
    await presentation.ask();
    expect(presentation.stage).toEqual({ at: "asking", host: "did.example" });
    expect(asked).toEqual([fetching.url]);
  });

  it("may be tried again after a lost network, without asking the person again", async () => {
    network(0);
    const { presentation } = play([ask, ask, failed("request_network"), ask, step({ code: true })]);
    await presentation.open();
    await presentation.ask();
    expect(presentation.stage).toEqual({ at: "lost", shown: "no" });
    network(200);
    await presentation.again();
    expect(presentation.stage).toEqual({ at: "code" });
  });

  it("is cancelled without a word to anybody", async () => {
    const asked = network(200);
    const { presentation, names } = play([ask, step({ done: true })]);
    await presentation.open();
    expect(await presentation.refuse()).toBe("");
    expect(names()).toEqual(["present.open", "present.refuse"]);
    expect(asked).toEqual([]);
  });
});

describe("an answer", () => {
  it("is stored before it is sent, and ends with where the verifier sends one", async () => {
    const asked = network(200);
    const { presentation, stored, names } = play([step({ preview }), step({ change }), hand, step({ done: true, redirect: "https://shop.example/thanks" })]);
    await presentation.open();
    await presentation.answer([{ ask: "a", cards: ["c"] }]);
    expect(presentation.stage).toEqual({ at: "sent", redirect: "https://shop.example/thanks" });
    expect(stored).toEqual([change]);
    expect(asked).toEqual([sending.url]);
    expect(names()).toEqual(["present.open", "present.answer", "present.continue", "present.continue"]);
  });

  it("is not sent where it could not be stored, and the person is back at the choice", async () => {
    const asked = network(200);
    const { presentation } = play([step({ preview }), failed("wallet_sequence")]);
    await presentation.open();
    await presentation.answer([]);
    expect(presentation.stage).toMatchObject({ at: "failed", tellable: false });
    presentation.reconsider();
    expect(presentation.stage).toEqual({ at: "consent", preview });
    expect(asked).toEqual([]);
  });

  it.each([
    [true, "maybe"],
    [false, "no"],
  ])("whose reply is lost while the browser is online (%s) was %s shown", async (online, shown) => {
    network(0);
    vi.spyOn(navigator, "onLine", "get").mockReturnValue(online);
    const { presentation } = play([step({ preview }), step({ change }), hand, failed("answer_network")]);
    await presentation.open();
    await presentation.answer([]);
    expect(presentation.stage).toEqual({ at: "lost", shown });
  });

  it("is never said to be unshown once it may have arrived", async () => {
    network(0);
    const online = vi.spyOn(navigator, "onLine", "get").mockReturnValue(true);
    const { presentation } = play([step({ preview }), step({ change }), hand, failed("answer_network"), hand, failed("answer_network")]);
    await presentation.open();
    await presentation.answer([]);
    online.mockReturnValue(false);
    await presentation.again();
    expect(presentation.stage).toEqual({ at: "lost", shown: "maybe" });
  });

  it.each([
    [true, "https://wallet.example/relay/fetch"],
    [false, sending.url],
  ])("that is encrypted (%s) goes to %s", async (encrypted, to) => {
    vi.stubGlobal("location", { origin: "https://wallet.example", href: "https://wallet.example/wallet/" });
    const asked = network(200, { relay: "/relay", gateway: ["https://shop.example"] });
    const { presentation } = play([step({ preview: { ...preview, encrypted } }), step({ change }), hand, failed("answer_refused")]);
    await presentation.open();
    await presentation.answer([]);
    expect(asked).toEqual([to]);
  });

  it("that a code carries is drawn", async () => {
    const { presentation } = play([step({ preview }), step({ change }), step({ done: true, text: "ur:x", return_to: "https://a.example/#x" }), { codes: [] }]);
    await presentation.open();
    await presentation.answer([]);
    expect(presentation.stage).toEqual({ at: "answer", text: "ur:x", codes: [], returnTo: "https://a.example/#x" });
  });
});

describe("a refusal", () => {
  it("is stored, told, and brings back where the verifier sends one", async () => {
    const asked = network(200);
    const refused = step({ http: { ...sending, body: "error=access_denied" }, sending: true });
    const { presentation, stored, stages } = play([step({ preview }), step({ change }), refused, step({ done: true, redirect: "https://shop.example/no" })]);
    await presentation.open();
    expect(await presentation.refuse()).toBe("https://shop.example/no");
    expect(stored).toEqual([change]);
    expect(asked).toEqual([sending.url]);
    expect(stages).toEqual(["consent"]);
  });
});

describe("a question that is refused by its content", () => {
  it("says whether the verifier could be told, and tells it only when asked to", async () => {
    const asked = network(200);
    const failure = { kind: "request_transaction_data", sentence: "It cannot." };
    const { presentation } = play([step({ failure }), hand, step({ done: true })]);
    await presentation.open();
    expect(presentation.stage).toMatchObject({ at: "failed", tellable: true, error: { kind: "request_transaction_data" } });
    expect(asked).toEqual([]);
    await presentation.refuse();
    expect(asked).toEqual([sending.url]);
  });

  it("cannot be told where nobody is known", async () => {
    const { presentation } = play([failed("request_signature")]);
    await presentation.open();
    expect(presentation.stage).toMatchObject({ at: "failed", tellable: false });
  });
});
