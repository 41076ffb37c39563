import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { QRCode } from "../engine/api.gen";
import { copyText } from "./copy";
import { announce } from "./frame";
import { draw } from "./modules";
import { en } from "./text/en";
import { clock } from "./text/locale";
import { keepAwake } from "./wake";

/** Milliseconds a picture of a moving code stays: from brisk to patient scanners. */
const paces = [150, 250, 500, 1000] as const;

/**
 * A code to be scanned from this screen: still or moving, with its quiet zone,
 * the screen kept awake, pause, pace and size for old scanners, and a visible
 * end. Fires "expired" once when its time is over.
 */
@customElement("domicile-code")
export class CodeView extends LitElement {
  /** What qr.encode answered, in order; one means a still. */
  @property({ attribute: false }) codes: readonly QRCode[] = [];
  /** What the code is, for screen readers: "your answer". */
  @property() label = "";
  /** RFC 3339 instant after which the code says that it has expired. */
  @property() expires = "";
  /** The whole text for the copy button; absent, there is no button. */
  @property() text = "";

  @state() private paused = false;
  @state() private pace = 1;
  @state() private big = false;
  @state() private left = Infinity;
  @query("canvas") private canvas!: HTMLCanvasElement;

  private at = 0;
  private frameTimer = 0;
  private secondTimer = 0;
  private sleep = () => {};

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.sleep = keepAwake();
    this.secondTimer = window.setInterval(() => this.tick(), 1000);
    this.frameTimer = window.setTimeout(() => this.advance(), paces[this.pace]);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sleep();
    clearInterval(this.secondTimer);
    clearTimeout(this.frameTimer);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("codes")) this.at = 0;
    if (changed.has("expires")) this.left = this.secondsLeft();
  }

  protected override updated(): void {
    this.paint();
  }

  private get gone(): boolean {
    return this.left <= 0;
  }

  private secondsLeft(): number {
    const end = Date.parse(this.expires);
    return Number.isNaN(end) ? Infinity : (end - Date.now()) / 1000;
  }

  private tick(): void {
    if (!this.expires || this.gone) return;
    this.left = this.secondsLeft();
    if (!this.gone) return;
    announce(en.code.expired);
    this.dispatchEvent(new CustomEvent("expired"));
  }

  private advance(): void {
    this.frameTimer = window.setTimeout(() => this.advance(), paces[this.pace]);
    if (this.paused || this.gone || this.codes.length < 2) return;
    this.at = (this.at + 1) % this.codes.length;
    this.paint();
  }

  private paint(): void {
    const code = this.codes[this.at];
    if (code) draw(this.canvas, code);
  }

  private step(by: number): void {
    this.pace = Math.min(paces.length - 1, Math.max(0, this.pace + by));
  }

  private grow(): void {
    this.big = !this.big;
    this.classList.toggle("bigger", this.big);
    this.scrollIntoView({ block: "start" });
  }

  protected override render(): TemplateResult {
    return html`
      <div class="code-face ${this.gone ? "gone" : ""}">
        <canvas role="img" aria-label=${en.code.label(this.label)}></canvas>
        ${this.gone ? html`<p class="code-gone">${en.code.expired}</p>` : nothing}
      </div>
      ${this.gone ? nothing : this.controls()}
    `;
  }

  private controls(): TemplateResult {
    return html`
      ${this.left < Infinity ? html`<p class="code-status">${en.code.leftMinutes(clock(this.left))}</p>` : nothing}
      ${this.codes.length > 1 ? html`<p class="code-status soft">${en.code.moving}</p>` : nothing}
      <div class="code-below">
        ${this.codes.length > 1 ? this.pacing() : nothing}
        <button type="button" class="button quiet" aria-pressed=${this.big} @click=${this.grow}>
          ${this.big ? en.code.smaller : en.code.bigger}
        </button>
        ${this.text
          ? html`<button type="button" class="button quiet" @click=${() => copyText(this.text)}>${en.code.copy}</button>`
          : nothing}
      </div>
      <p class="code-status soft small">${en.code.bright}</p>
    `;
  }

  private pacing(): TemplateResult {
    const slowest = this.pace === paces.length - 1;
    return html`
      <button type="button" class="button quiet" @click=${() => (this.paused = !this.paused)}>
        ${this.paused ? en.code.play : en.code.pause}
      </button>
      <button type="button" class="button quiet" @click=${() => (slowest ? (this.pace = 0) : this.step(1))}>
        ${slowest ? en.code.faster : en.code.slower}
      </button>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "domicile-code": CodeView;
  }
}
