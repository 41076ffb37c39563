// A relay for tests, with the faults that a network has between it and a page.

/** What happens to one request. */
export type Fault =
  /** It never arrives. */
  | "down"
  /** It arrives, and its reply is lost. */
  | "lost"
  /** A captive portal answers with a page. */
  | "portal"
  /** A captive portal redirects. */
  | "redirect"
  /** A proxy is out of order. */
  | "badgateway"
  /** The relay has no time. */
  | "busy"
  /** Nothing ever comes back. */
  | "silent";

interface Stored {
  token: string;
  terms: string;
  answer?: string;
  claimedBy?: string;
  nonce?: string;
  signed?: string;
  version: number;
  opened: number;
  code?: string;
}

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
const refuse = (status: number, kind: string) => json(status, { error: "invalid_request", kind });

export class DoubleRelay {
  readonly exchanges = new Map<string, Stored>();
  /** Faults of the requests to come, by method and end of the path, in order. */
  faults: Record<string, Fault[]> = {};
  /** Every request that arrived. */
  readonly log: string[] = [];
  /** Streams are answered as streams. */
  streams = true;
  private changes = new Set<() => void>();

  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(String(input), "https://verifier.example");
    const name = `${init.method} ${url.pathname.replace(/^\/relay\/x\/[^/]+/, "")}`;
    const fault = this.faults[name]?.shift();
    switch (fault) {
      case "down":
        throw new TypeError("Failed to fetch");
      case "portal":
        return new Response("<html>Sign in to the hotel's network</html>", { status: 200, headers: { "Content-Type": "text/html" } });
      case "redirect":
        return Object.defineProperty(new Response(null, { status: 200 }), "type", { value: "opaqueredirect" });
      case "badgateway":
        return new Response("<html>502</html>", { status: 502, headers: { "Content-Type": "text/html" } });
      case "busy":
        return new Response(JSON.stringify({ kind: "relay_store" }), { status: 503, headers: { "Content-Type": "application/json", "Retry-After": "1" } });
      case "silent":
        return new Promise((_, reject) => init.signal!.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError"))));
    }
    if (init.signal?.aborted) throw new DOMException("aborted", "AbortError");
    this.log.push(name);
    const response = await this.serve(name, url, init);
    if (fault === "lost") throw new TypeError("Failed to fetch");
    return response;
  };

  /** change does something as a wallet would, and tells whoever waits. */
  change(id: string, act: (stored: Stored) => void): void {
    const stored = this.exchanges.get(id)!;
    act(stored);
    stored.version++;
    for (const told of [...this.changes]) told();
  }

  private async serve(name: string, url: URL, init: RequestInit): Promise<Response> {
    const id = url.pathname.split("/")[3]!;
    const token = new Headers(init.headers).get("Authorization") ?? "";
    const stored = this.exchanges.get(id);
    const body = String(init.body ?? "");
    if (name === "PUT ") return this.create(id, token, body, stored);
    if (name === "DELETE ") {
      this.exchanges.delete(id);
      for (const told of [...this.changes]) told();
      return new Response(null, { status: 204 });
    }
    if (!stored || stored.token !== token) return name === "POST /ack" ? new Response(null, { status: 204 }) : refuse(404, "relay_unknown");
    switch (name) {
      case "GET /state":
        return this.streams && new Headers(init.headers).get("Accept") === "text/event-stream" ? this.stream(id, init) : this.poll(id, url, init);
      case "PUT /request":
        if (stored.nonce !== url.searchParams.get("wallet_nonce")) return refuse(409, "relay_taken");
        stored.signed = body;
        return new Response(null, { status: 204 });
      case "POST /claim":
        return this.claim(stored, JSON.parse(body) as { claim: string; response_code?: string });
      case "POST /ack":
        if (stored.claimedBy === (JSON.parse(body) as { claim: string }).claim) this.exchanges.delete(id);
        return new Response(null, { status: 204 });
    }
    return refuse(404, "relay_path");
  }

  private create(id: string, token: string, terms: string, stored: Stored | undefined): Response {
    if (stored && (stored.token !== token || stored.terms !== terms)) return refuse(409, "relay_taken");
    if (!stored) this.exchanges.set(id, { token, terms, version: 0, opened: 0 });
    // The relay's clock is a year off: nobody may mind.
    return json(stored ? 200 : 201, { expires_at: "2025-01-01T00:00:00Z" });
  }

  private view({ version, opened, answer, claimedBy, nonce }: Stored) {
    const state = claimedBy ? "claimed" : answer !== undefined ? "answered" : opened ? "opened" : "waiting";
    return { version, state, opened, crowded: false, expires_at: "2025-01-01T00:00:00Z", ...(nonce ? { wallet_nonce: nonce } : {}) };
  }

  private claim(stored: Stored, asked: { claim: string; response_code?: string }): Response {
    if (stored.answer === undefined) return refuse(404, "relay_unanswered");
    if (stored.code !== undefined && asked.response_code !== stored.code) return refuse(403, "relay_code");
    if (stored.claimedBy && stored.claimedBy !== asked.claim) return refuse(409, "relay_claimed");
    stored.claimedBy = asked.claim;
    return json(200, { body: stored.answer });
  }

  private changed(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.changes.delete(done);
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.changes.add(done);
      signal.addEventListener("abort", done);
    });
  }

  private async poll(id: string, url: URL, { signal }: RequestInit): Promise<Response> {
    const seen = Number(url.searchParams.get("seen") ?? -1);
    const wait = Number(url.searchParams.get("wait") ?? 0);
    if (this.exchanges.get(id)?.version === seen && wait) await this.changed(wait * 1000, signal!);
    if (signal?.aborted) throw new DOMException("aborted", "AbortError");
    const stored = this.exchanges.get(id);
    return stored ? json(200, this.view(stored)) : refuse(404, "relay_unknown");
  }

  private stream(id: string, { signal }: RequestInit): Response {
    const encoder = new TextEncoder();
    const relay = this;
    let over = false;
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        while (!over && !signal!.aborted) {
          const stored = relay.exchanges.get(id);
          const text = stored ? `event: state\ndata: ${JSON.stringify(relay.view(stored))}\n\n` : "event: gone\ndata: {}\n\n";
          controller.enqueue(encoder.encode(text));
          if (!stored || stored.answer !== undefined) break;
          await relay.changed(10_000, signal!);
        }
        if (!over) controller.close();
      },
      cancel() {
        over = true;
      },
    });
    return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
  }
}
