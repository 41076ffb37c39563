// <domicile-camera>: the one door through which codes come in.
//
// Events: `scan` (detail: the text of a code, pasted, typed or from a picture),
// `leave` (the person closes the camera). Properties: `progress` of an animated
// code, told by the page; `autostart` to open even where the browser will ask;
// `scanner` to take hand scanners; `canLeave`; `bare` for screens that show
// the picture alone (a kiosk).

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { camera as text } from "../screen/text/en.camera";
import { browserOf } from "./advice";
import "./camera.css";
import { controls } from "./controls";
import { Decoder } from "./decoder";
import { Frames } from "./frames";
import { otherWays } from "./otherways";
import { pictureRefusal } from "./picture";
import { cameraAllowed, hasTorch, openCamera, otherCamera, setExtra, stopStream, troubleOf, zoomRange, type Trouble, type ZoomRange } from "./stream";
import { listenToScanner } from "./wedge";

export { decoderProgram } from "./decoder";

/** How far an animated code is. */
export interface ScanProgress {
  received: number;
  expected: number;
}

type Phase = "off" | "opening" | "open" | "trouble";

/** A camera that was pulled out comes back by itself: try this often, in ms. */
const retryEvery = 3000;

export class DomicileCamera extends LitElement {
  @property({ attribute: false }) progress: ScanProgress | null = null;
  @property({ type: Boolean }) autostart = false;
  @property({ type: Boolean }) scanner = false;
  @property({ type: Boolean, attribute: "can-leave" }) canLeave = false;
  @property({ type: Boolean }) bare = false;

  @state() private phase: Phase = "off";
  @state() private trouble: Trouble = "missing";
  @state() private torch: boolean | undefined;
  @state() private zoom: ZoomRange | undefined;
  @state() private other = false;
  @state() private reading = false;
  @state() private problem = "";
  @state() private dropping = false;

  private readonly decoder = new Decoder();
  private stream: MediaStream | undefined;
  private frames: Frames | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private stopScanner: (() => void) | undefined;
  private seen: IntersectionObserver | undefined;
  private visible = false;
  private wanted = false;
  /** Opening is asynchronous; only the newest attempt may put its stream in place. */
  private attempt = 0;

