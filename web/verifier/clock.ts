// A running clock on the verdict: a photograph of a green screen stands still.

import { LitElement } from "lit";
import { locale } from "../screen/text/locale";

const format = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", second: "2-digit" });

class DomicileClock extends LitElement {
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
    return format.format(new Date());
  }
}

customElements.define("domicile-clock", DomicileClock);
