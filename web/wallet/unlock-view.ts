import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { errorSummary, toErrors, type FieldError } from "../screen/forms";
import { announce } from "../screen/frame";
import { fold, notice, progress } from "../screen/parts";
import { enWallet } from "../screen/text/en.wallet";
import { passphraseField, passphraseOf } from "./passphrase";
import { kindOf, problemNotice } from "./problem";
import { WalletView } from "./view";

const words = enWallet.unlock;

/** Unlocking. A wrong passphrase and a damaged vault look alike, and neither loses anything. */
@customElement("domicile-unlock")
export class UnlockView extends WalletView {
  @property({ type: Boolean }) waiting = false;
  @state() private errors: FieldError[] = [];
  @state() private shown = false;
  @state() private busy = false;
  @state() private problem: unknown;

  protected override render(): TemplateResult {
    return html`<div class="column">
      <h1>${words.title}</h1>
      ${this.waiting ? notice("info", words.waiting) : this.reason()}
      ${errorSummary(this.errors)} ${this.problem ? problemNotice(this.problem) : nothing}
      <form @submit=${this.submit} novalidate>
        ${passphraseField({
          id: "passphrase",
          label: words.passphrase,
          errors: this.errors,
          autocomplete: "current-password",
          shown: this.shown,
          onShow: () => (this.shown = !this.shown),
          disabled: this.busy,
        })}
        ${this.busy
          ? progress(words.working)
          : html`<div class="actions"><button class="button" type="submit">${words.submit}</button></div>`}
      </form>
      ${fold(words.forgotten, html`<p>${words.forgottenBody}</p>`)}
    </div>`;
  }

  private reason(): TemplateResult | typeof nothing {
    switch (this.wallet.session.lockReason) {
      case "elsewhere":
        return notice("info", enWallet.lockedElsewhere);
      case "restarted":
        return notice("problem", enWallet.restarted);
      default:
        return nothing;
    }
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const form = event.target as HTMLFormElement;
    const passphrase = passphraseOf(form, "passphrase");
    this.problem = undefined;
    this.errors = passphrase ? [] : [{ id: "passphrase", message: words.empty }];
    if (this.errors.length) return toErrors(this);
    await this.unlock(passphrase, form);
  }

  private async unlock(passphrase: string, form: HTMLFormElement): Promise<void> {
    this.busy = true;
    announce(words.working);
    try {
      await this.wallet.session.unlock(passphrase);
      form.reset();
    } catch (error) {
      if (kindOf(error) === "vault_locked") this.errors = [{ id: "passphrase", message: words.wrong }];
      else this.problem = error;
    }
    this.busy = false;
    if (this.errors.length) void toErrors(this);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "domicile-unlock": UnlockView;
  }
}
