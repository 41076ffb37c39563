import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { PresentAnswered, PresentPreview, QRCode } from "../engine/api.gen";
import { announce, arrive } from "../screen/frame";
import { fold, notice, progress } from "../screen/parts";
import "../screen/code";
import { enWallet } from "../screen/text/en.wallet";
import { toast } from "../screen/toast";
import { answerable, choices, consent, firstPicks, type Picks } from "./consent";
import { problemNotice } from "./problem";
import { WalletView } from "./view";

const words = enWallet.present;

type Stage =
  | { at: "opening" }
  | { at: "consent" }
  | { at: "answering" }
  | { at: "answer"; answer: PresentAnswered; codes: QRCode[] }
  | { at: "failed"; error: unknown };

/** Answering a question: who asks for what and why, the person's choice, and the answer to show. */
@customElement("domicile-present")
export class PresentView extends WalletView {
  @property() text = "";
  /** A link brought the question, so its page is in this browser. */
  @property({ type: Boolean, attribute: "same-device" }) sameDevice = false;
  @state() private stage: Stage = { at: "opening" };
  @state() private picks: Picks = {};
  @state() private now = Date.now();
  private preview: PresentPreview | undefined;
  private clock = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.clock = window.setInterval(() => this.tick(), 1000);
    void this.open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.clock);
  }

  private async open(): Promise<void> {
    try {
      this.preview = await this.wallet.session.call("present.open", { text: this.text });
      this.picks = firstPicks(this.preview);
      this.become({ at: "consent" });
    } catch (error) {
      this.become({ at: "failed", error });
    }
  }

  private become(stage: Stage): void {
    this.stage = stage;
    void arrive(this, enWallet.page);
  }

  private get secondsLeft(): number {
    const end = Date.parse(this.preview?.expires_at ?? "");
    return Number.isNaN(end) ? Infinity : (end - this.now) / 1000;
  }

  private tick(): void {
    const before = this.secondsLeft;
    this.now = Date.now();
    if (this.stage.at === "consent" && before > 0 && this.secondsLeft <= 0) announce(words.expired);
  }

  protected override render(): TemplateResult {
    const { stage } = this;
    switch (stage.at) {
      case "opening":
        return html`<h1>${words.opening}</h1>${progress(words.opening)}`;
      case "consent":
        return this.preview ? this.consent(this.preview) : html``;
      case "answering":
        return html`<h1>${words.answering}</h1>${progress(words.answering)}`;
      case "answer":
        return this.answer(stage.answer, stage.codes);
      case "failed":
        return html`<div class="column"><h1>${words.failed}</h1>${problemNotice(stage.error)} ${this.doneButton()}</div>`;
    }
  }

  private consent(preview: PresentPreview): TemplateResult {
    const late = this.secondsLeft <= 0;
    return html`<div class="column">
      <h1>${preview.verifier ? words.title(preview.verifier) : words.titleNoName}</h1>
      ${consent(preview, this.picks, (ask, card) => (this.picks = { ...this.picks, [ask]: card }))}
      ${late
        ? notice("problem", words.expired)
        : this.secondsLeft < Infinity
          ? html`<p class="soft" role="timer">${words.timeLeft(this.secondsLeft)}</p>`
          : nothing}
      <div class="actions consent-actions">
        ${!late && answerable(preview, this.picks)
          ? html`<button type="button" class="button" @click=${() => void this.give(preview)}>${words.show}</button>`
          : nothing}
        <button type="button" class="button quiet" @click=${() => void this.refuse(preview)}>${words.refuse}</button>
      </div>
    </div>`;
  }

  private answer(answer: PresentAnswered, codes: QRCode[]): TemplateResult {
    const back = safeAddress(answer.return_to);
    return html`<div class="column middle answer">
      <h1>${words.answerTitle}</h1>
      ${this.sameDevice && back
        ? html`${goBack(back)}<h2 class="h2-small">${words.orScan}</h2>`
        : html`<p>${words.showIt}</p>`}
      <domicile-code
        .codes=${codes}
        .text=${answer.text}
        .expires=${this.preview?.expires_at ?? ""}
        .label=${words.answerLabel}
      ></domicile-code>
      <p class="soft">${words.answerNote}</p>
      ${!this.sameDevice && back ? fold(words.sameDevice, goBack(back)) : nothing} ${this.doneButton()}
    </div>`;
  }

  private doneButton(): TemplateResult {
    return html`<div class="actions">
      <button type="button" class="button quiet" @click=${() => this.wallet.home()}>${words.done}</button>
    </div>`;
  }

  private async give(preview: PresentPreview): Promise<void> {
    const { session } = this.wallet;
    this.become({ at: "answering" });
    try {
      const request = { session: preview.session, choices: choices(this.picks) };
      const answer = await session.change(() => session.call("present.answer", request), (made) => made.change);
      const { codes } = await session.call("qr.encode", { text: answer.text });
      this.become({ at: "answer", answer, codes });
    } catch (error) {
      this.become({ at: "failed", error });
    }
  }

  private async refuse(preview: PresentPreview): Promise<void> {
    const { session } = this.wallet;
    const { wallet } = this;
    try {
      await session.change(() => session.call("present.refuse", { session: preview.session }), (change) => change);
      toast(words.refused);
    } catch (error) {
      // Refusing must always work. Only the line in the log is missing, and that is said.
      toast(words.refused);
      console.warn("the refusal was not logged", error);
    }
    wallet.home();
  }
}

/** Back to the page that asked, with the answer in the address. */
function goBack(address: string): TemplateResult {
  return html`<p>${words.goBackNote(new URL(address).host)}</p>
    <p><a class="button wide" href=${address}>${words.goBack}</a></p>`;
}

/** An address to go to is a web page, nothing that runs. */
function safeAddress(address: string | undefined): string {
  if (!address || !URL.canParse(address)) return "";
  return ["https:", "http:"].includes(new URL(address).protocol) ? address : "";
}

declare global {
  interface HTMLElementTagNameMap {
    "domicile-present": PresentView;
  }
}
