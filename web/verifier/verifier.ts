// <domicile-verifier>: the page of whoever checks cards.

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import "../camera/camera";
import { decoderProgram, type ScanProgress } from "../camera/camera";
import type { Failure, Item, VerifyResponse } from "../engine/api.gen";
import { EngineFailure } from "../engine/engine";
import { holdUpdates, registerOffline } from "../offline/register";
import "../screen/code";
import { arrive, frame, testBanner } from "../screen/frame";
import { notice } from "../screen/parts";
import { en } from "../screen/text/en";
import { verifier as text } from "../screen/text/en.verifier";
import { handOver, listenForAnswers, takeFromAddress, type Arrival } from "./arrival";
import { Checker } from "./checker";
import "./clock";
import { give } from "./feedback";
import { Intake, type Found } from "./intake";
import { Questions } from "./questions";
import { chooseFeedback, feedback } from "./settings";
import { maxSource } from "../trust/sources";
import { trustView, type TrustView } from "./trustview";
import { verdictScreen } from "./verdict";
import { askView, loadingView, messageView, questionView, readOnly, readView, scanView, type ScanNote } from "./views";

type View = "ask" | "question" | "read" | "verdict" | "trust" | "arriving" | "handed" | "lost";

/** A verdict must not stay on a phone that was put away: cleared after this long out of sight, in ms. */
const clearAfter = 60_000;

class DomicileVerifier extends LitElement {
  @state() private view: View = "ask";
  @state() private preset = "over18";
  @state() private scanning = false;
  @state() private progress: ScanProgress | null = null;
  @state() private note: ScanNote | undefined;
  @state() private checking = false;
  @state() private trouble = "";
  @state() private said: TrustView["said"];
  private result: { response: VerifyResponse; raw: string } | undefined;

