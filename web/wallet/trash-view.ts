import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Card, WalletState } from "../engine/api.gen";
import { ask } from "../screen/dialog";
import { foreign } from "../screen/foreign";
import { back, empty } from "../screen/parts";
import { enWallet } from "../screen/text/en.wallet";
import { toast } from "../screen/toast";
import { problemNotice } from "./problem";
import { WalletView } from "./view";

const words = enWallet.trash;

/** Deleted cards, to restore or to erase for good. */
@customElement("domicile-trash")
export class TrashView extends WalletView {
  @property({ attribute: false }) state!: WalletState;
  @state() private problem: unknown;

  protected override render(): TemplateResult {
    const { trash } = this.state;
    return html`<div class="column">
      ${back(() => history.back())}
      <h1>${words.title}</h1>
      <p>${words.lead}</p>
      ${this.problem ? problemNotice(this.problem) : nothing}
      ${trash.length
        ? html`<ul class="list">
            ${trash.map((card) => this.row(card))}
          </ul>`
        : empty(words.empty, words.emptyBody)}
    </div>`;
  }

  private row(card: Card): TemplateResult {
    return html`<li>
      <p>
        <strong>${foreign(card.title, 80)}</strong>, ${foreign(card.issuer, 80)}<br />
        ${card.deleted_at ? html`<span class="soft small">${words.deletedAt(card.deleted_at)}</span>` : nothing}
      </p>
      <div class="row">
        <button type="button" class="button quiet" @click=${() => void this.restore(card)}>${words.restore}</button>
        <button type="button" class="button text" @click=${() => void this.erase(card)}>${words.erase}</button>
      </div>
    </li>`;
  }

  private restore(card: Card): Promise<void> {
    return this.change("card.restore", card, enWallet.card.restored);
  }

  private async erase(card: Card): Promise<void> {
    const sure = await ask({ title: words.eraseTitle, body: words.eraseBody(card.title), yes: words.erase });
    if (sure) await this.change("card.erase", card, words.erased);
  }

  private async change(call: "card.restore" | "card.erase", card: Card, done: string): Promise<void> {
    const { session } = this.wallet;
    try {
      await session.change(() => session.call(call, { id: card.id }), (change) => change);
      toast(done);
    } catch (error) {
      this.problem = error;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "domicile-trash": TrashView;
  }
}