  // The pages share one stylesheet, so no shadow root.
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.onVisibility);
    addEventListener("paste", this.onPaste);
    this.seen = new IntersectionObserver((entries) => {
      this.visible = entries.at(-1)?.isIntersecting ?? false;
      this.onVisibility();
    });
    this.seen.observe(this);
    if (this.scanner) this.stopScanner = listenToScanner((code) => this.tell(code));
    // Opening waits for the observer: a camera nobody sees must not be on.
    void this.mayOpen().then((may) => {
      this.wanted = may;
      this.onVisibility();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.onVisibility);
    removeEventListener("paste", this.onPaste);
    this.seen?.disconnect();
    this.stopScanner?.();
    this.wanted = false;
    this.shut("off");
    this.decoder.end();
  }

  /** rescan lets the code in view be told again at once. */
  rescan(): void {
    this.frames?.forget();
  }

  private async mayOpen(): Promise<boolean> {
    return this.autostart || (await cameraAllowed());
  }

  private async open(choice?: string): Promise<void> {
    const attempt = ++this.attempt;
    this.wanted = true;
    this.shut("opening");
    try {
      const stream = await openCamera(choice);
      if (attempt !== this.attempt || !this.wanted || !this.isConnected) return stopStream(stream);
      await this.use(stream);
    } catch (error) {
      if (attempt === this.attempt) this.fail(troubleOf(error));
    }
  }

  private async use(stream: MediaStream): Promise<void> {
    this.stream = stream;
    this.phase = "open";
    stream.getVideoTracks()[0]?.addEventListener("ended", () => this.stream === stream && this.fail("lost"));
    this.torch = hasTorch(stream) ? false : undefined;
    this.zoom = zoomRange(stream);
    await this.updateComplete;
    const video = this.querySelector("video");
    if (!video || this.stream !== stream) return;
    video.srcObject = stream;
    await video.play().catch(() => undefined);
    if (this.stream !== stream) return;
    this.frames = new Frames(video, this.decoder, (code) => this.tell(code));
    this.other = (await otherCamera(stream)) !== undefined;
  }

  private fail(trouble: Trouble): void {
    this.shut("trouble");
    this.trouble = trouble;
    // Only the person can undo a refusal; the rest may pass.
    if (trouble !== "denied" && trouble !== "insecure") this.retry = setTimeout(() => this.reopen(), retryEvery);
  }

  private shut(phase: Phase): void {
    clearTimeout(this.retry);
    this.frames?.stop();
    this.frames = undefined;
    stopStream(this.stream);
    this.stream = undefined;
    this.phase = phase;
  }

  private reopen(): void {
    if (this.wanted && this.isConnected && !document.hidden && this.visible) void this.open();
  }

  private readonly onVisibility = (): void => {
    const away = document.hidden || !this.visible;
    if (away && (this.phase === "open" || this.phase === "opening")) {
      this.attempt++; // one that is being opened is stopped as soon as it comes
      this.shut("off");
    } else if (!away && this.wanted && this.phase === "off" && this.isConnected) void this.open();
  };

  private readonly onPaste = (event: ClipboardEvent): void => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    void this.readPictures(files);
  };

  private tell(code: string): void {
    this.problem = "";
    this.dispatchEvent(new CustomEvent("scan", { detail: code, bubbles: true }));
  }

  private paste(value: string): void {
    if (value === "") this.problem = text.pasteEmpty;
    else this.tell(value);
  }

  private async readPictures(files: Iterable<File>): Promise<void> {
    this.reading = true;
    this.problem = "";
    for (const file of files) {
      this.problem = await this.readPicture(file);
      if (this.problem) break;
    }
    this.reading = false;
  }

  /** Answers with what went wrong, in words, or with nothing. */
  private async readPicture(file: File): Promise<string> {
    const refusal = await pictureRefusal(file);
    if (refusal) return text.pictureRefused[refusal];
    const { texts, unreadable } = await this.decoder.picture(file);
    if (unreadable) return text.pictureUnreadable;
    if (texts.length === 0) return text.pictureNoCode;
    for (const found of texts) this.tell(found);
    return "";
  }

  private async leave(): Promise<void> {
    this.wanted = false;
    this.autostart = false;
    this.shut("off");
    this.dispatchEvent(new CustomEvent("leave", { bubbles: true }));
  }

  private async setTorch(on: boolean): Promise<void> {
    if (!this.stream) return;
    await setExtra(this.stream, { torch: on });
    this.torch = on;
  }

  private async useOther(): Promise<void> {
    const id = this.stream && (await otherCamera(this.stream));
    if (id) await this.open(id);
  }

  private readonly onDrag = (event: DragEvent): void => {
    event.preventDefault();
    this.dropping = event.type === "dragover";
    if (event.type === "drop") void this.readPictures([...(event.dataTransfer?.files ?? [])]);
  };

  protected override render(): TemplateResult {
    return html`<div class="camera ${this.dropping ? "dropping" : ""}" @dragover=${this.onDrag} @dragleave=${this.onDrag} @drop=${this.onDrag}>
      <div class="camera-view" data-phase=${this.phase}>${this.view()}</div>
      ${this.progressLine()}
      ${this.bare
        ? nothing
        : html`${this.phase === "open" ? this.controls() : nothing}
          ${otherWays(
            { open: this.phase === "trouble" || this.problem !== "" || this.reading, reading: this.reading, problem: this.problem },
            { paste: (value) => this.paste(value), pictures: (files) => void this.readPictures(files) },
          )}`}
    </div>`;
  }

  private view(): TemplateResult {
    // About to open by itself: no button that would only flash.
    const phase = this.phase === "off" && (this.autostart || this.wanted) && this.isConnected ? "opening" : this.phase;
    switch (phase) {
      case "open":
        return html`<video playsinline muted autoplay .muted=${true} aria-label=${text.aimLabel}></video>
          <div class="camera-aim" aria-hidden="true"></div>
          <p class="camera-hint">${text.aim}</p>`;
      case "opening":
        return html`<p class="camera-words" role="status">${text.starting}</p>`;
      case "trouble":
        return this.troubleView();
      case "off":
        return html`<div class="camera-words">
          <button class="button" type="button" @click=${() => void this.open()}>${text.start}</button>
          <p>${text.startWhy}</p>
        </div>`;
    }
  }

  private troubleView(): TemplateResult {
    const how = this.trouble === "denied" ? text.allow[browserOf(navigator.userAgent)] : text.trouble[this.trouble];
    return html`<div class="camera-words" role="alert">
      <p class="camera-trouble">${text.troubleTitle[this.trouble]}</p>
      <p>${how}</p>
      <button class="button" type="button" @click=${() => void this.open()}>${text.again}</button>
    </div>`;
  }

  private progressLine(): TemplateResult | typeof nothing {
    if (!this.progress || this.progress.expected <= 1) return nothing;
    const { received, expected } = this.progress;
    const words = text.progress(Math.min(received, expected), expected);
    return html`<div class="camera-progress">
      <progress max=${expected} .value=${Math.min(received, expected)} aria-label=${words}></progress>
      <p role="status"><strong>${words}</strong> ${text.progressHint}</p>
    </div>`;
  }

  private controls(): TemplateResult | typeof nothing {
    return controls(
      { torch: this.torch, zoom: this.zoom, other: this.other, canLeave: this.canLeave },
      {
        torch: (on) => void this.setTorch(on),
        zoom: (value) => this.stream && void setExtra(this.stream, { zoom: value }),
        other: () => void this.useOther(),
        leave: () => void this.leave(),
      },
    );
  }
}

customElements.define("domicile-camera", DomicileCamera);

declare global {
  interface HTMLElementTagNameMap {
    "domicile-camera": DomicileCamera;
  }
}
