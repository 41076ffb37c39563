// Waiting until a code has left the camera's view, so that one visitor is
// checked once: the frames of an answer that was just checked would otherwise
// be gathered again and refused as a replay.

/** No code for this long means that it was taken away, in ms. More than a camera's repeat of a still code. */
const gap = 2000;
/** A poster in view must not block the kiosk for ever, in ms. */
const atMost = 10_000;

export class Gap {
  private last = -Infinity;
  private since = -Infinity;

  /** begin asks for a gap from now on. */
  begin(now: number): void {
    this.since = now;
    this.last = now;
  }

  /** saw notes that a code was in view. */
  saw(now: number): void {
    this.last = now;
  }

  /** clear tells whether the next code may count. */
  clear(now: number): boolean {
    return now - this.last >= gap || now - this.since >= atMost;
  }
}
