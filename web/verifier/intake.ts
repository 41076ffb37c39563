// Texts in, one at a time and in order, until a whole thing is recognised.

import type { Failure, Item } from "../engine/api.gen";
import type { Checker } from "./checker";

export type Found =
  | { type: "parts"; received: number; expected: number }
  | { type: "whole"; item: Item }
  | { type: "refused"; failure: Failure };

/** While the engine is busy a camera brings frames faster than they are wanted. */
const queueLimit = 8;

export class Intake {
  private session = crypto.randomUUID();
  private queue: string[] = [];
  private running = false;
  private paused = false;

  constructor(
    private readonly checker: Checker,
    private readonly found: (found: Found) => void | Promise<void>,
    private readonly failed: (error: unknown) => void,
  ) {}

  take(text: string): void {
    if (this.paused || this.queue.length >= queueLimit) return;
    this.queue.push(text);
    if (!this.running) void this.run();
  }

  /** reset forgets what was collected, here and in the engine. */
  reset(): void {
    this.queue = [];
    const old = this.session;
    this.session = crypto.randomUUID();
    this.checker.forgetScan(old).catch(() => undefined);
  }

  pause(paused: boolean): void {
    this.paused = paused;
    if (paused) this.reset();
  }

  private async run(): Promise<void> {
    this.running = true;
    try {
      for (let text = this.queue.shift(); text !== undefined; text = this.queue.shift()) await this.one(text);
    } finally {
      this.running = false;
    }
  }

  private async one(text: string): Promise<void> {
    const session = this.session;
    try {
      const result = await this.checker.scan(session, text);
      if (session !== this.session) return;
      const { item, failure, received, expected } = result;
      if (item) this.reset();
      if (item) await this.found({ type: "whole", item });
      else if (failure) await this.found({ type: "refused", failure });
      else await this.found({ type: "parts", received, expected });
    } catch (error) {
      this.failed(error);
    }
  }
}
