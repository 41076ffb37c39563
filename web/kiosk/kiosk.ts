// <domicile-kiosk>: checks all day by itself, and keeps nothing but counts.

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import "../camera/camera";
import { decoderProgram, type ScanProgress } from "../camera/camera";
import type { Item, VerifyResponse } from "../engine/api.gen";
import { EngineFailure } from "../engine/engine";
import { holdUpdates, registerOffline } from "../offline/register";
import "../screen/code";
import { announce, frame, testBanner } from "../screen/frame";
import { notice } from "../screen/parts";
import { en } from "../screen/text/en";
import { kiosk as text } from "../screen/text/en.kiosk";
import { verifier } from "../screen/text/en.verifier";
import { keepAwake } from "../screen/wake";
import { Checker } from "../verifier/checker";
import "../verifier/clock";
import { give } from "../verifier/feedback";
import { Intake, type Found } from "../verifier/intake";
import { Questions } from "../verifier/questions";
import { verdictScreen } from "../verifier/verdict";
import { loadingView, readOnly } from "../verifier/views";
import { clearCounts, count, counts } from "./counts";
import { Gap } from "./gap";
import { readyView } from "./ready";
import "./ring";
import { chosenPreset, isRunning, keepPreset, keepRunning } from "./state";
import { setUpView, type OfflineState } from "./setup";

/** A new version may take over only after the kiosk has been left alone for this long, in ms. */
const quietFor = 5 * 60_000;
/** A line for the visitor stays this long, in ms. */
const lineFor = 6000;

class DomicileKiosk extends LitElement {
  @state() private running = isRunning();
  @state() private preset = chosenPreset();
  @state() private progress: ScanProgress | null = null;
  @state() private line = "";
  @state() private trouble = "";
  @state() private offline: OfflineState = "waiting";
  @state() private result: VerifyResponse | undefined;

  private readonly checker = new Checker({ changed: () => this.requestUpdate(), restarted: () => this.restarted() });
  private readonly questions = new Questions(this.checker, () => this.requestUpdate(), (error) => this.fail(error));
  private readonly intake = new Intake(this.checker, (found) => this.found(found), (error) => this.fail(error));
  private readonly gap = new Gap();
  private release: (() => void) | undefined;
  private quiet: ReturnType<typeof setTimeout> | undefined;
  private lineTimer: ReturnType<typeof setTimeout> | undefined;
  private sleep = () => {};

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.sleep = keepAwake();
    this.open();
    void registerOffline({
      keep: ["/engine/verifier.wasm", "/engine/wasm_exec.js", decoderProgram],
      onReady: (ready) => (this.offline = ready ? "ready" : "none"),
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sleep();
    this.questions.stop();
    this.checker.close();
  }

  /** A kiosk has nobody to press a button: it tries until it works. */
  private open(): void {
    this.checker.open().then(
      () => {
        this.trouble = "";
        if (this.running) this.run();
      },
      (error: unknown) => {
        this.fail(error);
        setTimeout(() => this.isConnected && this.open(), 5000);
      },
    );
  }

  private run(): void {
    if (this.preset !== readOnly) void this.questions.start({ preset: this.preset });
    else this.questions.stop();
  }

  private start(): void {
    keepPreset(this.preset);
    keepRunning((this.running = true));
    this.enterFullScreen();
    scrollTo(0, 0);
    this.run();
  }

  private stop(): void {
    keepRunning((this.running = false));
    this.questions.stop();
    this.reset();
    if (document.fullscreenElement) void document.exitFullscreen();
  }

  private reset(): void {
    this.intake.reset();
    this.progress = null;
    this.result = undefined;
    this.say("");
  }

  private enterFullScreen(): void {
    document.documentElement.requestFullscreen?.().then(() => this.requestUpdate(), () => undefined);
  }

  private restarted(): void {
    this.intake.reset();
    this.progress = null;
    if (!this.running) return;
    this.say(text.ready.restarted);
    void this.questions.again(true);
  }

  private fail(error: unknown): void {
    this.progress = null;
    if (error instanceof EngineFailure && error.kind === "engine_ended") return;
    const words = error instanceof EngineFailure ? error.sentence : verifier.trouble.title;
    if (this.checker.loading === undefined && this.running) this.say(words);
    else this.trouble = words;
  }

  private say(line: string): void {
    clearTimeout(this.lineTimer);
    this.line = line;
    if (line) this.lineTimer = setTimeout(() => (this.line = ""), lineFor);
  }

  private take(code: string): void {
    const now = performance.now();
    if (!this.gap.clear(now)) {
      this.gap.saw(now);
      if (!this.result) this.say(text.ready.clear);
      return;
    }
    this.busy();
    this.intake.take(code);
  }

  /** Somebody stands before the kiosk: no new version until they are gone. */
  private busy(): void {
    this.release ??= holdUpdates();
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => {
      this.release?.();
      this.release = undefined;
      // What was collected of a code that was never finished goes too.
      this.intake.reset();
      this.progress = null;
    }, quietFor);
  }

