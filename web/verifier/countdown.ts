// How long somebody still has, second by second.

import { LitElement } from "lit";
import { property } from "lit/decorators.js";
import { clock } from "../screen/text/locale";

class DomicileCountdown extends LitElement {
  /** RFC 3339. */
  @property() until = "";
  @property({ attribute: false }) words: (left: string) => string = (left) => left;
  private timer = 0;

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = window.setInterval(() => this.requestUpdate(), 1000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  protected override render(): string {
    const left = (Date.parse(this.until) - Date.now()) / 1000;
    return Number.isNaN(left) ? "" : this.words(clock(left));
  }
}

customElements.define("domicile-countdown", DomicileCountdown);
