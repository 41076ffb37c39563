import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Card, Pending, WalletState } from "../engine/api.gen";
import { cardFront } from "../screen/card";
import { ask } from "../screen/dialog";
import { icons } from "../screen/icons";
import { empty, notice } from "../screen/parts";
import { enWallet } from "../screen/text/en.wallet";
import { toast } from "../screen/toast";
import { keeping, type Keeping } from "../vault/keeping";
import { problemNotice } from "./problem";
import { WalletView } from "./view";

const words = enWallet.cards;

/** The wallet's first view: the cards, what is not finished, and the way to more. */
@customElement("domicile-cards")
export class CardsView extends WalletView {
  @property({ attribute: false }) state!: WalletState;
  @state() private problem: unknown;
  @state() private keeping: Keeping = "kept";

  override connectedCallback(): void {
    super.connectedCallback();
    void keeping().then((found) => (this.keeping = found));
  }

  protected override render(): TemplateResult {
    const { cards, pending, trash, damaged } = this.state;
    return html`
      <div class="row spread">
        <h1>${words.title}</h1>
        ${cards.length ? this.addButton("button") : nothing}
      </div>
      ${this.problem ? problemNotice(this.problem) : nothing} ${damaged ? notice("problem", words.damagedTitle, words.damaged(damaged)) : nothing}
      ${pending.map((one) => this.pending(one))}
      ${cards.length ? this.stack(cards) : this.none()}
      ${this.keeping === "maybe" && cards.length ? html`<p class="soft small column middle">${enWallet.create.maybe}</p>` : nothing}
      <nav class="row wallet-more" aria-label=${words.more}>
        <button type="button" class="button text" @click=${() => this.wallet.go({ name: "activity" })}>${words.activity}</button>
        <button type="button" class="button text" @click=${() => this.wallet.go({ name: "settings" })}>${words.settings}</button>
        ${trash.length
          ? html`<button type="button" class="button text" @click=${() => this.wallet.go({ name: "trash" })}>
              ${words.trash(trash.length)}
            </button>`
          : nothing}
      </nav>
    `;
  }

  private addButton(look: string): TemplateResult {
    return html`<button type="button" class=${look} @click=${() => this.wallet.go({ name: "scan" })}>
      ${icons.check}${words.add}
    </button>`;
  }

  private none(): TemplateResult {
    return empty(
      words.emptyTitle,
      words.emptyBody,
      html`${this.addButton("button")}<a class="button quiet" href="/office/">${words.office}</a>`,
    );
  }

  private stack(cards: readonly Card[]): TemplateResult {
    return html`<ul class="card-stack">
      ${cards.map(
        (card) => html`<li>
          <button type="button" @click=${() => this.wallet.go({ name: "card", id: card.id })}>
            ${cardFront(card)}<span class="visually-hidden">${words.details}</span>
          </button>
        </li>`,
      )}
    </ul>`;
  }

  private pending(one: Pending): TemplateResult {
    return notice(
      "info",
      words.pendingTitle,
      html`<p>${words.pending(one.title, one.issuer)}<br /><span class="soft small">${words.since(one.since)}</span></p>
        <div class="row">
          <button type="button" class="button" @click=${() => this.wallet.go({ name: "receive", resume: one.id })}>
            ${words.resume}
          </button>
          <button type="button" class="button quiet" @click=${() => void this.drop(one)}>${words.drop}</button>
        </div>`,
    );
  }

  private async drop(one: Pending): Promise<void> {
    const sure = await ask({ title: words.dropTitle, body: words.dropBody, yes: words.drop });
    if (!sure) return;
    const { session } = this.wallet;
    try {
      await session.change(() => session.call("offer.drop", { session: one.id }), (change) => change);
      toast(words.dropped);
    } catch (error) {
      this.problem = error;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "domicile-cards": CardsView;
  }
}
