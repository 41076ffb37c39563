// What crosses between a page and its engine worker. The calls themselves are
// typed by api.gen.ts; this is only the carrier.

import type { Failure } from "./api.gen";

/** Which of the two engines: the verifier's links no private-key code. */
export type EngineName = "verifier" | "wallet";

/** From the page. */
export type ToWorker =
  | { type: "load"; program: string; runtime: string; size: number }
  | { type: "call"; id: number; name: string; request: unknown };

/** From the worker. A trap means that nothing this worker says can be trusted any more. */
export type FromWorker =
  | { type: "progress"; share: number }
  | { type: "ready"; millis: number }
  | { type: "unavailable"; reason: string }
  | { type: "answer"; id: number; response: unknown }
  | { type: "failure"; id: number; failure: Failure }
  | { type: "trap"; reason: string };
