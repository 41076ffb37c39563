import { afterEach, describe, expect, it, vi } from "vitest";

vi.mock("./spawn", () => ({ engineSource: () => ({ program: "", runtime: "", size: 0 }), spawnWorker: () => undefined }));

import { Engine, EngineFailure, type EngineOptions } from "./engine";
import type { FromWorker, ToWorker } from "./messages";
import type { WorkerLike } from "./session";

type Behaviour = (message: ToWorker, say: (message: FromWorker) => void) => void;

/** A worker that does what its behaviour says, asynchronously as a real one. */
class FakeWorker implements WorkerLike {
  terminated = false;
  private readonly listeners: ((event: MessageEvent<FromWorker>) => void)[] = [];
  constructor(private readonly behave: Behaviour) {}
  postMessage(message: ToWorker): void {
    queueMicrotask(() => this.behave(message, (answer) => this.say(answer)));
  }
  say(message: FromWorker): void {
    if (!this.terminated) for (const listener of this.listeners) listener({ data: message } as MessageEvent<FromWorker>);
  }
  terminate(): void {
    this.terminated = true;
  }
  addEventListener(type: string, listener: (event: never) => void): void {
    if (type === "message") this.listeners.push(listener as never);
  }
}

const good: Behaviour = (message, say) => {
  if (message.type === "load") say({ type: "ready", millis: 1 });
  else say({ type: "answer", id: message.id, response: { name: message.name } });
};

/** Breaks in the way given on one call, and works otherwise. */
function breaking(name: string, how: (id: number, say: (m: FromWorker) => void) => void): Behaviour {
  return (message, say) => (message.type === "call" && message.name === name ? how(message.id, say) : good(message, say));
}

function engineOf(behaviours: Behaviour[], options: EngineOptions = {}) {
  const workers: FakeWorker[] = [];
  const spawn = () => {
    const worker = new FakeWorker(behaviours[Math.min(workers.length, behaviours.length - 1)]!);
    workers.push(worker);
    return worker;
  };
  return { engine: new Engine("verifier", { spawn, source: { program: "", runtime: "", size: 0 }, ...options }), workers };
}

async function kindOf(promise: Promise<unknown>): Promise<string> {
  const reason: unknown = await promise.then(
    () => "no failure",
    (error: unknown) => error,
  );
  return reason instanceof EngineFailure ? reason.kind : String(reason);
}

afterEach(() => vi.useRealTimers());

describe("Engine", () => {
  it("answers a call and loads once", async () => {
    const { engine, workers } = engineOf([good]);
    await Promise.all([engine.call("verifier.presets", {}), engine.call("verifier.presets", {})]);
    expect(workers).toHaveLength(1);
  });

  it("passes a structured failure on and keeps the worker", async () => {
    const refuse = breaking("trust.load", (id, say) => say({ type: "failure", id, failure: { kind: "json_depth", sentence: "Too deep." } }));
    const { engine, workers } = engineOf([refuse]);
    expect(await kindOf(engine.call("trust.load", { sources: [] }))).toBe("json_depth");
    await engine.call("verifier.presets", {});
    expect(workers).toHaveLength(1);
  });

  it("restarts after a trap, fails everyone who waited, and prepares again first", async () => {
    const trap = breaking("verifier.verify", (_id, say) => say({ type: "trap", reason: "exit" }));
    const prepared: number[] = [];
    const restarts: string[] = [];
    const { engine, workers } = engineOf([trap, good], {
      prepare: async (call) => {
        await call("trust.load", { sources: [] });
        prepared.push(workers.length);
      },
      onRestart: (reason) => restarts.push(reason),
    });
    const verify = engine.call("verifier.verify", { text: "x", accept_test: false });
    expect(await kindOf(verify)).toBe("engine_restarted");
    await engine.call("verifier.presets", {});
    expect(prepared).toEqual([1, 2]);
    expect(restarts).toEqual(["exit"]);
    expect(workers[0]!.terminated).toBe(true);
  });

  it("counts silence as a trap", async () => {
    vi.useFakeTimers();
    const silent = breaking("verifier.verify", () => undefined);
    const { engine, workers } = engineOf([silent, good], { timeout: 1000 });
    const kind = kindOf(engine.call("verifier.verify", { text: "x", accept_test: false }));
    await vi.advanceTimersByTimeAsync(1001);
    expect(await kind).toBe("engine_restarted");
    expect(workers).toHaveLength(2);
  });

  it("does not restart for ever when a program dies while it is prepared", async () => {
    const dies = breaking("trust.load", (_id, say) => say({ type: "trap", reason: "exit" }));
    const { engine, workers } = engineOf([dies], { prepare: async (call) => void (await call("trust.load", { sources: [] })) });
    expect(await kindOf(engine.ready())).toBe("engine_restarted");
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(workers).toHaveLength(4);
  });

  it("says so when the program cannot be loaded, and tries again on the next call", async () => {
    const absent: Behaviour = (message, say) => message.type === "load" && say({ type: "unavailable", reason: "status 404" });
    const { engine } = engineOf([absent, good]);
    expect(await kindOf(engine.call("verifier.presets", {}))).toBe("engine_unavailable");
    expect(await kindOf(engine.call("verifier.presets", {}))).toBe("no failure");
  });

  it("ends on purpose with everything in it, for good", async () => {
    const silent = breaking("verifier.verify", () => undefined);
    const { engine, workers } = engineOf([silent]);
    await engine.ready();
    const waiting = kindOf(engine.call("verifier.verify", { text: "x", accept_test: false }));
    await new Promise((resolve) => setTimeout(resolve, 5));
    engine.terminate();
    expect(await waiting).toBe("engine_ended");
    expect(await kindOf(engine.call("verifier.presets", {}))).toBe("engine_ended");
    expect(workers).toHaveLength(1);
    expect(workers[0]!.terminated).toBe(true);
  });
});
