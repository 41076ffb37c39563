import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { OfferPreview } from "../engine/api.gen";
import { cardFront } from "../screen/card";
import { foreign, foreignName } from "../screen/foreign";
import { errorSummary, toErrors, type FieldError } from "../screen/forms";
import { announce, arrive, testBanner } from "../screen/frame";
import { icons } from "../screen/icons";
import { notice, progress } from "../screen/parts";
import { enWallet } from "../screen/text/en.wallet";
import { toast } from "../screen/toast";
import { VaultFailure } from "../vault/failure";
import { codeErrors, codeField } from "./code-field";
import { Issuance } from "./issuance";
import { problemNotice } from "./problem";
import { WalletView } from "./view";
import type { View } from "./views";

const words = enWallet.receive;

/** Receiving a card: who offers what, the transaction code, and the way until it is stored. */
@customElement("domicile-receive")
export class ReceiveView extends WalletView {
  @property({ attribute: false }) view!: Extract<View, { name: "receive" }>;
  @state() private errors: FieldError[] = [];
  private issuance!: Issuance;
  private shown = "";

  override connectedCallback(): void {
    super.connectedCallback();
    this.issuance = new Issuance(this.wallet.session, this.view, () => this.stageChanged());
    void this.issuance.open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.issuance.leave();
  }

  /** The focus moves with the stage, not with every step of the progress bar. */
  private stageChanged(): void {
    const { stage } = this.issuance;
    this.errors = stage.at === "preview" && stage.preview.tx_code?.retry ? [{ id: "tx-code", message: words.codeWrong }] : [];
    this.requestUpdate();
    if (stage.at === this.shown) return;
    this.shown = stage.at;
    void arrive(this, enWallet.page).then(() => (this.errors.length ? toErrors(this) : undefined));
  }

  protected override render(): TemplateResult {
    const { stage } = this.issuance;
    switch (stage.at) {
      case "asking":
        return html`<h1>${words.title}</h1>${progress(words.asking, stage.part)}`;
      case "preview":
        return this.preview(stage.preview);
      case "receiving":
        return html`<h1>${words.receiving}</h1>${progress(words.fetching, stage.part)}`;
      case "done":
        return this.done(stage.card);
      case "lost":
        return this.lost(stage.kept);
      case "waiting":
        return this.waiting(stage.until);
      case "failed":
        return this.failed(stage.error);
    }
  }

  private preview(preview: OfferPreview): TemplateResult {
    return html`<div class="column">
      <h1>${words.titleFrom(preview.issuer)}</h1>
      ${errorSummary(this.errors)}
      <div class="card-turn">${cardFront(preview)}</div>
      ${preview.scope === "test" ? html`<div class="banner-block">${testBanner(words.test)}</div>` : nothing}
      ${preview.scope === "" ? notice("info", words.unlisted) : nothing}
      <dl class="claims">
        <div><dt>${words.by}</dt><dd>${foreignName(preview.issuer)}</dd></div>
        <div><dt>${words.address}</dt><dd class="code">${foreign(preview.issuer_url)}</dd></div>
        ${preview.hosts.length ? html`<div><dt>${words.hosts}</dt><dd class="code">${foreign(preview.hosts.join(", "))}</dd></div>` : nothing}
      </dl>
      ${preview.cards > 1 ? notice("info", words.several(preview.cards)) : nothing} ${says(preview)}
      <p>${words.copies(preview.copies)}</p>
      <p>${words.before}</p>
      <form @submit=${(event: SubmitEvent) => this.accept(event, preview)} novalidate>
        ${preview.tx_code ? codeField(preview.tx_code, this.errors) : nothing}
        <div class="actions">
          <button class="button" type="submit">${words.accept}</button>
          <button class="button quiet" type="button" @click=${() => void this.refuse()}>${words.refuse}</button>
        </div>
      </form>
    </div>`;
  }

  private done(card: string): TemplateResult {
    const stored = this.wallet.session.state.cards.find((one) => one.id === card);
    return html`<div class="column">
      <h1>${words.doneTitle}</h1>
      ${stored ? html`<div class="card-turn">${cardFront(stored)}</div>` : nothing}
      <p>${words.done}</p>
      <div class="actions">
        <button class="button" type="button" @click=${() => this.see(card)}>${words.see}</button>
      </div>
    </div>`;
  }

  private see(card: string): void {
    this.wallet.home();
    this.wallet.go({ name: "card", id: card });
  }

  private lost(kept: boolean): TemplateResult {
    return html`<div class="column">
      <h1>${words.lost}</h1>
      ${notice("problem", words.lost, kept ? words.lostKept : words.lostFresh)}
      <div class="actions">
        <button class="button" type="button" @click=${() => void this.issuance.retry()}>${words.retry}</button>
        <button class="button quiet" type="button" @click=${() => this.wallet.home()}>${words.later}</button>
      </div>
    </div>`;
  }

  private waiting(until: string): TemplateResult {
    return html`<div class="column">
      <h1>${words.waiting}</h1>
      ${progress(words.waitingUntil(until))}
      <p>${words.waitingNote}</p>
      <div class="actions">
        <button class="button quiet" type="button" @click=${() => this.wallet.home()}>${words.later}</button>
      </div>
    </div>`;
  }

  /** What the issuer refused stays refused; what the storage refused may work once there is room. */
  private failed(error: unknown): TemplateResult {
    return html`<div class="column">
      <h1>${words.failed}</h1>
      ${problemNotice(error)}
      <div class="actions">
        ${error instanceof VaultFailure
          ? html`<button class="button" type="button" @click=${() => void this.issuance.retry()}>${words.retry}</button>`
          : nothing}
        <button class="button quiet" type="button" @click=${() => this.wallet.home()}>${enWallet.cards.title}</button>
      </div>
    </div>`;
  }

  private accept(event: SubmitEvent, { tx_code }: OfferPreview): void {
    event.preventDefault();
    const field = (event.target as HTMLFormElement).elements.namedItem("tx-code") as HTMLInputElement | null;
    const code = field?.value.replace(/\s/g, "") ?? "";
    this.errors = tx_code ? codeErrors(tx_code, code) : [];
    if (this.errors.length) return void toErrors(this);
    announce(words.receiving);
    void this.issuance.accept(code);
  }

  private async refuse(): Promise<void> {
    const { wallet } = this;
    await this.issuance.refuse().catch(() => undefined); // nothing was accepted, so nothing can be lost
    wallet.home();
    toast(words.refused);
  }
}

/** What the card will say, and beside it what it does not give. */
function says({ claims, not_given }: OfferPreview): TemplateResult {
  return html`
    ${claims.length
      ? html`<h2 class="h2-small">${words.says}</h2>
          <ul class="columns">
            ${claims.map((label) => html`<li>${foreign(label, 80)}</li>`)}
          </ul>`
      : nothing}
    ${not_given.length
      ? html`<h2 class="h2-small">${words.notGiven}</h2>
          <ul class="bullets-no">
            ${not_given.map((label) => html`<li>${icons.cross}<span>${foreign(label)}</span></li>`)}
          </ul>`
      : nothing}
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    "domicile-receive": ReceiveView;
  }
}
