// One question over the relay, live: the code on the screen, the wallet that
// opens it, the digits, the answer.

import type { Challenge, QRCode, VerifyResponse } from "../engine/api.gen";
import { Exchange } from "../relay/exchange";
import { RelayFailure } from "../relay/failure";
import type { ExchangeState } from "../relay/watch";
import type { Asked, Asker, Checker } from "./checker";
import { relay } from "./settings";

/** How far the question on the screen is. */
export type Stage = "making" | "waiting" | "opened" | "answered";

export interface OnlineEvents {
  changed(): void;
  /** The one answer, judged. */
  answered(response: VerifyResponse): void;
  /** The relay is not there: ask by codes. */
  unreachable(): void;
  /** Nothing came of it, and the engine or the relay says why. */
  failed(error: unknown): void;
}

/** A question at the relay. */
interface Run {
  challenge: Challenge;
  exchange: Exchange;
  signedFor?: string;
}

/** A wallet that has just read the code still gets this long, in ms, to open it. */
const grace = 30_000;

/**
 * Online keeps one fresh code on the screen until a wallet opens it, and then
 * stays with that wallet. A code that was replaced can still be opened until its
 * own end: the holder may be reading it.
 */
export class Online {
  stage: Stage = "making";
  challenge: Challenge | undefined;
  codes: QRCode[] = [];
  /** For the holder to type, once a wallet has opened the question; none where the wallet cannot. */
  digits = "";
  /** The wallet sent a nonce of its own, so that there can be digits. */
  bound = false;
  /** RFC 3339: until when the wallet may answer. */
  expires = "";
  /** More than one wallet came. */
  crowded = false;
  /** The relay does not answer just now. */
  slow = false;
  /** The last question ended without an answer. */
  lapsed = false;

