import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import "../camera/camera";
import type { DomicileCamera, ScanProgress } from "../camera/camera";
import type { Failure, Item } from "../engine/api.gen";
import { EngineFailure } from "../engine/engine";
import { foreign } from "../screen/foreign";
import { back, fold, notice } from "../screen/parts";
import { en } from "../screen/text/en";
import { enWallet } from "../screen/text/en.wallet";
import { problemNotice } from "./problem";
import { isStrange } from "./strange";
import { WalletView } from "./view";

const words = enWallet.scan;
const session = "scan";

/** One door for everything: an offer, a question, or a reason why it is neither. */
@customElement("domicile-scan")
export class ScanView extends WalletView {
  /** A text that a link brought and that is neither an offer nor a question. */
  @property() text = "";
  @state() private progress: ScanProgress | null = null;
  @state() private item: Item | undefined;
  @state() private problem: unknown;
  @query("domicile-camera") private camera!: DomicileCamera | null;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.wallet.session.call("scan.reset", { session }).catch(() => undefined);
  }

  protected override firstUpdated(_: PropertyValues): void {
    if (this.text) void this.read(this.text);
  }

  protected override render(): TemplateResult {
    return html`<div class="column">
      ${back(() => history.back())}
      <h1>${words.title}</h1>
      <p>${words.lead}</p>
      ${this.item ? this.other(this.item) : nothing}
      ${this.problem ? problemNotice(this.problem, words.unreadable) : nothing}
      <domicile-camera
        .progress=${this.progress}
        .scanner=${true}
        @scan=${(event: CustomEvent<string>) => void this.read(event.detail)}
      ></domicile-camera>
    </div>`;
  }

  /** What was read and is not for the wallet: said by its name, with the way to where it belongs. */
  private other(item: Item): TemplateResult {
    const elsewhere = item.type !== "link";
    return notice(
      "info",
      words.otherTitle,
      html`<p>${words.kinds[item.type] ?? words.unreadable}</p>
        ${elsewhere ? html`<p><a class="button quiet" href="/verifier/">${words.verifier}</a></p>` : nothing}
        ${elsewhere ? fold(en.technical, html`<pre>${foreign(item.text, 2000)}</pre>`) : html`<pre>${foreign(item.text, 2000)}</pre>`}`,
    );
  }

  private async read(text: string): Promise<void> {
    try {
      const result = await this.wallet.session.call("scan.add", { session, text });
      this.progress = result.state === "partial" ? result : null;
      if (result.failure) this.refuse(result.failure);
      if (result.state === "complete" && result.item) this.found(result.item);
    } catch (error) {
      this.problem = error;
    }
  }

  private refuse(failure: Failure): void {
    this.item = undefined;
    this.problem = new EngineFailure(isStrange(failure) ? { ...failure, sentence: words.strange } : failure);
  }

  private found(item: Item): void {
    this.problem = undefined;
    this.item = undefined;
    if (item.type === "offer") return this.wallet.go({ name: "receive", text: item.text });
    if (item.type === "request") return this.wallet.go({ name: "present", text: item.text, sameDevice: false });
    this.item = item;
    this.camera?.rescan();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "domicile-scan": ScanView;
  }
}
