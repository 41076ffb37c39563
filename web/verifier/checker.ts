// One checking device: its engine, what it trusts, its clock floor. The
// verifier's page and the kiosk both stand on it.

import type { Challenge, Preset, ScanResult, VerifyResponse } from "../engine/api.gen";
import { Engine } from "../engine/engine";
import { chooseMode, keepLastSeen, lastSeen, learnSite, mode, type Mode } from "./settings";
import type { StoredSource } from "../trust/sources";
import { forgetSource, importSource, loadTrust, nothingKnown, refreshTrust, type Knowledge } from "../trust/trust";

export interface CheckerEvents {
  /** Something on display has changed: knowledge, mode, progress. */
  changed(): void;
  /** The engine stopped and was replaced: open challenges are gone. */
  restarted(): void;
}

/** Often enough that a distrusted issuer is out the same day. */
const refreshEvery = 15 * 60_000;

export class Checker {
  knowledge: Knowledge = nothingKnown;
  presets: Preset[] = [];
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
    const { presets } = await this.engine.call("verifier.presets", {});
    await site;
    this.tell(() => {
      this.presets = presets;
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
  challenge(preset: string, verifier: string): Promise<Challenge> {
    // One address for the page and the kiosk: it is where an answer given on
    // the same device arrives, and the page knows what to do with it.
    const return_url = new URL("/verifier/", location.href).href;
    return this.engine.call("verifier.challenge", { preset, return_url, ...(verifier ? { verifier } : {}) });
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
  async verify(text: string, challenges: string[]): Promise<VerifyResponse> {
    const floor = lastSeen();
    const response = await this.engine.call("verifier.verify", {
      text,
      accept_test: this.mode === "test",
      ...(challenges.length ? { challenges } : {}),
      ...(floor ? { last_seen: floor } : {}),
    });
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