  private async found(found: Found): Promise<void> {
    if (found.type === "parts") this.progress = { received: found.received, expected: found.expected };
    else if (found.type === "refused") this.say(found.failure.sentence);
    else await this.whole(found.item);
  }

  private async whole(item: Item): Promise<void> {
    this.progress = null;
    if (item.type === "answer" || item.type === "credential") return this.check(item.text);
    if (item.type === "request") return; // its own question in a mirror, most likely
    this.say(item.type === "offer" ? verifier.scan.offer : verifier.scan.notThis);
  }

  private async check(raw: string): Promise<void> {
    this.say(text.ready.checking);
    try {
      const response = await this.checker.verify(raw, this.questions.ids);
      this.gap.begin(performance.now());
      this.reset();
      this.result = response;
      count(response.verdict.verdict, new Date());
      give(response.verdict.verdict);
      announce(`${verifier.verdict.word[response.verdict.verdict]}. ${response.sentence}`);
      // The nonce is spent: the next visitor gets a new question.
      void this.questions.again(false);
    } catch (error) {
      this.fail(error);
    }
  }

  private done(): void {
    this.reset();
    announce(text.ready.title);
  }

  protected override render(): TemplateResult {
    const banner = this.checker.mode === "test" ? testBanner(en.test.mode) : nothing;
    const ready = this.checker.loading === undefined;
    if (!this.running || !ready) return frame({ page: text.page, banner, main: this.setUp(ready) });
    // The result lies over the rest, so that the camera sees when a code is taken away.
    return html`${this.result ? html`<div class="kiosk-result">${this.resultView(this.result, banner)}</div>` : nothing}
      <main class="kiosk-frame" ?inert=${this.result !== undefined}>${banner} ${this.ready()}</main>`;
  }

  private resultView(response: VerifyResponse, banner: TemplateResult | typeof nothing): TemplateResult {
    const ring = html`<domicile-ring seconds="4" @done=${() => this.done()}></domicile-ring>`;
    return verdictScreen({ response, knowledge: this.checker.knowledge, banner, actions: ring });
  }

  private ready(): TemplateResult {
    const full = document.fullscreenElement || !document.documentElement.requestFullscreen;
    return readyView({
      question: this.questions.current,
      preset: this.checker.presets.find((preset) => preset.id === this.preset),
      progress: this.progress,
      line: this.line,
      take: (code) => this.take(code),
      operator: () => this.stop(),
      fullScreen: full ? undefined : () => this.enterFullScreen(),
    });
  }

  private setUp(ready: boolean): TemplateResult {
    return html`${this.trouble ? notice("problem", verifier.trouble.title, this.trouble) : nothing}
    ${ready
      ? setUpView({
          presets: this.checker.presets,
          chosen: this.preset,
          offline: this.offline,
          counts: counts(),
          choose: (preset) => (this.preset = preset),
          start: () => this.start(),
          clear: () => (clearCounts(), this.requestUpdate()),
        })
      : loadingView(this.checker.loading ?? 0)}`;
  }
}

customElements.define("domicile-kiosk", DomicileKiosk);
