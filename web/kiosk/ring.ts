// The ring that shows how long a result still stays.

import { html, LitElement, svg, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { kiosk } from "../screen/text/en.kiosk";

const radius = 26;
const round = 2 * Math.PI * radius;

/** <domicile-ring seconds="4"> counts down once from when it appears and then fires `done`. */
class DomicileRing extends LitElement {
  @property({ type: Number }) seconds = 4;
  @state() private left = 0;
  private timer = 0;
  private end = 0;

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.end = performance.now() + this.seconds * 1000;
    this.left = this.seconds;
    this.timer = window.setInterval(() => this.tick(), 100);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  private tick(): void {
    this.left = Math.max(0, (this.end - performance.now()) / 1000);
    if (this.left > 0) return;
    clearInterval(this.timer);
    this.dispatchEvent(new CustomEvent("done"));
  }

  protected override render(): TemplateResult {
    const gone = round * (1 - this.left / this.seconds);
    return html`<svg class="ring" viewBox="0 0 64 64" role="img" aria-label=${kiosk.back(Math.ceil(this.left))}>
      <circle class="ring-track" cx="32" cy="32" r=${radius}></circle>
      ${svg`<circle class="ring-left" cx="32" cy="32" r=${radius} stroke-dasharray=${round} stroke-dashoffset=${gone}></circle>`}
      <text x="32" y="40" text-anchor="middle" aria-hidden="true">${Math.ceil(this.left)}</text>
    </svg>`;
  }
}

customElements.define("domicile-ring", DomicileRing);
