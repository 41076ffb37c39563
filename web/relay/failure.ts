// What can go wrong between a page and its relay. A closed list: whatever comes
// back that is not the relay's own language is "unreachable", because it is not
// the relay that answered.

export type RelayKind =
  /** No network, a captive portal, a proxy's error page, a redirect, no relay at that address. */
  | "unreachable"
  /** It is there, and cannot now: too many requests, a database that fails, a mistake of its own. */
  | "busy"
  /** The exchange is over, or never was. */
  | "gone"
  /** The id is in use by somebody else. */
  | "taken"
  /** Another claim holds the answer. */
  | "claimed"
  /** There is no answer yet. */
  | "unanswered"
  /** The response_code is not the one that the wallet was given. */
  | "code"
  /** This page made a mistake. */
  | "refused"
  /** Cut short to ask again at once. */
  | "woken"
  /** This page left. */
  | "ended";

export class RelayFailure extends Error {
  constructor(
    readonly kind: RelayKind,
    readonly detail: string,
    /** Milliseconds that the relay asks to wait, 0 where it says nothing. */
    readonly retryAfter = 0,
  ) {
    super(`${kind}: ${detail}`);
    this.name = "RelayFailure";
  }

  /** passing tells that the same may work later. */
  get passing(): boolean {
    return this.kind === "unreachable" || this.kind === "busy" || this.kind === "woken";
  }
}

const kinds: Record<string, RelayKind> = {
  relay_unknown: "gone",
  relay_unanswered: "unanswered",
  relay_taken: "taken",
  relay_claimed: "claimed",
  relay_code: "code",
  relay_quota: "busy",
  relay_store: "busy",
  relay_busy: "busy",
  relay_panic: "busy",
  relay_unsigned: "busy",
};

/** failureOf reads a refusal. The relay's are JSON with a kind of its own; anything else comes from in between. */
export async function failureOf(response: Response): Promise<RelayFailure> {
  let kind: unknown;
  try {
    kind = isJSON(response) ? ((await response.json()) as { kind?: unknown }).kind : undefined;
  } catch {
    // cut off, or no JSON at all
  }
  const known = typeof kind === "string" && kind.startsWith("relay_");
  if (!known) return new RelayFailure("unreachable", `status ${response.status} from something else than the relay`);
  return new RelayFailure(kinds[kind as string] ?? "refused", kind as string, retryAfter(response));
}

function retryAfter(response: Response): number {
  const seconds = Number(response.headers.get("Retry-After"));
  return seconds > 0 ? Math.min(seconds, 600) * 1000 : 0;
}

export function isJSON(response: Response): boolean {
  return /^application\/json\s*(;|$)/i.test(response.headers.get("Content-Type") ?? "");
}
