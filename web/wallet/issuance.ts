import type { IssuanceStep, OfferPreview } from "../engine/api.gen";
import { send } from "../post/post";
import { kindOf } from "./problem";
import type { WalletSession } from "./session";

/** Where the receiving of a card stands. */
export type Stage =
  | { at: "asking"; part: number }
  | { at: "preview"; preview: OfferPreview }
  | { at: "receiving"; part: number }
  /** The issuer needs time until then. */
  | { at: "waiting"; until: string }
  | { at: "done"; card: string }
  /** The network was lost. `kept`: what was received so far is stored. */
  | { at: "lost"; kept: boolean }
  | { at: "failed"; error: unknown };

/** What an issuance starts from: an offer's text, or one that was interrupted. */
export interface Start {
  text?: string | undefined;
  resume?: string | undefined;
}

/**
 * One issuance: carries the engine's requests to the issuer and its changes to
 * the storage, step by step, until the person is needed or the card is there.
 */
export class Issuance {
  stage: Stage = { at: "asking", part: 0 };
  private id = "";
  private part = 0;
  private accepted = false;
  private readonly gone = new AbortController();

  constructor(
    private readonly session: WalletSession,
    private readonly start: Start,
    private readonly changed: () => void,
  ) {
    this.accepted = Boolean(start.resume);
  }

  open(): Promise<void> {
    const { resume, text = "" } = this.start;
    return this.follow(() => this.session.call("offer.open", resume ? { resume } : { text }));
  }

  /** Once more, where the last step failed: the engine gives the same step again. */
  retry(): Promise<void> {
    const { id } = this;
    if (!id) return this.open();
    this.become({ at: this.accepted ? "receiving" : "asking", part: this.part });
    return this.follow(() => this.session.call("offer.continue", { session: id }));
  }

  /** The person accepted. */
  accept(code: string): Promise<void> {
    this.accepted = true;
    const request = { session: this.id, ...(code ? { tx_code: code } : {}) };
    return this.follow(() => this.session.call("offer.accept", request));
  }

  /** The person did not accept: the engine forgets the offer. */
  async refuse(): Promise<void> {
    this.leave();
    if (!this.id) return;
    await this.session.change(() => this.session.call("offer.drop", { session: this.id }), (change) => change);
  }

  /** The view went away. What is under way stays pending and can be resumed. */
  leave(): void {
    this.gone.abort();
  }

  private async follow(first: () => Promise<IssuanceStep>): Promise<void> {
    try {
      let step = await this.take(first);
      while (!this.gone.signal.aborted && this.goesOn(step)) step = await this.next(step);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Shows where a step leads, and tells whether there is more to do without the person. */
  private goesOn(step: IssuanceStep): boolean {
    this.id = step.session;
    if (step.preview) return this.become({ at: "preview", preview: step.preview }), false;
    if (step.done) return this.become({ at: "done", card: step.card_id ?? "" }), false;
    if (step.wait_until) return this.wait(step.wait_until), false;
    this.part = step.progress;
    this.become({ at: this.accepted ? "receiving" : "asking", part: this.part });
    return true;
  }

  private async next(step: IssuanceStep): Promise<IssuanceStep> {
    const { session } = step;
    if (!step.http) return this.take(() => this.session.call("offer.continue", { session }));
    const response = await send(step.http, { signal: this.gone.signal });
    return this.take(() => this.session.call("offer.continue", { session, response }));
  }

  /** Asks again at the time that the issuer named, as long as the view is there. */
  private wait(until: string): void {
    this.become({ at: "waiting", until });
    const pause = Math.min(2 ** 31 - 1, Math.max(1000, Date.parse(until) - Date.now()));
    const timer = setTimeout(() => void this.retry(), pause);
    this.gone.signal.addEventListener("abort", () => clearTimeout(timer));
  }

  private take(call: () => Promise<IssuanceStep>): Promise<IssuanceStep> {
    return this.session.change(call, (step) => step.change);
  }

  private fail(error: unknown): void {
    if (kindOf(error) !== "offer_network") return this.become({ at: "failed", error });
    this.become({ at: "lost", kept: this.session.state.pending.some((one) => one.id === this.id) });
  }

  private become(stage: Stage): void {
    if (this.gone.signal.aborted) return;
    this.stage = stage;
    this.changed();
  }
}