  private runs: Run[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked: Asked | undefined;
  private asker: Asker = {};
  private round = 0;

  constructor(
    private readonly checker: Checker,
    private readonly events: OnlineEvents,
    private readonly make: (challenge: Challenge) => Exchange = exchangeOf,
  ) {}

  get running(): boolean {
    return this.asked !== undefined;
  }

  async start(asked: Asked, asker: Asker): Promise<void> {
    this.stop();
    this.asked = asked;
    this.asker = asker;
    await this.renew();
  }

  /** again drops the question on the screen, and whoever opened it, for a new one. */
  async again(): Promise<void> {
    if (!this.asked) return;
    this.drop();
    await this.renew();
  }

  stop(): void {
    this.asked = undefined;
    this.lapsed = false;
    this.drop();
  }

  private drop(): void {
    this.round++;
    clearTimeout(this.timer);
    for (const run of this.runs.splice(0)) run.exchange.withdraw();
    Object.assign(this, { stage: "making", challenge: undefined, codes: [], digits: "", bound: false, expires: "", crowded: false, slow: false });
  }

  private async renew(): Promise<void> {
    const round = ++this.round;
    clearTimeout(this.timer);
    let run: Run | undefined;
    try {
      const challenge = await this.checker.challenge(this.asked!, this.asker, "relay");
      const { codes } = await this.checker.qr(challenge.text);
      if (round !== this.round) return;
      run = { challenge, exchange: this.make(challenge) };
      this.runs.push(run);
      await run.exchange.create();
      if (round !== this.round || this.stage === "opened") return this.forget(run);
      this.show(run, codes);
      void this.follow(run);
    } catch (error) {
      if (run) this.forget(run);
      if (round === this.round) this.refused(error);
    }
  }

  private show({ challenge }: Run, codes: QRCode[]): void {
    Object.assign(this, { stage: "waiting", challenge, codes, expires: challenge.expires_at });
    const left = Date.parse(challenge.expires_at) - Date.now();
    this.timer = setTimeout(() => void this.renew(), Math.max(1000, left - grace));
    this.events.changed();
  }

  private refused(error: unknown): void {
    if (error instanceof RelayFailure && error.kind === "ended") return;
    // A code that is still good stays on the screen while the relay is away.
    if (this.stage === "waiting" && error instanceof RelayFailure && Date.parse(this.expires) > Date.now() + 2000) {
      this.slow = true;
      this.timer = setTimeout(() => void this.renew(), 2000);
      return this.events.changed();
    }
    if (error instanceof RelayFailure) return this.events.unreachable();
    this.events.failed(error);
  }

  private forget(run: Run): void {
    run.exchange.withdraw();
    this.runs = this.runs.filter((one) => one !== run);
  }

  private async follow(run: Run): Promise<void> {
    try {
      await run.exchange.watch(
        (state) => this.saw(run, state),
        (reached) => this.sawRelay(run, reached),
      );
      if (!this.runs.includes(run)) return;
      this.front(run);
      this.stage = "answered";
      this.events.changed();
      const body = await run.exchange.claim();
      const response = await this.checker.receive(run.challenge.id, body);
      void run.exchange.ack();
      if (!this.runs.includes(run)) return;
      this.runs = [];
      this.stop();
      this.events.answered(response);
    } catch (error) {
      this.ended(run, error);
    }
  }

  private ended(run: Run, error: unknown): void {
    if (!this.runs.includes(run)) return;
    const shown = run.challenge === this.challenge;
    this.forget(run);
    if (!shown || (error instanceof RelayFailure && error.kind === "ended")) return;
    if (!(error instanceof RelayFailure)) return this.events.failed(error);
    this.lapsed = true;
    void this.again();
  }

  private sawRelay(run: Run, reached: boolean): void {
    if (run.challenge !== this.challenge || this.slow === !reached) return;
    this.slow = !reached;
    this.events.changed();
  }

  private saw(run: Run, state: ExchangeState): void {
    if (!this.runs.includes(run)) return;
    if (state.crowded && run.challenge === this.challenge) this.crowded = true;
    if (state.state === "opened" && this.stage !== "answered") {
      this.front(run);
      this.stage = "opened";
      this.bound = state.wallet_nonce !== undefined;
      if (state.wallet_nonce) void this.sign(run, state.wallet_nonce);
    }
    this.events.changed();
  }

  /** front stays with the wallet that came: no new code, and no other open one. */
  private front(run: Run): void {
    if (this.stage === "opened") return;
    this.round++;
    clearTimeout(this.timer);
    this.lapsed = false;
    for (const other of this.runs) if (other !== run) other.exchange.withdraw();
    this.runs = [run];
    this.challenge = run.challenge;
    this.expires = run.challenge.expires_at;
    this.timer = setTimeout(() => this.lapse(), Math.max(1000, Date.parse(this.expires) - Date.now()));
  }

  /** lapse makes a new question when the wallet's time is over. */
  private lapse(): void {
    if (this.stage !== "opened") return;
    this.lapsed = true;
    void this.again();
  }

  private async sign(run: Run, nonce: string): Promise<void> {
    if (run.signedFor !== undefined) return;
    run.signedFor = nonce;
    try {
      const live = await this.checker.live(run.challenge.id, nonce);
      await run.exchange.sign(nonce, live.object);
      if (!this.runs.includes(run)) return;
      this.digits = live.digits ?? "";
      this.expires = live.expires_at;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.lapse(), Math.max(1000, Date.parse(live.expires_at) - Date.now()));
      this.events.changed();
    } catch (error) {
      if (error instanceof RelayFailure && error.kind === "taken") this.crowded = true;
      this.ended(run, error);
    }
  }
}

/** exchangeOf makes the exchange that a challenge is for. */
export function exchangeOf({ exchange }: Challenge): Exchange {
  const base = relay();
  if (!exchange || !base) throw new RelayFailure("unreachable", "this site has no relay");
  return new Exchange({ relay: base, ...exchange });
}
