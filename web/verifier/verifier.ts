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
import { toErrors, type FieldError } from "../screen/forms";
import { notice } from "../screen/parts";
import { en } from "../screen/text/en";
import { verifier as text } from "../screen/text/en.verifier";
import { handOver, listenForAnswers, takeFromAddress, type Arrival } from "./arrival";
import { Checker, type Asked } from "./checker";
import "./clock";
import { Desk } from "./desk";
import { askedOf, draftErrors, emptyDraft, type Draft } from "./draft";
import { editorView } from "./editor";
import { give } from "./feedback";
import { checks, clearChecks, remember } from "./history";
import { historyView } from "./historyview";
import { Intake, type Found } from "./intake";
import { liveView } from "./liveview";
import { chooseFeedback, feedback, relay } from "./settings";
import { maxSource } from "../trust/sources";
import { trustView, type TrustView } from "./trustview";
import { verdictScreen } from "./verdict";
import { askView, loadingView, messageView, own, questionView, readOnly, readView, scanView, type ScanNote } from "./views";
import { keepWho, keptWho, type Who } from "./who";
import { whoView, type Files } from "./whoview";
import { refusedFiles, takeFiles } from "./files";

type View = "ask" | "own" | "who" | "history" | "question" | "read" | "verdict" | "declined" | "trust" | "arriving" | "handed" | "lost";

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
  @state() private draft: Draft | undefined;
  @state() private who: Who = keptWho();
  @state() private errors: FieldError[] = [];
  @state() private detail = "";
  private files: Files = { proof: undefined, key: undefined };
  private result: { response: VerifyResponse; raw: string } | undefined;

  private readonly checker = new Checker({ changed: () => this.requestUpdate(), restarted: () => this.restarted() });
  private readonly desk = new Desk(this.checker, {
    changed: () => this.deskChanged(),
    answered: (response) => this.show(response, ""),
    failed: (error) => this.fail(error),
  });
  private stage = "";
  private readonly intake = new Intake(this.checker, (found) => this.found(found), (error) => this.fail(error));
  private stopListening = () => {};
  private release: (() => void) | undefined;
  private outOfSight: ReturnType<typeof setTimeout> | undefined;

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stopListening = listenForAnswers({
      ours: (state) => this.desk.questions.ids.includes(state),
      take: (answer) => void this.check(answer),
      waits: () => this.desk.here.waiting,
      takeCode: (code) => this.desk.takeCode(code),
    });
    addEventListener("hashchange", this.onAddress);
    addEventListener("popstate", this.onBack);
    addEventListener("pagehide", this.onLeave);
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
    removeEventListener("pagehide", this.onLeave);
    document.removeEventListener("visibilitychange", this.onVisibility);
    this.desk.stop();
    this.checker.close();
  }

  private readonly onAddress = (): void => {
    const arrival = takeFromAddress();
    if (arrival) void this.arrived(arrival);
  };

  private readonly onBack = (): void => this.go("ask", false);

  /** A page that is kept in the back-forward cache would go on asking. */
  private readonly onLeave = (): void => {
    if (this.view === "question") this.go("ask", false);
  };

  private readonly onVisibility = (): void => {
    clearTimeout(this.outOfSight);
    if (document.hidden && this.view === "verdict") this.outOfSight = setTimeout(() => this.go("ask"), clearAfter);
  };

  private async arrived(arrival: Arrival): Promise<void> {
    if ("state" in arrival && this.desk.questions.ids.includes(arrival.state)) return this.check(arrival.text);
    if ("code" in arrival && this.desk.here.waiting && (await this.desk.takeCode(arrival.code).catch(() => false))) return;
    this.go("arriving");
    this.go((await handOver(arrival)) ? "handed" : "lost");
  }

  /** go changes the view and drops whatever the old one held. */
  private go(view: View, remember = true): void {
    if (view !== "verdict") this.result = undefined;
    if (view !== "question") this.desk.stop();
    this.intake.reset();
    this.progress = null;
    this.note = undefined;
    this.checking = false;
    this.trouble = "";
    this.said = undefined;
    this.errors = [];
    this.detail = "";
    this.stage = "";
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
    if (this.preset !== own) return this.question({ preset: this.preset });
    this.draft ??= emptyDraft(this.checker.types);
    this.go("own");
  }

  /** askOwn asks the question of one's own, once the engine has understood it. */
  private async askOwn(): Promise<void> {
    const draft = this.draft!;
    const asked = askedOf(draft);
    this.detail = "";
    this.errors = draftErrors(draft);
    if (!this.errors.length) {
      try {
        await this.checker.query(asked.query!);
        return this.question(asked);
      } catch (error) {
        this.wrongQuery(error);
      }
    }
    void toErrors(this);
  }

  private wrongQuery(error: unknown): void {
    const { kind, detail } = error instanceof EngineFailure ? error : { kind: "", detail: "" };
    // What the form wrote is shown as text where the form cannot say what is wrong.
    this.draft = { ...this.draft!, query: askedOf(this.draft!).query!, expert: true };
    this.errors = [{ id: "own-query", message: wrong(kind) }];
    this.detail = [kind, detail].filter(Boolean).join(": ");
  }

  private question(asked: Asked): void {
    this.go("question");
    this.desk.start(asked, this.who).catch((error: unknown) => this.fail(error));
  }

  private deskChanged(): void {
    const { stage } = this.desk.online;
    if (this.view === "question" && !this.desk.codes && stage !== this.stage) {
      const said = stage === "opened" || stage === "answered";
      if (said || this.stage === "opened") void arrive(this, text.page);
      this.stage = stage;
    }
    this.requestUpdate();
  }

  private restarted(): void {
    // What the files brought was in the engine that ended.
    if (this.who.brought) this.who = { ...this.who, brought: undefined, highAssurance: false };
    if (this.view !== "question" && this.view !== "read") return;
    this.trouble = text.trouble.restarted;
    this.progress = null;
    this.checking = false;
    this.intake.reset();
    this.desk.again(true).catch((error: unknown) => this.fail(error));
  }

  private fail(error: unknown): void {
    this.checking = false;
    this.progress = null;
    if (error instanceof EngineFailure && error.kind === "engine_ended") return;
    // What cannot be asked at all is said where it can be changed; an engine that ended makes a new question by itself.
    const asked = this.view === "question" && !this.desk.showing;
    if (asked && error instanceof EngineFailure && !error.kind.startsWith("engine_")) this.go("ask");
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
    if (item.type === "request" && item.text === this.desk.questions.current?.challenge.text) return;
    this.note = notAwaited(item, () => this.go("trust"));
  }

  private async check(raw: string): Promise<void> {
    this.checking = true;
    try {
      this.show(await this.checker.verify(raw, this.desk.questions.ids), raw);
    } catch (error) {
      this.fail(error);
    }
  }

  /** show puts a verdict on the screen; a no of the holder is none. */
  private show(response: VerifyResponse, raw: string): void {
    const { verdict, kind } = response.verdict;
    const declined = kind === "answer_declined";
    remember({ question: this.view === "read" ? readOnly : this.preset, outcome: declined ? "declined" : verdict, kind });
    this.go(declined ? "declined" : "verdict");
    if (declined) return;
    this.result = { response, raw };
    this.requestUpdate();
    give(verdict);
  }

  private changeWho(who: Who): void {
    if (who.identity !== this.who.identity) {
      this.files = { proof: undefined, key: undefined };
      this.errors = [];
      this.detail = "";
      void this.checker.identify({}).catch(() => undefined);
    }
    this.who = who;
    keepWho(who);
  }

  private async takeFiles(): Promise<void> {
    const outcome = await takeFiles(this.checker, this.who.identity, this.files);
    this.errors = outcome.errors;
    this.detail = outcome.detail;
    if (outcome.brought) this.who = { ...this.who, brought: outcome.brought };
  }

  /** leaveWho goes back, unless files were chosen and not taken: asking as somebody else in silence would be worse. */
  private leaveWho(): void {
    const missing = refusedFiles(this.who);
    if (missing) this.changeWho({ ...this.who, identity: "key", highAssurance: false });
    this.go("ask");
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
    switch (this.view) {
      case "question":
        return this.desk.codes ? this.byCodes() : this.live();
      case "read":
        return readView(this.scan(), () => this.go("ask"));
      case "own":
        return this.editor();
      case "who":
        return this.identity();
      case "history":
        return this.history();
      case "declined":
        return messageView(text.declined.title, text.declined.what, { words: text.verdict.again, act: () => this.go("ask") });
    }
    return askView({
      presets: this.checker.presets,
      chosen: this.preset,
      choose: (preset) => (this.preset = preset),
      go: () => this.ask(),
      who: [this.who.name, text.who.line[this.who.identity]].filter(Boolean).join(", "),
      openWho: () => this.go("who"),
      history: () => this.go("history"),
      settings: () => this.go("trust"),
    });
  }

  private editor(): TemplateResult {
    return editorView({
      draft: this.draft ?? emptyDraft(this.checker.types),
      types: this.checker.types,
      errors: this.errors,
      detail: this.detail,
      change: (draft) => (this.draft = draft),
      submit: () => void this.askOwn(),
      leave: () => this.go("ask"),
    });
  }

  private identity(): TemplateResult {
    return whoView({
      who: this.who,
      relay: relay() !== undefined,
      files: this.files,
      errors: this.errors,
      detail: this.detail,
      change: (who) => this.changeWho(who),
      choose: (files) => (this.files = files),
      take: () => void this.takeFiles(),
      leave: () => this.leaveWho(),
    });
  }

  private history(): TemplateResult {
    return historyView({
      checks: checks(),
      clear: () => (clearChecks(), this.requestUpdate()),
      ask: () => this.go("ask"),
      leave: () => this.go("ask"),
    });
  }

  private scan(): TemplateResult {
    return scanView({ progress: this.progress, note: this.note, checking: this.checking, take: (code) => this.intake.take(code) });
  }

  private live(): TemplateResult {
    const preset = this.checker.presets.find(({ id }) => id === this.preset);
    return liveView({
      desk: this.desk,
      purpose: this.preset === own ? (this.draft?.purpose.trim() ?? "") : (preset?.purpose ?? ""),
      checkCode: this.desk.online.challenge?.check_code ?? false,
      leave: () => this.go("ask"),
      fresh: () => void this.desk.again(false),
    });
  }

  private byCodes(): TemplateResult {
    return questionView({
      question: this.desk.questions.current,
      note: codesNote(this.desk),
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

function codesNote(desk: Desk): TemplateResult | typeof nothing {
  if (!desk.codes || desk.codes === "none") return nothing;
  const { title, what } = text.question.codes[desk.codes];
  return notice(
    "info",
    title,
    html`<p>${what}</p>
      <button class="button text" type="button" @click=${() => void desk.useRelay()}>${text.question.overRelay}</button>`,
  );
}

/** What is wrong with a query, for whoever wrote it; the engine's sentences are for whoever would answer it. */
function wrong(kind: string): string {
  const words = text.own.wrong;
  if (kind === "json_duplicate_key" || kind === "json_case_variant_key") return words.twice;
  if (kind.startsWith("json_")) return words.json;
  if (kind === "query_too_large") return words.large;
  if (kind === "format_unsupported") return words.format;
  return kind.startsWith("query_") || kind.startsWith("claim_") ? words.query : words.other;
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
