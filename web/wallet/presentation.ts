import type { Choice, HTTPRequest, PresentPreview, PresentStep, QRCode } from "../engine/api.gen";
import { EngineFailure } from "../engine/engine";
import { send } from "../post/post";
import { kindOf } from "./problem";
import type { WalletSession } from "./session";

/** Where the answering of a question stands. */
export type Stage =
  | { at: "opening" }
  /** The question is on a server that the person has not agreed to ask yet. */
  | { at: "asking"; host: string }
  | { at: "fetching"; host: string }
  /** The two digits on the verifier's screen are wanted. */
  | { at: "code" }
  | { at: "consent"; preview: PresentPreview }
  | { at: "answering" }
  | { at: "sending"; host: string }
  /** The network was lost: before anything was shown, or when the answer may have arrived. */
  | { at: "lost"; shown: "no" | "maybe" }
  /** An answer that a code or a link carries. */
  | { at: "answer"; text: string; codes: QRCode[]; returnTo: string }
  | { at: "sent"; redirect: string }
  /** Tellable: the verifier can be told that it did not work. */
  | { at: "failed"; error: unknown; tellable: boolean };

/**
 * One presentation: carries the engine's requests to the verifier and its
 * changes to the storage, step by step, until the person is needed or the
 * answer is there. No server is asked that the person has not agreed to.
 */
export class Presentation {
  stage: Stage = { at: "opening" };
  preview: PresentPreview | undefined;
  private id = "";
  private host = "";
  private readonly agreed = new Set<string>();
  private sentOnline = false;
  private readonly gone = new AbortController();

  constructor(
    private readonly session: WalletSession,
    private readonly text: string,
    private readonly haip: boolean,
    private readonly changed: () => void,
  ) {}

  open(): Promise<void> {
    return this.follow(() => this.session.call("present.open", { text: this.text, haip: this.haip }));
  }

  /** The person agreed to ask the server that was named. */
  ask(): Promise<void> {
    this.agreed.add(this.host);
    return this.again();
  }

  /** Once more, where the network was lost: the engine gives the same step again. */
  again(): Promise<void> {
    const { id } = this;
    if (!id) return this.open();
    return this.follow(() => this.session.call("present.continue", { session: id }));
  }

  enter(digits: string): Promise<void> {
    return this.follow(() => this.session.call("present.code", { session: this.id, digits }));
  }

  /** The person agreed to show these cards. */
  answer(choices: Choice[]): Promise<void> {
    this.become({ at: "answering" });
    return this.follow(() => this.session.call("present.answer", { session: this.id, choices }));
  }

  /** Back to the choice, where the answer could not be stored: nothing was shown. */
  reconsider(): void {
    if (this.preview) this.become({ at: "consent", preview: this.preview });
  }

  /**
   * The person declined, or gave up. It resolves to where the verifier sends
   * them, or "". Whatever fails, nothing is shown.
   */
  async refuse(): Promise<string> {
    this.leave();
    if (!this.id) return "";
    const request = { session: this.id };
    let step = await this.take(() => this.session.call("present.refuse", request));
    if (step.change) step = await this.session.call("present.continue", request);
    if (!step.http) return "";
    const response = await send(step.http);
    return (await this.session.call("present.continue", { ...request, response })).redirect ?? "";
  }

  /** The view went away. What was not shown stays unshown. */
  leave(): void {
    this.gone.abort();
  }

  private async follow(first: () => Promise<PresentStep>): Promise<void> {
    try {
      let step = await this.take(first);
      while (!this.gone.signal.aborted && (await this.goesOn(step))) step = await this.next(step);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Shows where a step leads, and tells whether there is more to do without the person. */
  private async goesOn(step: PresentStep): Promise<boolean> {
    this.id = step.session;
    if (step.failure) return this.become({ at: "failed", error: new EngineFailure(step.failure), tellable: true }), false;
    if (step.code) return this.become({ at: "code" }), false;
    if (step.preview) return this.consider(step.preview), false;
    if (step.done) return await this.finish(step), false;
    if (step.http) return this.mayAsk(step);
    return true;
  }

  private consider(preview: PresentPreview): void {
    this.preview = preview;
    this.become({ at: "consent", preview });
  }

  /** The answer goes where the person agreed to on the consent screen; anything before it is asked about. */
  private mayAsk({ sending, host = "" }: PresentStep): boolean {
    if (sending) return this.become({ at: "sending", host: this.preview?.host ?? "" }), true;
    this.host = host;
    const agreed = this.agreed.has(host);
    this.become(agreed ? { at: "fetching", host } : { at: "asking", host });
    return agreed;
  }

  private async next(step: PresentStep): Promise<PresentStep> {
    const { session, http } = step;
    if (!http) return this.take(() => this.session.call("present.continue", { session }));
    const response = await (step.sending ? this.hand(http) : send(http, { signal: this.gone.signal }));
    return this.take(() => this.session.call("present.continue", { session, response }));
  }

  /** Hands the answer over. What only the verifier may read does not go through the site's gateway. */
  private async hand(http: HTTPRequest) {
    this.sentOnline ||= navigator.onLine;
    return send(http, { signal: this.gone.signal, direct: !this.preview?.encrypted });
  }

  private async finish(step: PresentStep): Promise<void> {
    if (!step.text) return this.become({ at: "sent", redirect: step.redirect ?? "" });
    const { codes } = await this.session.call("qr.encode", { text: step.text });
    this.become({ at: "answer", text: step.text, codes, returnTo: step.return_to ?? "" });
  }

  private take(call: () => Promise<PresentStep>): Promise<PresentStep> {
    return this.session.change(call, (step) => step.change);
  }

  private fail(error: unknown): void {
    const kind = kindOf(error);
    if (kind === "request_network") return this.become({ at: "lost", shown: "no" });
    if (kind === "answer_network") return this.become({ at: "lost", shown: this.sentOnline ? "maybe" : "no" });
    this.become({ at: "failed", error, tellable: false });
  }

  private become(stage: Stage): void {
    if (this.gone.signal.aborted) return;
    this.stage = stage;
    this.changed();
  }
}
