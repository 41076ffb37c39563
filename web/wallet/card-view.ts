import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Card, WalletState } from "../engine/api.gen";
import { cardBack, cardFront } from "../screen/card";
import { claimList, splitClaims } from "../screen/claims";
import { foreignName, foreign } from "../screen/foreign";
import { announce } from "../screen/frame";
import { icons } from "../screen/icons";
import { back, fold, notice } from "../screen/parts";
import { en } from "../screen/text/en";
import { enWallet } from "../screen/text/en.wallet";
import { date } from "../screen/text/locale";
import { toast } from "../screen/toast";
import { problemNotice } from "./problem";
import { WalletView } from "./view";

const words = enWallet.card;

/** One card: its face and back, what it says, and what can be done with it. */
@customElement("domicile-card")
export class CardView extends WalletView {
  @property({ attribute: false }) state!: WalletState;
  @property() card = "";
  @state() private turned = false;
  @state() private problem: unknown;

  protected override render(): TemplateResult | typeof nothing {
    const card = this.state.cards.find((one) => one.id === this.card);
    if (!card) return this.gone();
    return html`
      ${back(() => history.back())}
      <h1 class="visually-hidden">${card.title}</h1>
      <div class="card-page">
        <div>${this.faces(card)} ${this.actions(card)}</div>
        <div>${this.details(card)}</div>
      </div>
    `;
  }

  /** Deleted here or in another tab. */
  private gone(): typeof nothing {
    queueMicrotask(() => this.wallet.home());
    return nothing;
  }

  private faces(card: Card): TemplateResult {
    const facts = [
      card.scope === "test" ? words.testNote : "",
      words.added(card.added_at),
      words.copies(card.unused, card.copies),
      words.backNote,
    ].filter(Boolean);
    return html`<div class="card-turn ${this.turned ? "turned" : ""}">
      <div>
        <div ?inert=${this.turned}>${cardFront(card)}</div>
        <div class="back-side" ?inert=${!this.turned} aria-hidden=${this.turned ? "false" : "true"}>${cardBack(card, facts)}</div>
      </div>
    </div>`;
  }

  private actions(card: Card): TemplateResult {
    return html`${this.problem ? problemNotice(this.problem) : nothing}
      ${card.expired ? notice("problem", words.expired) : nothing}
      <div class="actions card-actions">
        <button type="button" class="button" @click=${() => this.wallet.go({ name: "scan" })}>${icons.check}${words.show}</button>
        <button type="button" class="button quiet" aria-pressed=${this.turned} @click=${this.turn}>${icons.turn}${words.turn}</button>
        <button type="button" class="button quiet" @click=${() => void this.deleteCard(card)}>${icons.trash}${words.delete}</button>
      </div>
      <p class="soft">${words.how}</p>`;
  }

  private details(card: Card): TemplateResult {
    const { plain, technical } = splitClaims(card.claims);
    return html`
      <h2>${words.details}</h2>
      ${claimList(plain)}
      <dl class="claims">
        <div><dt>${words.issuer}</dt><dd>${foreignName(card.issuer)}</dd></div>
        ${card.from ? html`<div><dt>${words.from}</dt><dd>${date(card.from)}</dd></div>` : nothing}
        ${card.until ? html`<div><dt>${words.until}</dt><dd>${date(card.until)}</dd></div>` : nothing}
      </dl>
      ${card.scope === "" ? notice("info", words.unlisted) : nothing}
      ${card.unchecked ? notice("info", words.unchecked) : nothing}
      <p>${card.unused ? html`<strong>${words.copies(card.unused, card.copies)}.</strong> ${words.copiesWhy}` : words.copiesOut}</p>
      ${fold(
        en.technical,
        html`${claimList(technical)}
        <dl class="claims">
          <div><dt>${words.address}</dt><dd class="code">${foreign(card.issuer_url)}</dd></div>
          <div><dt>${words.type}</dt><dd class="code">${foreign(card.type)}</dd></div>
          <div><dt>${words.id}</dt><dd class="code">${foreign(card.id)}</dd></div>
        </dl>`,
      )}
    `;
  }

  private readonly turn = (): void => {
    this.turned = !this.turned;
    announce(this.turned ? words.turned : words.unturned);
  };

  private async deleteCard(card: Card): Promise<void> {
    const { session } = this.wallet;
    const { wallet } = this;
    try {
      await session.change(() => session.call("card.delete", { id: card.id }), (change) => change);
      wallet.home();
      toast(words.deleted, () => void restore());
    } catch (error) {
      this.problem = error;
    }
    async function restore(): Promise<void> {
      await session.change(() => session.call("card.restore", { id: card.id }), (change) => change);
      announce(words.restored);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "domicile-card": CardView;
  }
}
