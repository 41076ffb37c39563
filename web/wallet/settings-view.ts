import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { Voucher } from "../engine/api.gen";
import { listName } from "../trust/sources";
import { foreignName } from "../screen/foreign";
import { announce } from "../screen/frame";
import { back, notice } from "../screen/parts";
import { enWallet } from "../screen/text/en.wallet";
import { toast } from "../screen/toast";
import { canHandle, offerToHandle } from "./handlers";
import { chooseHighAssurance, highAssurance } from "./preferences";
import { kindOf, problemNotice } from "./problem";
import { readVouchers } from "./vouchers";
import { WalletView } from "./view";

const words = enWallet.settings;

/** What the person can set: whom to answer, who vouches for verifiers, and links. */
@customElement("domicile-settings")
export class SettingsView extends WalletView {
  @state() private problem: TemplateResult | undefined;
  @state() private links: "offered" | "refused" | undefined;

  protected override render(): TemplateResult {
    return html`<div class="column">
      ${back(() => history.back())}
      <h1>${words.title}</h1>
      ${this.assurance()} ${this.vouchers()} ${this.handling()}
    </div>`;
  }

  private assurance(): TemplateResult {
    const choose = (event: Event) => chooseHighAssurance((event.target as HTMLInputElement).checked);
    return html`<section>
      <h2>${words.haipTitle}</h2>
      <label class="choice">
        <input type="checkbox" role="switch" .checked=${highAssurance()} @change=${choose} />
        <span><span class="name">${words.haip}</span><span class="hint">${words.haipWhat}</span></span>
      </label>
    </section>`;
  }

  private vouchers(): TemplateResult {
    const { vouchers } = this.wallet.session.parties;
    const files = [...new Set(vouchers.map((one) => one.source))];
    return html`<section>
      <h2>${words.vouchersTitle}</h2>
      <p>${vouchers.length ? words.vouchersLead : words.vouchersNone}</p>
      ${files.map((file) => this.source(file, vouchers.filter((one) => one.source === file)))}
      ${this.problem ?? nothing}
      <div class="field">
        <label for="vouchers-file">${words.vouchersAdd}</label>
        <p class="hint" id="vouchers-hint">${words.vouchersHint}</p>
        <input class="input" id="vouchers-file" type="file" accept=".pem,.crt,.cer,.json" aria-describedby="vouchers-hint" @change=${this.chosen} />
      </div>
    </section>`;
  }

  private source(file: string, named: readonly Voucher[]): TemplateResult {
    const site = file === listName;
    return html`<div class="voucher-source">
      <ul class="list">
        ${named.map(({ name }) => html`<li><strong>${foreignName(name)}</strong></li>`)}
      </ul>
      <p class="soft small">${site ? words.vouchersFromSite : words.vouchersFrom(file)}</p>
      ${site
        ? nothing
        : html`<button type="button" class="button quiet" @click=${() => void this.forget(file)}>${words.remove(file)}</button>`}
    </div>`;
  }

  private handling(): TemplateResult {
    return html`<section>
      <h2>${words.linksTitle}</h2>
      <p>${words.linksLead}</p>
      ${this.links === "refused" || !canHandle() ? notice("info", words.linksRefused) : nothing}
      ${this.links === "offered" ? html`<p role="status">${words.linksDone}</p>` : nothing}
      ${canHandle() ? html`<button type="button" class="button quiet" @click=${this.handle}>${words.links}</button>` : nothing}
    </section>`;
  }

  private readonly handle = (): void => {
    this.links = offerToHandle().length ? "offered" : "refused";
    announce(this.links === "offered" ? words.linksDone : words.linksRefused);
  };

  private readonly chosen = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    input.value = ""; // so that the same file can be chosen again
    if (file) void this.add(file);
  };

  private async add(file: File): Promise<void> {
    const { session } = this.wallet;
    this.problem = undefined;
    try {
      const source = await readVouchers(file);
      if (!source) return void (this.problem = notice("problem", words.vouchersLarge));
      await session.parties.believe(session.ask, source);
      toast(words.added);
    } catch (error) {
      const nobody = ["trust_source_unknown", "certificate_malformed"].includes(kindOf(error));
      this.problem = nobody ? notice("problem", words.vouchersNobody) : problemNotice(error, words.vouchersUnread);
    }
    this.requestUpdate();
  }

  private async forget(file: string): Promise<void> {
    const { session } = this.wallet;
    try {
      await session.parties.disbelieve(session.ask, file);
      toast(words.removed);
    } catch (error) {
      this.problem = problemNotice(error);
    }
    this.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "domicile-settings": SettingsView;
  }
}
