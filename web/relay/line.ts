// One line to the relay: requests with their time limit, repeated as long as it
// makes sense, cut short when the page leaves and woken when the page comes back.

import { failureOf, isJSON, RelayFailure } from "./failure";

/** What a line may not reach for itself; tests stand in for it. */
export interface Around {
  fetch: typeof fetch;
  /** A clock that nobody sets, in ms: the device's date may be wrong. */
  now(): number;
}

const browser: Around = { fetch: (input, init) => fetch(input, init), now: () => performance.now() };

export interface Ask {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
  /** Milliseconds until the head of the reply must be there. */
  patience?: number;
}

const defaultPatience = 10_000;
/** Milliseconds between tries: quickly at first, then every few seconds. */
const waits = [300, 1000, 2000, 4000];

export class Line {
  private readonly left = new AbortController();
  private wakers = new Set<() => void>();

  constructor(
    private readonly base: string,
    private readonly token: string,
    readonly around: Around = browser,
  ) {}

  get over(): boolean {
    return this.left.signal.aborted;
  }

  /** end cuts everything off that is under way. */
  end(): void {
    this.left.abort();
    this.wake();
  }

  /** wake ends the pauses between tries, and the waits that may be dead: the network is back, or the page. */
  wake(): void {
    for (const waker of [...this.wakers]) waker();
  }

  /** ask sends one request and answers with a success of the relay, or a RelayFailure. */
  async ask({ method, path, headers, body, patience = defaultPatience }: Ask, wakeable = false): Promise<Response> {
    if (this.over) throw new RelayFailure("ended", "the page left");
    const stop = new AbortController();
    let woken = false;
    const abort = () => stop.abort();
    const wake = () => ((woken = true), stop.abort());
    const timer = setTimeout(abort, patience);
    this.left.signal.addEventListener("abort", abort);
    if (wakeable) this.wakers.add(wake);
    try {
      const response = await this.around.fetch(this.base + path, {
        method,
        headers: { Authorization: `Bearer ${this.token}`, ...headers },
        ...(body === undefined ? {} : { body }),
        // A redirect is somebody else's: the relay has none.
        redirect: "manual",
        credentials: "omit",
        cache: "no-store",
        referrerPolicy: "no-referrer",
        signal: stop.signal,
      });
      return await accepted(response);
    } catch (error) {
      if (this.over) throw new RelayFailure("ended", "the page left");
      if (error instanceof RelayFailure) throw error;
      if (woken) throw new RelayFailure("woken", "asking again");
      throw new RelayFailure("unreachable", stop.signal.aborted ? `no reply within ${patience} ms` : "the request failed");
    } finally {
      clearTimeout(timer);
      this.left.signal.removeEventListener("abort", abort);
      // A stream goes on after its head: it is woken by whoever reads it.
      this.wakers.delete(wake);
    }
  }

  /** json is ask for a reply of JSON; a page that a captive portal sends with status 200 is none. */
  async json<T>(ask: Ask, wakeable = false): Promise<T> {
    const response = await this.ask(ask, wakeable);
    try {
      if (isJSON(response)) return (await response.json()) as T;
    } catch {
      // cut off in the middle
    }
    throw new RelayFailure("unreachable", "the reply is not the relay's");
  }

  /** patiently repeats what fails in passing until a time of the clock; the failures in also count as passing. */
  async patiently<T>(until: number, action: () => Promise<T>, also: readonly string[] = []): Promise<T> {
    for (let tries = 0; ; tries++) {
      try {
        return await action();
      } catch (error) {
        if (!(error instanceof RelayFailure) || !(error.passing || also.includes(error.kind))) throw error;
        const pause = Math.max(waits[Math.min(tries, waits.length - 1)]!, error.retryAfter);
        if (this.around.now() + pause >= until) throw error;
        await this.pause(pause);
      }
    }
  }

  /** pause waits, unless the line is woken or ended. */
  pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.wakers.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.wakers.add(done);
      if (this.over) done();
    });
  }

  /** onWake calls back at the next wake or end; call the result to forget it. */
  onWake(waker: () => void): () => void {
    this.wakers.add(waker);
    return () => this.wakers.delete(waker);
  }
}

async function accepted(response: Response): Promise<Response> {
  if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400)) {
    throw new RelayFailure("unreachable", "redirected");
  }
  if (!response.ok) throw await failureOf(response);
  return response;
}
