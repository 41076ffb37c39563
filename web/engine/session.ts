// One life of one worker: from load to the first trap. It is never revived;
// Engine makes a new one.

import { EngineFailure, ended, restarted, unavailable } from "./failure";
import type { FromWorker, ToWorker } from "./messages";

/** The part of Worker that a session needs; tests stand in for it. */
export interface WorkerLike {
  postMessage(message: ToWorker): void;
  terminate(): void;
  addEventListener(type: "message", listener: (event: MessageEvent<FromWorker>) => void): void;
  addEventListener(type: "error" | "messageerror", listener: (event: Event) => void): void;
}

/** What a session loads. */
export interface Source {
  program: string;
  runtime: string;
  size: number;
}

interface Waiting {
  resolve(response: unknown): void;
  reject(reason: EngineFailure): void;
  timer: ReturnType<typeof setTimeout>;
}

/** Session carries calls to one worker and fails them all together when it dies. */
export class Session {
  readonly ready: Promise<number>;
  /** True after the worker's end, whatever the cause. */
  over = false;

  private readonly waiting = new Map<number, Waiting>();
  private next = 1;
  private settleReady!: { resolve(millis: number): void; reject(reason: EngineFailure): void };

  constructor(
    private readonly worker: WorkerLike,
    source: Source,
    private readonly onProgress: (share: number) => void,
    private readonly onTrap: (reason: string) => void,
  ) {
    this.ready = new Promise((resolve, reject) => (this.settleReady = { resolve, reject }));
    // A page may not be waiting at the moment a load fails.
    this.ready.catch(() => undefined);
    worker.addEventListener("message", (event) => this.receive(event.data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.die("worker error");
    });
    worker.addEventListener("messageerror", () => this.die("message not readable"));
    worker.postMessage({ type: "load", ...source });
  }

  /** call sends one request; a silence longer than `timeout` ms counts as a trap. */
  call(name: string, request: unknown, timeout: number): Promise<unknown> {
    if (this.over) return Promise.reject(restarted("the worker had ended"));
    return new Promise((resolve, reject) => {
      const id = this.next++;
      const timer = setTimeout(() => this.die(`no answer to ${name} within ${timeout} ms`), timeout);
      this.waiting.set(id, { resolve, reject, timer });
      this.worker.postMessage({ type: "call", id, name, request });
    });
  }

  /** end stops the worker on purpose; its memory goes with it. */
  end(): void {
    this.finish(ended());
  }

  private receive(message: FromWorker): void {
    if (this.over) return;
    switch (message.type) {
      case "progress":
        return this.onProgress(message.share);
      case "ready":
        return this.settleReady.resolve(message.millis);
      case "unavailable":
        return this.finish(unavailable(message.reason));
      case "answer":
        return this.settle(message.id)?.resolve(message.response);
      case "failure":
        return this.settle(message.id)?.reject(new EngineFailure(message.failure));
      case "trap":
        return this.die(message.reason);
    }
  }

  private settle(id: number): Waiting | undefined {
    const waiting = this.waiting.get(id);
    if (!waiting) return undefined;
    clearTimeout(waiting.timer);
    this.waiting.delete(id);
    return waiting;
  }

  private die(reason: string): void {
    if (this.over) return;
    this.finish(restarted(reason));
    this.onTrap(reason);
  }

  private finish(failure: EngineFailure): void {
    if (this.over) return;
    this.over = true;
    this.worker.terminate();
    this.settleReady.reject(failure);
    for (const id of [...this.waiting.keys()]) this.settle(id)?.reject(failure);
  }
}
