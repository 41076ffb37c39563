import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { errorLine, errorSummary, toErrors, type FieldError } from "../screen/forms";
import { announce } from "../screen/frame";
import { notice, progress } from "../screen/parts";
import { enWallet } from "../screen/text/en.wallet";
import { askToKeep } from "../vault/keeping";
import { passphraseField, passphraseOf } from "./passphrase";
import { problemNotice } from "./problem";
import { strengthOf, type Strength } from "./strength";
import { WalletView } from "./view";

const words = enWallet.create;

/** Ten characters are not enough by themselves; they only spare the estimator the obvious. */
const shortest = 10;

/** The least score of the estimator that makes a wallet: more than 10^8 guesses. */
const goodEnough = 3;

/** Making a wallet: the passphrase, how strong it is, and that nobody can recover it. */
@customElement("domicile-create")
export class CreateView extends WalletView {
  @property({ type: Boolean }) waiting = false;
  @state() private errors: FieldError[] = [];
  @state() private shown = false;
  @state() private busy = false;
  @state() private problem: unknown;
  @state() private strength: Strength | "looking" | undefined;

  private asked = 0;

  protected override render(): TemplateResult {
    return html`<div class="column">
      <h1>${words.title}</h1>
      ${this.waiting ? notice("info", words.waiting) : nothing}
      ${errorSummary(this.errors)} ${this.problem ? problemNotice(this.problem) : nothing}
      <p>${words.lead}</p>
      <form @submit=${this.submit} novalidate>
        ${this.fields()} ${notice("info", words.warningTitle, words.warning)} ${this.understand()}
        ${this.busy
          ? progress(words.working)
          : html`<div class="actions"><button class="button" type="submit">${words.submit}</button></div>`}
      </form>
    </div>`;
  }

  private fields(): TemplateResult {
    const shared = { errors: this.errors, shown: this.shown, autocomplete: "new-password", disabled: this.busy } as const;
    return html`
      ${passphraseField({
        ...shared,
        id: "passphrase",
        label: words.passphrase,
        hint: words.hint,
        onShow: () => (this.shown = !this.shown),
        onInput: (value) => void this.judge(value),
      })}
      ${this.strengthLine()} ${passphraseField({ ...shared, id: "again", label: words.again })}
    `;
  }

  private strengthLine(): TemplateResult {
    const { strength } = this;
    const score = typeof strength === "object" ? strength.score : -1;
    return html`<div class="field" aria-live="polite">
      <div class="strength" aria-hidden="true">${[0, 1, 2, 3, 4].map((bar) => html`<span class=${bar <= score ? "on" : ""}></span>`)}</div>
      ${strength === undefined
        ? nothing
        : strength === "looking"
          ? html`<p class="hint">${words.strengthWorking}</p>`
          : html`<p class="hint">
              <strong>${words.strengthLabel}: ${words.strength[score]}.</strong> ${words.guesses(strength.time)}
            </p>`}
    </div>`;
  }

  private understand(): TemplateResult {
    const error = this.errors.find((one) => one.id === "understand");
    return html`<div class="field ${error ? "wrong" : ""}">
      ${error ? errorLine(error.message, "understand-error") : nothing}
      <label class="choice">
        <input
          type="checkbox"
          id="understand"
          name="understand"
          ?disabled=${this.busy}
          aria-describedby=${error ? "understand-error" : nothing}
        />
        <span>${words.understand}</span>
      </label>
    </div>`;
  }

  /** Estimates as the person types; only the answer to the newest text counts. */
  private async judge(value: string): Promise<void> {
    const turn = ++this.asked;
    if (!value) return void (this.strength = undefined);
    this.strength ??= "looking";
    const strength = await strengthOf(value);
    if (turn === this.asked) this.strength = strength;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const form = event.target as HTMLFormElement;
    const passphrase = passphraseOf(form, "passphrase");
    this.errors = await this.refusals(form, passphrase);
    if (this.errors.length) return toErrors(this);
    await this.make(passphrase, form);
  }

  private async refusals(form: HTMLFormElement, passphrase: string): Promise<FieldError[]> {
    const found: FieldError[] = [];
    const strength = passphrase ? await strengthOf(passphrase) : undefined;
    if (!passphrase) found.push({ id: "passphrase", message: words.errors.empty });
    else if ([...passphrase].length < shortest) found.push({ id: "passphrase", message: words.errors.short });
    else if (strength && strength.score < goodEnough) found.push({ id: "passphrase", message: words.errors.weak });
    if (passphrase && passphraseOf(form, "again") !== passphrase) found.push({ id: "again", message: words.errors.differs });
    const understood = (form.elements.namedItem("understand") as HTMLInputElement).checked;
    if (!understood) found.push({ id: "understand", message: words.errors.understand });
    return found;
  }

  private async make(passphrase: string, form: HTMLFormElement): Promise<void> {
    this.busy = true;
    this.problem = undefined;
    announce(words.working);
    try {
      await this.wallet.session.create(passphrase);
      form.reset();
      announce((await askToKeep()) === "kept" ? words.kept : words.maybe);
    } catch (error) {
      this.problem = error;
    }
    this.busy = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "domicile-create": CreateView;
  }
}
