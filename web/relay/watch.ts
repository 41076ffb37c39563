// What happens to an exchange, as it happens: by server-sent events, by long
// polls where something in between holds those back, by asking every two seconds
// where even that does not work.

import { events } from "./events";
import { isJSON, RelayFailure } from "./failure";
import type { Line } from "./line";

/** An exchange as the page sees it. */
export interface ExchangeState {
  version: number;
  state: "waiting" | "opened" | "answered" | "claimed";
  opened: number;
  /** More than one wallet came. */
  crowded: boolean;
  wallet_nonce?: string;
}

type Manner = "events" | "long" | "poll";
const next: Record<Manner, Manner> = { events: "long", long: "poll", poll: "poll" };

/** A stream says something every 10 s; the first comes at once. */
const firstEvent = 6000;
const nextEvent = 25_000;
const longWait = 25;
const pollPause = 2000;
/** A relay without room ends a stream at once: a new one is not opened sooner than this after the last, in ms. */
const streamPause = 2000;
/** So many failures in a row, and another manner is tried. */
const maxFailures = 2;

export class Watch {
  private manner: Manner = "events";
  private version = -1;
  private failures = 0;

  constructor(
    private readonly line: Line,
    private readonly changed: (state: ExchangeState) => void,
    /** Told when the relay cannot be reached, and when it can be again. */
    private readonly reached: (reached: boolean) => void,
  ) {}

  /** run ends when there is an answer; it throws RelayFailure where there will be none. */
  async run(until: number): Promise<void> {
    while (this.line.around.now() < until) {
      if (this.line.over) throw new RelayFailure("ended", "the page left");
      try {
        if (await this.round()) return;
        this.failures = 0;
      } catch (error) {
        if (!(error instanceof RelayFailure) || !error.passing) throw error;
        await this.failed(error);
      }
    }
    throw new RelayFailure("gone", "nobody answered in time");
  }

  private async failed(error: RelayFailure): Promise<void> {
    if (error.kind === "woken") return;
    this.failures++;
    if (this.failures >= maxFailures) this.reached(false);
    if (error.kind === "unreachable") this.manner = this.otherManner();
    await this.line.pause(Math.max(error.retryAfter, Math.min(400 * 2 ** this.failures, 5000)));
  }

  /** When the plainest manner fails too it is the network, which says nothing about manners. */
  private otherManner(): Manner {
    if (this.failures > 2 * maxFailures) {
      this.failures = maxFailures;
      return "events";
    }
    return this.failures % maxFailures === 0 ? next[this.manner] : this.manner;
  }

  /** round answers true when there is an answer. */
  private round(): Promise<boolean> {
    switch (this.manner) {
      case "events":
        return this.listen();
      case "long":
        return this.ask(longWait);
      default:
        return this.poll();
    }
  }

  private async poll(): Promise<boolean> {
    if (await this.ask(0)) return true;
    await this.line.pause(pollPause);
    return false;
  }

  private async ask(wait: number): Promise<boolean> {
    const seen = this.version < 0 ? "" : `seen=${this.version}&`;
    const path = `/state?${seen}wait=${this.version < 0 ? 0 : wait}`;
    const patience = (wait + 10) * 1000;
    return this.take(await this.line.json<ExchangeState>({ method: "GET", path, headers: { Accept: "application/json" }, patience }, true));
  }

  private async listen(): Promise<boolean> {
    const response = await this.line.ask({ method: "GET", path: "/state", headers: { Accept: "text/event-stream" } }, true);
    if (isJSON(response)) {
      this.manner = "long";
      return this.take((await response.json()) as ExchangeState);
    }
    if (!/^text\/event-stream\b/i.test(response.headers.get("Content-Type") ?? "") || !response.body) {
      throw new RelayFailure("unreachable", "the reply is not the relay's");
    }
    const began = this.line.around.now();
    if (await this.read(response.body)) return true;
    const early = streamPause - (this.line.around.now() - began);
    if (early > 0) await this.line.pause(early);
    return false;
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<boolean> {
    const stream = events(body)[Symbol.asyncIterator]();
    let patience = firstEvent;
    try {
      for (;;) {
        const { done, value } = await this.within(patience, stream.next());
        if (done) return false;
        patience = nextEvent;
        this.failures = 0;
        if (value.name === "gone") throw new RelayFailure("gone", "the relay says so");
        if (value.name === "state" && this.take(parse(value.data))) return true;
      }
    } catch (error) {
      if (error instanceof RelayFailure) throw error;
      throw new RelayFailure("unreachable", "the stream broke");
    } finally {
      body.cancel().catch(() => undefined);
      void stream.return?.(undefined).catch(() => undefined);
    }
  }

  /** within gives up on a silent stream, and on one that slept while the page did. */
  private within<T>(ms: number, promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new RelayFailure("unreachable", "a silent stream")), ms);
      const forget = this.line.onWake(() => reject(new RelayFailure("woken", "asking again")));
      promise.then(resolve, reject).finally(() => {
        clearTimeout(timer);
        forget();
      });
    });
  }

  private take(state: ExchangeState): boolean {
    if (typeof state.version !== "number" || typeof state.state !== "string") throw new RelayFailure("unreachable", "the reply is not the relay's");
    this.reached(true);
    if (state.version > this.version) {
      this.version = state.version;
      this.changed(state);
    }
    return state.state === "answered" || state.state === "claimed";
  }
}

function parse(data: string): ExchangeState {
  try {
    return JSON.parse(data) as ExchangeState;
  } catch {
    throw new RelayFailure("unreachable", "an event that does not read");
  }
}