  private readonly checker = new Checker({ changed: () => this.requestUpdate(), restarted: () => this.restarted() });
  private readonly questions = new Questions(this.checker, () => this.requestUpdate(), (error) => this.fail(error));
  private readonly intake = new Intake(this.checker, (found) => this.found(found), (error) => this.fail(error));
  private stopListening = () => {};
  private release: (() => void) | undefined;
  private outOfSight: ReturnType<typeof setTimeout> | undefined;

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stopListening = listenForAnswers((state) => this.questions.ids.includes(state), (answer) => void this.check(answer));
    addEventListener("hashchange", this.onAddress);
    addEventListener("popstate", this.onBack);
    document.addEventListener("visibilitychange", this.onVisibility);
    this.onAddress();
    this.checker.open().catch((error: unknown) => this.fail(error));
    void registerOffline({ keep: ["/engine/verifier.wasm", "/engine/wasm_exec.js", decoderProgram] });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopListening();
    removeEventListener("hashchange", this.onAddress);
    removeEventListener("popstate", this.onBack);
    document.removeEventListener("visibilitychange", this.onVisibility);
    this.questions.stop();
    this.checker.close();
  }

  private readonly onAddress = (): void => {
    const arrival = takeFromAddress();
    if (arrival) void this.arrived(arrival);
  };

  private readonly onBack = (): void => this.go("ask", false);

  private readonly onVisibility = (): void => {
    clearTimeout(this.outOfSight);
    if (document.hidden && this.view === "verdict") this.outOfSight = setTimeout(() => this.go("ask"), clearAfter);
  };

  private async arrived(arrival: Arrival): Promise<void> {
    if (this.questions.ids.includes(arrival.state)) return this.check(arrival.text);
    this.go("arriving");
    this.go((await handOver(arrival)) ? "handed" : "lost");
  }

  /** go changes the view and drops whatever the old one held. */
  private go(view: View, remember = true): void {
    if (view !== "verdict") this.result = undefined;
    if (view !== "question") this.questions.stop();
    this.intake.reset();
    this.progress = null;
    this.note = undefined;
    this.checking = false;
    this.trouble = "";
    this.said = undefined;
    this.scanning = false;
    this.view = view;
    this.hold(view === "question" || view === "read" || view === "verdict");
    if (remember && view !== "ask" && history.state !== view) history.pushState(view, "");
    void arrive(this, text.page);
  }

  private hold(busy: boolean): void {
    if (busy && !this.release) this.release = holdUpdates();
    if (busy || !this.release) return;
    this.release();
    this.release = undefined;
  }

  private ask(): void {
    if (this.preset === readOnly) return this.go("read");
    this.go("question");
    void this.questions.start(this.preset);
  }

  private restarted(): void {
    if (this.view !== "question" && this.view !== "read") return;
    this.trouble = text.trouble.restarted;
    this.progress = null;
    this.checking = false;
    this.intake.reset();
    void this.questions.again(true);
  }

  private fail(error: unknown): void {
    this.checking = false;
    this.progress = null;
    if (error instanceof EngineFailure && error.kind === "engine_ended") return;
    this.trouble = error instanceof EngineFailure ? error.sentence : text.trouble.title;
  }

  private async found(found: Found): Promise<void> {
    this.trouble = "";
    if (found.type === "parts") {
      this.note = undefined;
      this.progress = { received: found.received, expected: found.expected };
    } else if (found.type === "refused") this.note = refusal(found.failure);
    else await this.whole(found.item);
  }

  private async whole(item: Item): Promise<void> {
    this.progress = null;
    if (item.type === "answer" || item.type === "credential") return this.check(item.text);
    // Our own question, seen in a mirror or on the table, is no news.
    if (item.type === "request" && item.text === this.questions.current?.challenge.text) return;
    this.note = notAwaited(item, () => this.go("trust"));
  }

  private async check(raw: string): Promise<void> {
    this.checking = true;
    try {
      const response = await this.checker.verify(raw, this.questions.ids);
      this.questions.stop();
      this.go("verdict");
      this.result = { response, raw };
      this.requestUpdate();
      give(response.verdict.verdict);
    } catch (error) {
      this.fail(error);
    }
  }

  private async importFile(file: File): Promise<void> {
    try {
      if (file.size > maxSource) throw new EngineFailure({ kind: "trust_too_large", sentence: text.trust.tooLarge });
      const data = new Uint8Array(await file.arrayBuffer());
      await this.checker.import({ name: file.name, data, at: new Date().toISOString() });
      this.said = { title: text.trust.imported(file.name), problem: false };
    } catch (error) {
      const words = error instanceof EngineFailure ? error.sentence : text.trouble.title;
      this.said = { title: text.trust.importFailed(file.name), words, problem: true };
    }
  }

  private async forget(name: string): Promise<void> {
    await this.checker.forget(name);
    this.said = { title: text.trust.removed(name), problem: false };
  }

  protected override render(): TemplateResult {
    const banner = this.checker.mode === "test" ? testBanner(en.test.mode) : nothing;
    if (this.view === "verdict" && this.result) {
      const again = html`<button class="button verdict-button" type="button" @click=${() => this.go("ask")}>${text.verdict.another}</button>`;
      return verdictScreen({ ...this.result, knowledge: this.checker.knowledge, banner, actions: again });
    }
    return frame({
      page: text.page,
      banner,
      main: html`${this.trouble ? notice("problem", text.trouble.title, this.trouble) : nothing} ${this.main()}`,
    });
  }

  private main(): TemplateResult {
    switch (this.view) {
      case "arriving":
        return messageView(text.arrived.busy, "");
      case "handed":
        return messageView(text.arrived.handedTitle, text.arrived.handed);
      case "lost":
        return messageView(text.arrived.lostTitle, text.arrived.lost, { words: text.verdict.again, act: () => this.go("ask") });
      case "trust":
        return this.trust();
    }
    if (this.checker.loading !== undefined) return loadingView(this.checker.loading);
    if (this.view === "question") return this.question();
    if (this.view === "read") return readView(this.scan(), () => this.go("ask"));
    return askView({
      presets: this.checker.presets,
      chosen: this.preset,
      choose: (preset) => (this.preset = preset),
      go: () => this.ask(),
      settings: () => this.go("trust"),
    });
  }

  private scan(): TemplateResult {
    return scanView({ progress: this.progress, note: this.note, checking: this.checking, take: (code) => this.intake.take(code) });
  }

  private question(): TemplateResult {
    return questionView({
      question: this.questions.current,
      preset: this.checker.presets.find((preset) => preset.id === this.preset),
      scan: this.scan(),
      scanning: this.scanning,
      setScanning: (scanning) => {
        this.scanning = scanning;
        scrollTo(0, 0);
      },
      leave: () => this.go("ask"),
    });
  }

  private trust(): TemplateResult {
    return trustView({
      knowledge: this.checker.knowledge,
      mode: this.checker.mode,
      feedback: feedback(),
      said: this.said,
      setMode: (mode) => this.checker.setMode(mode),
      setFeedback: (on) => (chooseFeedback(on), this.requestUpdate()),
      importFile: (file) => void this.importFile(file),
      remove: (name) => void this.forget(name),
      refresh: () => void this.checker.refresh(),
      leave: () => this.go("ask"),
    });
  }
}

function refusal({ kind, sentence, detail }: Failure): ScanNote {
  return { title: text.scan.refused, words: sentence, detail: [kind, detail].filter(Boolean).join(": ") };
}

function notAwaited(item: Item, openTrust: () => void): ScanNote {
  const title = text.scan.notThis;
  switch (item.type) {
    case "request":
      return { title, words: text.scan.request };
    case "offer":
      return { title, words: text.scan.offer };
    case "trust":
      return { title, words: text.scan.trust, action: { words: text.scan.trustOpen, go: openTrust } };
    default:
      return { title, words: text.scan.link, quote: item.text, detail: "qr_is_link_only" };
  }
}

customElements.define("domicile-verifier", DomicileVerifier);
