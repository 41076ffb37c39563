// How a question is asked: over the relay while that can be reached, else by codes
// alone; beside it for a wallet on this device, and for the browser's own.

import type { BrowserRequest, VerifyResponse } from "../engine/api.gen";
import { RelayFailure } from "../relay/failure";
import { askBrowser } from "./browserwallet";
import type { Asked, Checker } from "./checker";
import { Here } from "./here";
import { Online } from "./online";
import { Questions } from "./questions";
import { relay } from "./settings";
import { askerOf, type Who } from "./who";

export interface DeskEvents {
  changed(): void;
  /** An answer that did not come as a code, judged. */
  answered(response: VerifyResponse): void;
  failed(error: unknown): void;
}

/** Why a question is asked by codes alone. */
export type Reason = "chosen" | "unreachable" | "none";

export class Desk {
  /** By codes alone, and why; undefined while the relay carries it. */
  codes: Reason | undefined;
  /** The browser's own wallet was asked, and nothing came of it. */
  cancelled = false;
  /** A question for a wallet on this device is being made. */
  makingHere = false;

  readonly online: Online;
  readonly questions: Questions;
  readonly here: Here;
  private asked: Asked | undefined;
  private who: Who | undefined;
  private browser: { id: string; request: BrowserRequest } | undefined;
  private asking: AbortController | undefined;

  constructor(
    private readonly checker: Checker,
    private readonly events: DeskEvents,
  ) {
    this.questions = new Questions(checker, () => events.changed(), (error) => events.failed(error));
    this.here = new Here(checker);
    this.online = new Online(checker, {
      changed: () => events.changed(),
      answered: (response) => events.answered(response),
      failed: (error) => events.failed(error),
      unreachable: () => this.useCodes("unreachable"),
    });
  }

  async start(asked: Asked, who: Who): Promise<void> {
    this.stop();
    this.asked = asked;
    this.who = who;
    if (!relay()) return this.useCodes("none");
    if (!who.online || navigator.onLine === false) return this.useCodes(who.online ? "unreachable" : "chosen");
    await this.useRelay();
  }

  stop(): void {
    this.online.stop();
    this.questions.stop();
    this.here.stop();
    this.asking?.abort();
    this.asked = undefined;
    this.browser = undefined;
    this.codes = undefined;
    this.cancelled = false;
    this.makingHere = false;
  }

  /** again replaces whatever is on the screen; after an engine's restart the old questions are gone. */
  async again(forget: boolean): Promise<void> {
    this.here.stop();
    this.browser = undefined;
    if (this.codes) return this.questions.again(forget);
    await this.online.again();
  }

  useCodes(reason: Reason): void {
    if (!this.asked || !this.who) return;
    this.online.stop();
    this.here.stop();
    this.codes = reason;
    void this.questions.start(this.asked, askerOf(this.who, "code"));
    this.events.changed();
  }

  async useRelay(): Promise<void> {
    if (!this.asked || !this.who) return;
    this.questions.stop();
    this.codes = undefined;
    this.events.changed();
    void this.prepareBrowser();
    await this.online.start(this.asked, askerOf(this.who, "relay"));
  }

  /** askHere makes the question for a wallet on this device. */
  async askHere(): Promise<void> {
    if (!this.asked || !this.who || this.makingHere) return;
    this.makingHere = true;
    this.events.changed();
    try {
      await this.here.start(this.asked, askerOf(this.who, "same-device"));
    } catch (error) {
      if (!(error instanceof RelayFailure)) this.events.failed(error);
      else if (error.kind !== "ended") this.useCodes("unreachable");
    } finally {
      this.makingHere = false;
      this.events.changed();
    }
  }

  /** takeCode fetches the answer that a response_code belongs to; false where it is not ours. */
  async takeCode(code: string): Promise<boolean> {
    const response = await this.here.take(code);
    if (response) this.events.answered(response);
    return response !== undefined;
  }

  /** A press of a button must reach the browser at once: the question is made before. */
  private async prepareBrowser(): Promise<void> {
    const { asked, who } = this;
    if (!asked || !who) return;
    try {
      const { id, browser } = await this.checker.challenge(asked, { ...askerOf(who, "browser") }, "browser");
      if (browser && this.asked === asked) this.browser = { id, request: browser };
    } catch {
      // The button then says so by not being there.
    }
    this.events.changed();
  }

  /** A question is on the screen. */
  get showing(): boolean {
    return this.codes ? this.questions.current !== undefined : this.online.challenge !== undefined;
  }

  get canAskBrowser(): boolean {
    return this.browser !== undefined;
  }

  async askBrowser(): Promise<void> {
    const { browser } = this;
    if (!browser) return;
    this.asking?.abort();
    this.asking = new AbortController();
    this.cancelled = false;
    try {
      const given = await askBrowser(browser.request, this.asking.signal);
      if (given) return this.events.answered(await this.checker.browser(browser.id, given.protocol, given.data));
      this.cancelled = true;
      this.events.changed();
    } catch (error) {
      this.events.failed(error);
    }
    // A question is good for one answer: the next press has a fresh one.
    this.browser = undefined;
    void this.prepareBrowser();
  }
}
