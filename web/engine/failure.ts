import type { Failure } from "./api.gen";

/**
 * EngineFailure is how every refusal of the engine reaches a page: a closed
 * kind to decide on, a sentence for a person, a detail for an expert. Pages
 * show `sentence` and never parse `detail`.
 */
export class EngineFailure extends Error {
  readonly kind: string;
  readonly step: string;
  readonly sentence: string;
  readonly detail: string;

  constructor(failure: Failure) {
    super(`${failure.kind}: ${failure.sentence}`);
    this.name = "EngineFailure";
    this.kind = failure.kind;
    this.step = failure.step ?? "";
    this.sentence = failure.sentence;
    this.detail = failure.detail ?? "";
  }
}

/** isFailure tells the engine's structured refusals from anything that JavaScript may throw. */
export function isFailure(value: unknown): value is Failure {
  if (typeof value !== "object" || value === null || value instanceof Error) return false;
  const o = value as Record<string, unknown>;
  return typeof o["kind"] === "string" && typeof o["sentence"] === "string";
}

/** The engine stopped in the middle and a fresh one takes over. */
export function restarted(detail: string): EngineFailure {
  return new EngineFailure({
    kind: "engine_restarted",
    sentence: "The checking engine stopped and was started again. Nothing was saved or sent. Please try once more.",
    detail,
  });
}

/** The engine could not be loaded at all. */
export function unavailable(detail: string): EngineFailure {
  return new EngineFailure({
    kind: "engine_unavailable",
    sentence: "The engine of this page could not be loaded. Check the connection, then try again.",
    detail,
  });
}

/** The page ended the engine itself, as the wallet does when it locks. */
export function ended(): EngineFailure {
  return new EngineFailure({
    kind: "engine_ended",
    sentence: "The engine was closed before it could answer. Nothing was saved or sent.",
  });
}
