// One exchange over the relay, from making it to its one answer.

import { RelayFailure } from "./failure";
import { Line, type Around } from "./line";
import { Watch, type ExchangeState } from "./watch";

/** What the engine made for the relay. */
export interface Terms {
  /** Base address of the relay. */
  relay: string;
  id: string;
  token: string;
  /** JSON for the relay, as it is. */
  body: string;
  /** Seconds. */
  lifetime: number;
}

const json = { "Content-Type": "application/json" };
/** A relay that is not there within this many ms is done without. */
const patience = 8000;
/** Acknowledging goes on in the background this long, in ms. */
const ackFor = 20_000;

/**
 * Exchange is one question at the relay. Order of calls: create, then watch,
 * then claim, then ack; sign in between; withdraw at any time, and always when
 * the page is done with it.
 *
 * claim answers once, and every retry of it carries the same claim token: over a
 * network that loses replies the answer still arrives once.
 */
export class Exchange {
  private readonly line: Line;
  private readonly claimToken = randomToken();
  private until: number;

  constructor(
    private readonly terms: Terms,
    around?: Around,
  ) {
    this.line = new Line(`${terms.relay.replace(/\/+$/, "")}/x/${terms.id}`, terms.token, around);
    this.until = this.line.around.now() + terms.lifetime * 1000;
  }

  get id(): string {
    return this.terms.id;
  }

  /** create makes the exchange. The same again is the same exchange, so a lost reply costs nothing. */
  async create(): Promise<void> {
    const soon = this.line.around.now() + patience;
    const ask = { method: "PUT", path: "", headers: json, body: this.terms.body, patience: patience / 2 };
    const made = await this.line.patiently(soon, () => this.line.json<{ expires_at?: unknown }>(ask));
    if (typeof made.expires_at !== "string") throw new RelayFailure("unreachable", "the reply is not the relay's");
    // Counted from here by a clock that nobody sets, whatever the two dates say.
    this.until = this.line.around.now() + this.terms.lifetime * 1000;
  }

  /** watch tells what happens and ends when there is an answer. */
  async watch(changed: (state: ExchangeState) => void, reached: (reached: boolean) => void = () => undefined): Promise<void> {
    const wake = () => this.wake();
    const shown = () => document.visibilityState === "visible" && this.wake();
    addEventListener("online", wake);
    addEventListener("pageshow", wake);
    document.addEventListener("visibilitychange", shown);
    try {
      await new Watch(this.line, changed, reached).run(this.until);
    } finally {
      removeEventListener("online", wake);
      removeEventListener("pageshow", wake);
      document.removeEventListener("visibilitychange", shown);
    }
  }

  /** wake asks again at once: what was waited for may have come while the page slept. */
  wake(): void {
    this.line.wake();
  }

  /** sign leaves the request object for the wallet that sent this nonce. */
  async sign(walletNonce: string, object: string): Promise<void> {
    const path = `/request?wallet_nonce=${encodeURIComponent(walletNonce)}`;
    const headers = { "Content-Type": "application/oauth-authz-req+jwt" };
    await this.line.patiently(this.until, () => this.line.ask({ method: "PUT", path, headers, body: object }));
  }

  /** claim fetches the answer. A response_code belongs to an exchange on the same device. */
  async claim(responseCode?: string): Promise<string> {
    const body = JSON.stringify({ claim: this.claimToken, ...(responseCode === undefined ? {} : { response_code: responseCode }) });
    const ask = { method: "POST", path: "/claim", headers: json, body };
    const { body: form } = await this.line.patiently(this.until, () => this.line.json<{ body?: unknown }>(ask), ["claimed"]);
    if (typeof form !== "string") throw new RelayFailure("unreachable", "the reply is not the relay's");
    return form;
  }

  /** ack lets the relay forget the answer. Where it cannot be told, its own clock does. */
  async ack(): Promise<void> {
    const body = JSON.stringify({ claim: this.claimToken });
    const ask = { method: "POST", path: "/ack", headers: json, body };
    await this.line.patiently(this.line.around.now() + ackFor, () => this.line.ask(ask)).catch(() => undefined);
    this.line.end();
  }

  /** withdraw ends everything here, and at the relay where it can be reached. */
  withdraw(): void {
    if (this.line.over) return;
    this.line.end();
    const address = `${this.terms.relay.replace(/\/+$/, "")}/x/${this.terms.id}`;
    // keepalive: a page that is left may still say so.
    this.line.around
      .fetch(address, { method: "DELETE", headers: { Authorization: `Bearer ${this.terms.token}` }, keepalive: true, credentials: "omit", redirect: "manual" })
      .catch(() => undefined);
  }
}

function randomToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
