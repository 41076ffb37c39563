import type { Failure } from "../engine/api.gen";

/**
 * The engine's sentences about a code that is nothing of ours speak to whoever
 * checks cards; here the reader is the holder. Those about the parts of a moving
 * code fit both.
 */
export function isStrange({ kind, step }: Failure): boolean {
  return step === "envelope" && !kind.startsWith("qr_frame");
}
