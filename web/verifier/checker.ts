// One checking device: its engine, what it trusts, its clock floor. The
// verifier's page and the kiosk both stand on it.

import type { CardType, Challenge, ChallengeRequest, Identified, IdentifyRequest, Live, Preset, QueryRead, ScanResult, VerifyResponse, Way } from "../engine/api.gen";
import { Engine } from "../engine/engine";
import { chooseMode, keepLastSeen, lastSeen, learnSite, mode, relay, type Mode } from "./settings";
import type { StoredSource } from "../trust/sources";
import { forgetSource, importSource, loadTrust, nothingKnown, refreshTrust, type Knowledge } from "../trust/trust";

export interface CheckerEvents {
  /** Something on display has changed: knowledge, mode, progress. */
  changed(): void;
  /** The engine stopped and was replaced: open challenges are gone. */
  restarted(): void;
}

/** What is asked, however it is asked. */
export type Asked = Pick<ChallengeRequest, "preset" | "query" | "purpose" | "transaction">;
/** As whom it is asked. */
export type Asker = Pick<ChallengeRequest, "identity" | "verifier" | "check_code" | "high_assurance">;

/** Often enough that a distrusted issuer is out the same day. */
const refreshEvery = 15 * 60_000;

export class Checker {
  knowledge: Knowledge = nothingKnown;
  presets: Preset[] = [];
  types: CardType[] = [];
  mode: Mode = mode();
  /** Share of the engine's download, undefined once it is there. */
  loading: number | undefined = 0;

  private readonly engine: Engine;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly events: CheckerEvents) {
    this.engine = new Engine("verifier", {
      // A restart is quick and must not take the screen away.
      onProgress: (share) => this.loading !== undefined && this.tell(() => (this.loading = share)),
      prepare: async (call) => void (this.knowledge = await loadTrust(call)),
      onRestart: () => events.restarted(),
    });
  }

  /** open makes the device ready, first with what is stored, then with what the site says now. */
  async open(): Promise<void> {
    const site = learnSite();
    const { presets, types } = await this.engine.call("verifier.presets", {});
    await site;
    this.tell(() => {
      this.presets = presets;
      this.types = types;
      this.mode = mode();
      this.loading = undefined;
    });
    void this.refresh();
    this.timer ??= setInterval(() => void this.refresh(), refreshEvery);
    addEventListener("online", this.refresh);
  }

  close(): void {
    clearInterval(this.timer);
    removeEventListener("online", this.refresh);
    this.engine.terminate();
  }

  readonly refresh = async (): Promise<void> => {
    const held = this.knowledge;
    const fresh = await refreshTrust(this.engine.call, held).catch(() => held);
    this.tell(() => (this.knowledge = fresh));
  };

  /** challenge asks the engine for a fresh question. */
  challenge(asked: Asked, asker: Asker = {}, way: Way = "code"): Promise<Challenge> {
    const base = relay();
    return this.engine.call("verifier.challenge", { ...asked, ...asker, way, return_url: returnURL(), ...(base ? { relay: base } : {}) });
  }

  /** live signs a question for the wallet that opened it. */
  live(challenge: string, wallet_nonce: string): Promise<Live> {
    return this.engine.call("verifier.live", { challenge, wallet_nonce });
  }

  /** identify hands the engine a certificate or an attestation with its key; nothing at all forgets it. */
  identify(brought: IdentifyRequest): Promise<Identified> {
    return this.engine.call("verifier.identify", brought);
  }

  /** query says in words what a query asks for. */
  query(query: string): Promise<QueryRead> {
    return this.engine.call("verifier.query", { query });
  }

  qr(text: string) {
    return this.engine.call("qr.encode", { text });
  }

  scan(session: string, text: string): Promise<ScanResult> {
    return this.engine.call("scan.add", { session, text });
  }

  async forgetScan(session: string): Promise<void> {
    await this.engine.call("scan.reset", { session });
  }

  /** verify answers with a verdict, whatever the text is. */
  verify(text: string, challenges: string[]): Promise<VerifyResponse> {
    return this.judged((asJudge) => this.engine.call("verifier.verify", { ...asJudge, text, ...(challenges.length ? { challenges } : {}) }));
  }

  /** receive answers with a verdict on what a wallet posted to the relay. */
  receive(challenge: string, body: string, responseCode?: string): Promise<VerifyResponse> {
    const code = responseCode === undefined ? {} : { response_code: responseCode };
    return this.judged((asJudge) => this.engine.call("verifier.receive", { ...asJudge, challenge, body, ...code }));
  }

  /** browser answers with a verdict on what the Digital Credentials API gave. */
  browser(challenge: string, protocol: string, data: string): Promise<VerifyResponse> {
    return this.judged((asJudge) => this.engine.call("verifier.browser", { ...asJudge, challenge, protocol, data }));
  }

  /** judged adds what every judgement depends on, and keeps what it taught about the time. */
  private async judged(judge: (common: { accept_test: boolean; last_seen?: string }) => Promise<VerifyResponse>): Promise<VerifyResponse> {
    const floor = lastSeen();
    const response = await judge({ accept_test: this.mode === "test", ...(floor ? { last_seen: floor } : {}) });
    keepLastSeen(response.last_seen);
    return response;
  }

  setMode(mode: Mode): void {
    chooseMode(mode);
    this.tell(() => (this.mode = mode));
  }

  async import(source: StoredSource): Promise<void> {
    const knowledge = await importSource(this.engine.call, this.knowledge, source);
    this.tell(() => (this.knowledge = knowledge));
  }

  async forget(name: string): Promise<void> {
    const knowledge = await forgetSource(this.engine.call, this.knowledge, name);
    this.tell(() => (this.knowledge = knowledge));
  }

  private tell(change: () => void): void {
    change();
    this.events.changed();
  }
}

/** One address for the page and the kiosk: it is where an answer given on the same device arrives, and the page knows what to do with it. */
function returnURL(): string {
  return new URL("/verifier/", location.href).href;
}
