/// <reference lib="webworker" />
// The worker that holds one engine: wasm_exec.js of the same Go toolchain and
// one WASM program. It knows no call by name. Whatever is not a structured
// failure is reported as a trap, because after a panic or a stack overflow the
// state of a Go program is not to be relied on; the page then ends this worker.

import { isFailure } from "./failure";
import type { FromWorker, ToWorker } from "./messages";
import { fetchProgram } from "./program";

declare const self: DedicatedWorkerGlobalScope;

/** What wasm/bridge puts on the global object before its main blocks. */
interface Bridge {
  call(name: string, request: unknown): Promise<unknown>;
}

interface GoRuntime {
  importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
}

interface EngineGlobal {
  Go: new () => GoRuntime;
  domicile?: Bridge;
  fs: { writeSync(fd: number, bytes: Uint8Array): number };
}

const world = globalThis as unknown as EngineGlobal;

function say(message: FromWorker): void {
  self.postMessage(message);
}

function trap(reason: unknown): void {
  // Only the name of the error: a message could quote what was being read.
  say({ type: "trap", reason: reason instanceof Error ? reason.name : String(reason) });
}

async function load(program: string, runtime: string, size: number): Promise<void> {
  const began = performance.now();
  try {
    const [module] = await Promise.all([
      WebAssembly.compileStreaming(fetchProgram(program, size, (share) => say({ type: "progress", share }))),
      import(/* @vite-ignore */ runtime),
    ]);
    // A Go panic prints its message and stack; either could hold a value of a
    // credential, and consoles are kept. So the engine prints nothing.
    world.fs.writeSync = (_fd, bytes) => bytes.length;
    const go = new world.Go();
    const instance = await WebAssembly.instantiate(module, go.importObject);
    // run returns control when main blocks and settles only when it ends.
    go.run(instance).then(() => trap("exit"), trap);
    if (!world.domicile) throw new Error("the program offers no calls");
    say({ type: "ready", millis: performance.now() - began });
  } catch (error) {
    say({ type: "unavailable", reason: error instanceof Error ? error.message : String(error) });
  }
}

async function call(id: number, name: string, request: unknown): Promise<void> {
  try {
    const response = await world.domicile!.call(name, request);
    say({ type: "answer", id, response });
  } catch (error) {
    // The bridge caught a panic: what it says from now on is not to be trusted.
    if (isFailure(error) && error.kind === "engine_panic") return trap(error.kind);
    if (isFailure(error)) {
      const { kind, step, sentence, detail } = error;
      say({ type: "failure", id, failure: { kind, sentence, ...(step ? { step } : {}), ...(detail ? { detail } : {}) } });
      return;
    }
    trap(error);
  }
}

self.addEventListener("message", (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  if (message.type === "load") void load(message.program, message.runtime, message.size);
  else void call(message.id, message.name, message.request);
});
// Errors thrown while Go resumes on a timer pass no caller of ours.
self.addEventListener("error", (event) => {
  event.preventDefault();
  trap(event.error ?? "error");
});
self.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  trap(event.reason);
});
