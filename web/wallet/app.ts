import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { holdUpdates } from "../offline/register";
import { announce, arrive, frame, testBanner } from "../screen/frame";
import { icons } from "../screen/icons";
import { progress } from "../screen/parts";
import { enWallet as words } from "../screen/text/en.wallet";
import "./card-view";
import "./cards-view";
import "./create-view";
import { activityView } from "./activity-view";
import { problemNotice } from "./problem";
import "./present-view";
import "./receive-view";
import "./scan-view";
import { WalletSession, type Phase } from "./session";
import "./settings-view";
import "./trash-view";
import "./unlock-view";
import { remembered, viewOf, type View } from "./views";

/** What views ask of the wallet around them. */
export interface Wallet {
  readonly session: WalletSession;
  go(view: View): void;
  /** To the cards, with nothing in between left to go Back to. */
  home(): void;
  /** Takes in a text that was scanned, pasted or brought by a link. */
  bring(text: string): void;
}

/** The citizen's wallet: decides which view is on the screen. */
@customElement("domicile-wallet")
export class WalletApp extends LitElement implements Wallet {
  @state() private view: View = { name: "cards" };
  /** What a link brought, kept until the wallet is open. */
  @state() brought: string | undefined;

  readonly session = new WalletSession(() => this.sessionChanged());
  private phase: Phase = "opening";
  private letUpdate: (() => void) | undefined;

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("popstate", this.onBack);
    void this.session.open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("popstate", this.onBack);
  }

  go(view: View): void {
    history.pushState(remembered(view), "");
    this.look(view);
  }

  home(): void {
    history.replaceState({ name: "cards" }, "");
    this.look({ name: "cards" });
  }

  bring(text: string): void {
    this.brought = text;
    this.deliver();
  }

  private readonly onBack = (event: PopStateEvent): void => this.look(viewOf(event.state));

  private look(view: View): void {
    this.view = view;
    this.arrived();
  }

  /** A brought text is for the scanner's judgement, as if it had been scanned. */
  private deliver(): void {
    if (!this.brought || this.session.phase !== "open") return;
    const text = this.brought;
    this.brought = undefined;
    void this.session.call("scan.add", { session: "link", text }).then(
      (result) => this.recognised(result.item?.type, result.item?.text ?? text),
      () => this.recognised(undefined, text),
    );
  }

  private recognised(type: string | undefined, text: string): void {
    if (type === "offer") return this.go({ name: "receive", text });
    if (type === "request") return this.go({ name: "present", text, sameDevice: true });
    this.go({ name: "scan", brought: text });
  }

  private sessionChanged(): void {
    this.requestUpdate();
    const { phase } = this.session;
    if (phase === this.phase) return;
    this.phase = phase;
    this.keepVersion(phase === "open");
    if (phase === "open") {
      this.view = viewOf(history.state);
      this.deliver();
    }
    this.arrived();
  }

  /** While the wallet is open no new version of the page takes over. */
  private keepVersion(hold: boolean): void {
    this.letUpdate?.();
    this.letUpdate = hold ? holdUpdates() : undefined;
  }

  private arrived(): void {
    void arrive(this, words.page);
  }

  private lock(): void {
    this.session.lock();
    announce(words.locked);
  }

  protected override render(): TemplateResult {
    return frame({ page: words.page, banner: this.banner(), tools: this.tools(), main: this.main() });
  }

  private banner(): TemplateResult | typeof nothing {
    return this.session.state.cards.some((card) => card.scope === "test") ? testBanner() : nothing;
  }

  private tools(): TemplateResult | typeof nothing {
    if (this.session.phase !== "open") return nothing;
    return html`<button type="button" class="button quiet" @click=${() => this.lock()}>${icons.lock}${words.lock}</button>`;
  }

  private main(): TemplateResult {
    switch (this.session.phase) {
      case "opening":
        return html`<h1>${words.opening}</h1>${progress(words.openingPart(this.session.loaded), this.session.loaded)}`;
      case "failed":
        return html`<h1>${words.storage.title}</h1>${problemNotice(this.session.problem)}`;
      case "none":
        return html`<domicile-create .wallet=${this} ?waiting=${Boolean(this.brought)}></domicile-create>`;
      case "locked":
        return html`<domicile-unlock .wallet=${this} ?waiting=${Boolean(this.brought)}></domicile-unlock>`;
      case "open":
        return this.open();
    }
  }

  private open(): TemplateResult {
    const { view } = this;
    switch (view.name) {
      case "cards":
        return html`<domicile-cards .wallet=${this} .state=${this.session.state}></domicile-cards>`;
      case "card":
        return html`<domicile-card .wallet=${this} .state=${this.session.state} .card=${view.id}></domicile-card>`;
      case "scan":
        return html`<domicile-scan .wallet=${this} .text=${view.brought ?? ""}></domicile-scan>`;
      case "receive":
        return html`<domicile-receive .wallet=${this} .view=${view}></domicile-receive>`;
      case "present":
        return html`<domicile-present .wallet=${this} .text=${view.text} ?same-device=${view.sameDevice}></domicile-present>`;
      case "activity":
        return activityView(this.session.state.log, () => history.back());
      case "settings":
        return html`<domicile-settings .wallet=${this}></domicile-settings>`;
      case "trash":
        return html`<domicile-trash .wallet=${this} .state=${this.session.state}></domicile-trash>`;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "domicile-wallet": WalletApp;
  }
}
