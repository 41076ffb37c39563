import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { PresentPreview } from "../engine/api.gen";
import { toErrors, type FieldError } from "../screen/forms";
import { announce, arrive } from "../screen/frame";
import { fold, notice, progress } from "../screen/parts";
import "../screen/code";
import { enWallet } from "../screen/text/en.wallet";
import { toast } from "../screen/toast";
import { VaultFailure } from "../vault/failure";
import { consent, nameOf } from "./consent";
import { choices, firstPicks, missing, type Picks } from "./picks";
import { highAssurance } from "./preferences";
import { arrivedStage, askingStage, canGoAlone, codeStage, digitErrors, lostStage, safeAddress } from "./present-stages";
import { Presentation, type Stage } from "./presentation";
import { kindOf, problemNotice } from "./problem";
import { WalletView } from "./view";

const words = enWallet.present;

/** Long enough to read where one is taken. */
const pause = 1500;

/** Answering a question: where it is, who asks for what and why, the person's choice, and the answer. */
@customElement("domicile-present")
export class PresentView extends WalletView {
  @property() text = "";
  /** A link brought the question, so its page is in this browser. */
  @property({ type: Boolean, attribute: "same-device" }) sameDevice = false;
  @state() private picks: Picks = { sets: [], cards: {} };
  @state() private errors: FieldError[] = [];
  @state() private refusal: { redirect: string } | "under way" | undefined;
  @state() private now = Date.now();
  private presentation!: Presentation;
  private shown = "";
  private clock = 0;
  private departure = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.clock = window.setInterval(() => this.tick(), 1000);
    this.presentation = new Presentation(this.wallet.session, this.text, highAssurance(), () => this.stageChanged());
    void this.presentation.open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.presentation.leave();
    clearInterval(this.clock);
    clearTimeout(this.departure);
  }

  private stageChanged(): void {
    const { stage } = this.presentation;
    if (stage.at === "consent" && this.shown !== "consent") this.picks = firstPicks(stage.preview);
    if (stage.at === "sent") this.depart(stage.redirect);
    this.requestUpdate();
    this.arrived(stage.at);
  }

  private arrived(at: string): void {
    if (at === this.shown) return;
    this.shown = at;
    void arrive(this, enWallet.page);
  }

  /** Back to where the user was, on the same device alone. */
  private depart(redirect: string): void {
    if (this.sameDevice && canGoAlone(redirect)) this.departure = window.setTimeout(() => location.assign(redirect), pause);
  }

  private get secondsLeft(): number {
    const end = Date.parse(this.presentation.preview?.expires_at ?? "");
    return Number.isNaN(end) ? Infinity : (end - this.now) / 1000;
  }

  private tick(): void {
    const before = this.secondsLeft;
    this.now = Date.now();
    if (this.shown === "consent" && before > 0 && this.secondsLeft <= 0) announce(words.expired);
  }

  protected override render(): TemplateResult {
    if (this.refusal === "under way") return working(words.refusing);
    if (this.refusal) return arrivedStage(true, this.sameDevice, this.refusal.redirect, () => this.wallet.home());
    return this.stage(this.presentation.stage);
  }

  private stage(stage: Stage): TemplateResult {
    const cancel = () => void this.cancel();
    switch (stage.at) {
      case "opening":
        return working(words.opening);
      case "asking":
        return askingStage(stage.host, this.sameDevice, () => void this.presentation.ask(), cancel);
      case "fetching":
        return working(words.fetching(stage.host));
      case "code":
        return codeStage(this.errors, (digits) => this.enter(digits), cancel);
      case "consent":
        return this.consent(stage.preview);
      case "answering":
        return working(words.answering);
      case "sending":
        return working(words.sending(stage.host));
      case "lost":
        return lostStage(stage.shown, () => void this.presentation.again(), () => this.wallet.home());
      case "answer":
        return this.answer(stage);
      case "sent":
        return arrivedStage(false, this.sameDevice, stage.redirect, () => this.wallet.home());
      case "failed":
        return this.failed(stage);
    }
  }

  private consent(preview: PresentPreview): TemplateResult {
    const late = this.secondsLeft <= 0;
    const lacks = missing(preview, this.picks);
    const agrees = preview.transactions.length > 0;
    return html`<div class="column">
      <h1>${title(preview, agrees)}</h1>
      ${consent(preview, this.picks, (picks) => (this.picks = picks))} ${this.timeLeft(late)}
      ${lacks && preview.satisfiable && !late ? html`<p role="status">${words.missing[lacks]}</p>` : nothing}
      <div class="actions consent-actions">
        ${!late && !lacks
          ? html`<button type="button" class="button" @click=${() => this.give(preview)}>${agrees ? words.agree : words.show}</button>`
          : nothing}
        <button type="button" class="button quiet" @click=${() => void this.refuse(preview)}>${words.refuse}</button>
      </div>
    </div>`;
  }

  private timeLeft(late: boolean): TemplateResult | typeof nothing {
    if (late) return notice("problem", words.expired);
    return this.secondsLeft < Infinity ? html`<p class="soft" role="timer">${words.timeLeft(this.secondsLeft)}</p>` : nothing;
  }

  private answer({ text, codes, returnTo }: Extract<Stage, { at: "answer" }>): TemplateResult {
    const back = safeAddress(returnTo);
    return html`<div class="column middle answer">
      <h1>${words.answerTitle}</h1>
      ${this.sameDevice && back ? html`${goBack(back)}<h2 class="h2-small">${words.orScan}</h2>` : html`<p>${words.showIt}</p>`}
      <domicile-code
        .codes=${codes}
        .text=${text}
        .expires=${this.presentation.preview?.expires_at ?? ""}
        .label=${words.answerLabel}
      ></domicile-code>
      <p class="soft">${words.answerNote}</p>
      ${!this.sameDevice && back ? fold(words.sameDevice, goBack(back)) : nothing} ${this.doneButton()}
    </div>`;
  }

  private failed({ error, tellable }: Extract<Stage, { at: "failed" }>): TemplateResult {
    const wrongDigits = kindOf(error) === "request_check_code";
    const stored = !(error instanceof VaultFailure);
    return html`<div class="column">
      <h1>${wrongDigits ? words.codeWrongTitle : words.failed}</h1>
      ${problemNotice(error, words.nothingShown)} ${tellable ? html`<p>${words.tellNote}</p>` : nothing}
      <div class="actions">
        ${stored ? nothing : html`<button type="button" class="button" @click=${() => this.presentation.reconsider()}>${words.retry}</button>`}
        ${tellable ? html`<button type="button" class="button" @click=${() => void this.tell()}>${words.tell}</button>` : nothing}
        <button type="button" class="button quiet" @click=${() => this.wallet.home()}>${words.done}</button>
      </div>
    </div>`;
  }

  private doneButton(): TemplateResult {
    return html`<div class="actions">
      <button type="button" class="button quiet" @click=${() => this.wallet.home()}>${words.done}</button>
    </div>`;
  }

  private enter(digits: string): void {
    this.errors = digitErrors(digits);
    if (this.errors.length) return void toErrors(this);
    void this.presentation.enter(digits);
  }

  private give(preview: PresentPreview): void {
    void this.presentation.answer(choices(preview, this.picks));
  }

  /** Nothing was read yet, so there is nobody to tell. */
  private async cancel(): Promise<void> {
    const { wallet, presentation } = this;
    wallet.home();
    await presentation.refuse().catch(() => "");
  }

  /** Refusing always works: what fails is the line in the log, or the word to the verifier. */
  private async refuse(preview: PresentPreview): Promise<void> {
    const { wallet, presentation } = this;
    const refused = presentation.refuse().catch((error: unknown) => {
      console.warn("the refusal was not logged, or not heard", error);
      return "";
    });
    if (this.sameDevice && preview.sends) return this.refuseHere(refused);
    toast(words.refused);
    wallet.home();
    await refused;
  }

  /** The page that asked is in this browser: it is heard where it sends the person now. */
  private async refuseHere(refused: Promise<string>): Promise<void> {
    this.refusal = "under way";
    this.arrived("refusing");
    const redirect = safeAddress(await refused);
    this.refusal = { redirect };
    this.depart(redirect);
    this.arrived("refused");
  }

  private async tell(): Promise<void> {
    const { wallet, presentation } = this;
    const told = await presentation.refuse().then(
      () => words.told,
      () => words.notTold,
    );
    toast(told);
    wallet.home();
  }
}

function working(what: string): TemplateResult {
  return html`<h1>${what}</h1>${progress(what)}`;
}

function title(preview: PresentPreview, agrees: boolean): string {
  const name = nameOf(preview);
  if (!name) return agrees ? words.titleNoNameAgree : words.titleNoName;
  return agrees ? words.titleAgree(name) : words.title(name);
}

/** Back to the page that asked, with the answer in the address. */
function goBack(address: string): TemplateResult {
  return html`<p>${words.goBackNote(new URL(address).host)}</p>
    <p><a class="button wide" href=${address}>${words.goBack}</a></p>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "domicile-present": PresentView;
  }
}
