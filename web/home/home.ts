import { html, LitElement, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { frame } from "../screen/frame";
import { icons } from "../screen/icons";
import { door } from "../screen/parts";
import { enHome as words } from "../screen/text/en.home";
import { demoStatus, type DemoStatus } from "./status";

/** The first page: three doors, the demo office, and what all this is. */
@customElement("domicile-home")
export class Home extends LitElement {
  @state() private status: DemoStatus | "looking" = "looking";

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void demoStatus().then((status) => (this.status = status));
  }

  protected override render(): TemplateResult {
    return frame({ main: html`${this.welcome()} ${this.status === "none" ? "" : this.practice()} ${plain()}` });
  }

  private welcome(): TemplateResult {
    return html`
      <h1 class="column">${words.title}</h1>
      <p class="lead">${words.lead}</p>
      <h2 class="h2-small">${words.doors}</h2>
      <ul class="doors">
        <li>${door("/wallet/", icons.card, words.wallet.name, words.wallet.what)}</li>
        <li>${door("/verifier/", icons.check, words.verifier.name, words.verifier.what)}</li>
        <li>${door("/kiosk/", icons.kiosk, words.kiosk.name, words.kiosk.what)}</li>
      </ul>
    `;
  }

  private practice(): TemplateResult {
    return html`
      <section class="panel practice" aria-labelledby="try">
        <div>
          <h2 id="try">${words.try.title}</h2>
          <p>${words.try.lead}</p>
          <ol>
            ${words.try.steps.map((step) => html`<li>${step}</li>`)}
          </ol>
          <p class="soft" role="status"><strong>${words.status.title}:</strong> ${words.status[this.status]}</p>
        </div>
        ${door("/office/", icons.office, words.try.door.name, words.try.door.what)}
      </section>
    `;
  }
}

function plain(): TemplateResult {
  return html`
    <section class="plain-words">
      <div>
        <h2>${words.plain.title}</h2>
        <ul>
          ${words.plain.is.map((line) => html`<li>${line}</li>`)}
        </ul>
      </div>
      <div>
        <h2>${words.plain.notTitle}</h2>
        <ul>
          ${words.plain.not.map((line) => html`<li>${line}</li>`)}
        </ul>
      </div>
    </section>
  `;
}
