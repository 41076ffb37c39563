import { afterEach, describe, expect, it, vi } from "vitest";
import type { IssuanceStep, OfferPreview } from "../engine/api.gen";
import { EngineFailure } from "../engine/engine";
import { Issuance, type Stage } from "./issuance";
import type { WalletSession } from "./session";

const preview = { issuer: "Republic of Meridia", tx_code: { mode: "numeric", retry: false } } as unknown as OfferPreview;
const http = { method: "GET", url: "https://office.example/offer", headers: {} };
const step = (more: Partial<IssuanceStep>): IssuanceStep => ({ session: "s1", done: false, progress: 0.5, ...more });
const change = { seq: 1, records: [new Uint8Array([1])] };
const lost = new EngineFailure({ kind: "offer_network", sentence: "The issuer could not be reached." });

/** Plays a prepared list of answers; what is an error is thrown. */
function stage(answers: (IssuanceStep | Error)[], pending: { id: string }[] = []) {
  const calls: [string, unknown][] = [];
  const stored: unknown[] = [];
  const session = {
    state: { pending },
    call: async (name: string, request: unknown) => {
      calls.push([name, request]);
      const answer = answers.shift();
      if (!answer || answer instanceof Error) throw answer ?? new Error("no answer prepared");
      return answer;
    },
    change: async (call: () => Promise<IssuanceStep>, of: (step: IssuanceStep) => unknown) => {
      const answer = await call();
      if (of(answer)) stored.push(of(answer));
      return answer;
    },
  } as unknown as WalletSession;
  const stages: Stage["at"][] = [];
  const issuance: Issuance = new Issuance(session, { text: "offer" }, () => stages.push(issuance.stage.at));
  return { issuance, calls, stored, stages };
}

function network(status: number) {
  vi.stubGlobal("fetch", vi.fn(async () => (status ? new Response("{}", { status }) : Promise.reject(new TypeError("network")))));
}

afterEach(() => vi.unstubAllGlobals());

describe("receiving a card", () => {
  it("asks, shows the preview, and after the yes stores before it goes on", async () => {
    network(200);
    const { issuance, calls, stored, stages } = stage([
      step({ http }),
      step({ preview }),
      step({ change }),
      step({ http }),
      step({ change }),
      step({ done: true, card_id: "c1" }),
    ]);
    await issuance.open();
    expect(issuance.stage).toMatchObject({ at: "preview" });
    await issuance.accept("123456");
    expect(issuance.stage).toEqual({ at: "done", card: "c1" });
    expect(stored).toHaveLength(2);
    expect(calls.map(([name]) => name)).toEqual(["offer.open", "offer.continue", "offer.accept", "offer.continue", "offer.continue", "offer.continue"]);
    expect(calls[2]?.[1]).toEqual({ session: "s1", tx_code: "123456" });
    expect(stages.filter((at) => at === "receiving").length).toBeGreaterThan(1);
  });

  it("tells the engine of a silence, and that nothing was accepted yet", async () => {
    network(0);
    const { issuance, calls } = stage([step({ http }), lost]);
    await issuance.open();
    expect(calls[1]?.[1]).toMatchObject({ response: { status: 0 } });
    expect(issuance.stage).toEqual({ at: "lost", kept: false });
  });

  it("says that it is kept where the order is stored, and goes on from the same step", async () => {
    network(200);
    const { issuance, calls } = stage([step({ preview }), lost, step({ done: true, card_id: "c1" })], [{ id: "s1" }]);
    await issuance.open();
    await issuance.accept("");
    expect(issuance.stage).toEqual({ at: "lost", kept: true });
    await issuance.retry();
    expect(calls[2]).toEqual(["offer.continue", { session: "s1" }]);
    expect(issuance.stage).toEqual({ at: "done", card: "c1" });
  });

  it("opens anew where even the first call failed", async () => {
    const { issuance, calls } = stage([lost, step({ preview })]);
    await issuance.open();
    await issuance.retry();
    expect(calls.map(([name]) => name)).toEqual(["offer.open", "offer.open"]);
  });

  it("keeps what the engine refused, for the person to read", async () => {
    const error = new EngineFailure({ kind: "offer_expired", sentence: "This offer has expired." });
    const { issuance } = stage([error]);
    await issuance.open();
    expect(issuance.stage).toEqual({ at: "failed", error });
  });

  it("waits as long as the issuer says, then asks by itself", async () => {
    vi.useFakeTimers();
    const until = new Date(Date.now() + 60_000).toISOString();
    const { issuance } = stage([step({ wait_until: until }), step({ done: true, card_id: "c1" })]);
    await issuance.open();
    expect(issuance.stage).toEqual({ at: "waiting", until });
    await vi.advanceTimersByTimeAsync(61_000);
    expect(issuance.stage).toEqual({ at: "done", card: "c1" });
    vi.useRealTimers();
  });

  it("changes no screen after the person left", async () => {
    network(200);
    const { issuance, stages } = stage([step({ http }), step({ preview })]);
    const opened = issuance.open();
    issuance.leave();
    await opened;
    expect(stages).toEqual([]);
  });

  it("forgets the offer when it is refused", async () => {
    const { issuance, calls } = stage([step({ preview }), step({})]);
    await issuance.open();
    await issuance.refuse();
    expect(calls[1]).toEqual(["offer.drop", { session: "s1" }]);
  });
});
