import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { QRCode } from "../engine/api.gen";
import { Engine } from "../engine/engine";
import { copyText } from "../screen/copy";
import "../screen/code";
import { icons } from "../screen/icons";
import { notice, progress } from "../screen/parts";
import { enOffice } from "../screen/text/en.office";
import type { Offer } from "./api";

const words = enOffice.offer;

/** An offer ready to be fetched: the link, the code, and apart from them the transaction code. */
@customElement("domicile-offer")
export class OfferView extends LitElement {
  @property({ attribute: false }) offer!: Offer;
  @state() private codes: QRCode[] = [];
  @state() private failed = false;
  @state() private left = Infinity;
  private clock = 0;

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.clock = window.setInterval(() => this.tick(), 1000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.clock);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("offer")) return;
    this.tick();
    void this.drawCode();
  }

  private tick(): void {
    this.left = (Date.parse(this.offer.expires_at) - Date.now()) / 1000;
  }

  /** The wallet's engine draws it: the person goes there next, and finds it fetched. */
  private async drawCode(): Promise<void> {
    const engine = new Engine("wallet");
    try {
      const { codes } = await engine.call("qr.encode", { text: this.offer.offer_uri });
      this.codes = codes;
    } catch {
      this.failed = true;
    } finally {
      engine.terminate();
    }
  }

  protected override render(): TemplateResult {
    if (this.left <= 0) return notice("problem", words.expired);
    return html`<div class="offer-ways">
      <section class="panel" aria-labelledby="tx">
        <h2 class="h2-small" id="tx">${words.txTitle}</h2>
        <p class="tx-code">${spaced(this.offer.tx_code)}</p>
        <p>${words.txBody}</p>
        <p class="soft small" role="timer">${words.left(this.left)}</p>
      </section>
      <section class="panel" aria-labelledby="here">
        <h2 class="h2-small" id="here">${words.here}</h2>
        <p>${words.hereBody}</p>
        <p>
          <a class="button wide" href="/wallet/#${this.offer.offer_uri}" target="_blank" rel="noopener">
            ${icons.card}${words.open}
          </a>
        </p>
      </section>
      <section class="panel" aria-labelledby="phone">
        <h2 class="h2-small" id="phone">${words.phone}</h2>
        <p>${words.phoneBody}</p>
        ${this.code()}
        <div class="actions">
          <button type="button" class="button quiet" @click=${() => void copyText(this.offer.offer_uri)}>
            ${icons.copy}${words.copy}
          </button>
        </div>
      </section>
    </div>`;
  }

  private code(): TemplateResult | typeof nothing {
    if (this.failed) return html`<p>${words.notDrawn}</p>`;
    if (!this.codes.length) return progress(words.drawing);
    return html`<domicile-code .codes=${this.codes} .label=${words.label}></domicile-code>`;
  }
}

/** Digits in groups, as they are read aloud; a screen reader gets them one by one. */
function spaced(code: string): TemplateResult {
  const groups = code.match(/.{1,3}/g) ?? [code];
  return html`<span aria-hidden="true">${groups.join("\u2009 ")}</span><span class="visually-hidden">${[...code].join(" ")}</span>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "domicile-offer": OfferView;
  }
}
