// The scanning loop: one frame in the decoder at a time, the newest always.

import type { Decoder } from "./decoder";

/** A code that stays in view is told again only after this time. */
const repeatAfter = 1500;

type FrameVideo = HTMLVideoElement & { requestVideoFrameCallback?: (callback: () => void) => number };

/** Frames reads a playing video until it is stopped, and tells each text it finds. */
export class Frames {
  private running = true;
  private readonly told = new Map<string, number>();

  constructor(
    private readonly video: FrameVideo,
    private readonly decoder: Decoder,
    private readonly tell: (text: string) => void,
  ) {
    void this.run();
  }

  stop(): void {
    this.running = false;
  }

  /** forget lets the code in view be told at once again. */
  forget(): void {
    this.told.clear();
  }

  private async run(): Promise<void> {
    while (this.running) {
      await this.nextFrame();
      if (!this.running || this.video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) continue;
      for (const text of await this.read()) this.offer(text);
    }
  }

  private async read(): Promise<string[]> {
    try {
      const frame = await createImageBitmap(this.video);
      return (await this.decoder.frame(frame)).texts;
    } catch {
      return []; // the video was just being taken away
    }
  }

  private offer(text: string): void {
    const now = performance.now();
    for (const [old, at] of this.told) if (now - at > repeatAfter) this.told.delete(old);
    if (!this.running || this.told.has(text)) return;
    this.told.set(text, now);
    this.tell(text);
  }

  /** A video that plays no new frame (a frozen camera, a hidden page) must not spin. */
  private nextFrame(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, 250);
      this.video.requestVideoFrameCallback?.(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
