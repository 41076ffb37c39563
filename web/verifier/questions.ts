// The question on the screen, renewed before it dies.

import type { Challenge, QRCode } from "../engine/api.gen";
import type { Asked, Asker, Checker } from "./checker";

/** A question ready to be shown. */
export interface Question {
  challenge: Challenge;
  codes: QRCode[];
}

/** A wallet that has just read the code still gets this long, in ms, to answer it. */
const grace = 30_000;

/**
 * Questions keeps one fresh question on the screen. A question that was
 * replaced can be answered until its own end: the holder may be reading it.
 */
export class Questions {
  current: Question | undefined;

  private open: Challenge[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked: Asked | undefined;
  private asker: Asker = {};
  private round = 0;

  constructor(
    private readonly checker: Checker,
    private readonly changed: () => void,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** ids names every question that may still be answered. */
  get ids(): string[] {
    const now = Date.now();
    this.open = this.open.filter((challenge) => Date.parse(challenge.expires_at) > now);
    return this.open.map((challenge) => challenge.id);
  }

  async start(asked: Asked, asker: Asker = {}): Promise<void> {
    this.stop();
    this.asked = asked;
    this.asker = asker;
    await this.renew();
  }

  /** again replaces the question at once; after an engine's restart the old ones are gone. */
  async again(forget: boolean): Promise<void> {
    if (forget) this.open = [];
    if (this.asked) await this.renew();
  }

  stop(): void {
    this.round++;
    clearTimeout(this.timer);
    this.asked = undefined;
    this.current = undefined;
    this.open = [];
  }

  private async renew(): Promise<void> {
    const round = ++this.round;
    clearTimeout(this.timer);
    try {
      const challenge = await this.checker.challenge(this.asked!, this.asker);
      const { codes } = await this.checker.qr(challenge.text);
      if (round !== this.round) return;
      this.current = { challenge, codes };
      this.open.push(challenge);
      const left = Date.parse(challenge.expires_at) - Date.now();
      this.timer = setTimeout(() => void this.renew(), Math.max(1000, left - grace));
      this.changed();
    } catch (error) {
      if (round === this.round) this.failed(error);
    }
  }
}
