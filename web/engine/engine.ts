// The engine as a page sees it: typed calls that answer or fail with a
// structured failure, across restarts of the worker below.

import type { Calls } from "./api.gen";
import { ended } from "./failure";
import type { EngineName } from "./messages";
import { Session, type Source, type WorkerLike } from "./session";
import { engineSource, spawnWorker } from "./spawn";

export { EngineFailure } from "./failure";
export type { EngineName } from "./messages";

export type CallName = keyof Calls;
export type Request<N extends CallName> = Calls[N]["request"];
export type Response<N extends CallName> = Calls[N]["response"];
/** Call is the engine's one verb. */
export type Call = <N extends CallName>(name: N, request: Request<N>) => Promise<Response<N>>;

export interface EngineOptions {
  /** Share of the download in [0,1], again after each restart. */
  onProgress?: (share: number) => void;
  /**
   * Runs after every load, the first included, before any other call: hand the
   * engine here what it forgot (the trust sources). It must use the call it is
   * given.
   */
  prepare?: (call: Call) => Promise<void>;
  /** Told after a trap, once the broken worker is gone. What it held (open challenges, an unlocked vault) is gone too. */
  onRestart?: (reason: string) => void;
  /** Silence in ms that counts as a trap. Generous: a slow phone needs seconds for Argon2id. */
  timeout?: number;
  /** Stand-ins for tests. */
  spawn?: () => WorkerLike;
  source?: Source;
}

const defaultTimeout = 20_000;

/**
 * Engine runs one WASM program in a worker and keeps it usable: after a trap,
 * an exit or a silence the worker is ended, the callers get kind
 * `engine_restarted`, and a fresh worker is loaded at once. No call is repeated
 * by itself, since a call that broke the engine once would break it again.
 */
export class Engine {
  private session: Session | undefined;
  private prepared: Promise<number> | undefined;
  private closed = false;
  private restarts = 0;

  constructor(
    readonly name: EngineName,
    private readonly options: EngineOptions = {},
  ) {}

  /** ready loads the engine and settles, with the milliseconds that the last load took, when it can be called. */
  ready(): Promise<number> {
    if (this.closed) return Promise.reject(ended());
    if (!this.prepared || this.session?.over) this.prepared = this.start();
    return this.prepared;
  }

  /** call waits for the engine where needed, then for the answer. */
  call: Call = async (name, request) => {
    await this.ready();
    const session = this.session;
    if (!session) throw ended();
    return this.through(session, name, request);
  };

  /** terminate ends the worker and forgets everything in it; the engine cannot be used again. */
  terminate(): void {
    this.closed = true;
    this.session?.end();
    this.session = undefined;
    this.prepared = undefined;
  }

  private async start(): Promise<number> {
    const session = new Session(
      (this.options.spawn ?? spawnWorker)(),
      this.options.source ?? engineSource(this.name),
      (share) => this.options.onProgress?.(share),
      (reason) => this.trapped(reason),
    );
    this.session = session;
    const millis = await session.ready;
    await this.options.prepare?.((name, request) => this.through(session, name, request));
    this.restarts = 0;
    return millis;
  }

  private trapped(reason: string): void {
    this.options.onRestart?.(reason);
    // A program that dies while it is being prepared would restart for ever:
    // after three in a row the next call tries again instead.
    this.restarts++;
    if (this.closed || this.restarts > 3) return;
    this.ready().catch(() => undefined);
  }

  private async through<N extends CallName>(session: Session, name: N, request: Request<N>): Promise<Response<N>> {
    return (await session.call(name, request, this.options.timeout ?? defaultTimeout)) as Response<N>;
  }
}
