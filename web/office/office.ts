import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { errorSummary, toErrors, type FieldError } from "../screen/forms";
import { arrive, frame, testBanner } from "../screen/frame";
import { back, notice, progress } from "../screen/parts";
import { enOffice as words } from "../screen/text/en.office";
import { makeOffer, openOffice, Refusal, type CardType, type Offer, type Office, type Person } from "./api";
import { readForm, refusedFields } from "./applicant";
import { ownFields, peopleChoice, typeChoice } from "./form";
import "./offer-view";

/** The demo immigration office of a country that does not exist. */
@customElement("domicile-office")
export class OfficePage extends LitElement {
  @state() private office: Office | undefined;
  @state() private type: CardType | undefined;
  @state() private own = false;
  @state() private errors: FieldError[] = [];
  @state() private stage: "loading" | "closed" | "form" | "issuing" | "offered" = "loading";
  private people: Person[] = [];
  private offer: Offer | undefined;
  private holder = "";

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.open();
  }

  private async open(): Promise<void> {
    this.stage = "loading";
    try {
      const { office, people } = await openOffice();
      this.office = office;
      this.people = people;
      this.type = office.types[0];
      this.stage = "form";
    } catch {
      this.stage = "closed";
    }
    void arrive(this, words.page);
  }

  protected override render(): TemplateResult {
    return frame({ page: words.page, banner: testBanner(words.banner), main: this.main() });
  }

  private main(): TemplateResult {
    const { office, type, offer } = this;
    if (this.stage === "loading") return html`<h1>${words.loading}</h1>${progress(words.loading)}`;
    if (this.stage === "closed" || !office || !type) return this.closed();
    if (this.stage === "offered" && offer) return this.offered(offer);
    return this.form(office, type);
  }

  private closed(): TemplateResult {
    return html`<h1>${words.closedTitle}</h1>
      ${notice("problem", words.closedTitle, words.closed)}
      <button type="button" class="button" @click=${() => void this.open()}>${words.retry}</button>`;
  }

  private form(office: Office, type: CardType): TemplateResult {
    return html`
      <h1>${words.title}</h1>
      ${errorSummary(this.errors)}
      <p>${words.lead(office.authority, office.name)}</p>
      <form class="office-form" @submit=${this.submit} novalidate>
        <div>
          ${peopleChoice(this.people, this.own, this.errors, (own) => (this.own = own))}
          ${this.own ? html`<div class="panel">${ownFields(type, this.errors)}</div>` : nothing}
        </div>
        <div class="panel office-card">
          ${typeChoice(office.types, type, (chosen) => (this.type = chosen))}
          ${this.stage === "issuing"
            ? progress(words.issuing)
            : html`<button class="button wide" type="submit">${words.issue}</button>`}
        </div>
      </form>
    `;
  }

  private offered(offer: Offer): TemplateResult {
    return html`
      ${back(() => this.again(), words.offer.another)}
      <h1>${words.offer.title(this.holder)}</h1>
      <domicile-offer .offer=${offer}></domicile-offer>
    `;
  }

  private again(): void {
    this.offer = undefined;
    this.own = false;
    this.stage = "form";
    void arrive(this, words.page);
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.stage === "issuing" || !this.type) return;
    const { applicant, wrong } = readForm(event.target as HTMLFormElement);
    this.errors = wrong;
    if (wrong.length) return toErrors(this);
    this.stage = "issuing";
    try {
      this.offer = await makeOffer(this.type.id, applicant);
      this.holder = this.nameOf(applicant);
      this.stage = "offered";
      void arrive(this, words.page);
    } catch (error) {
      this.stage = "form";
      this.errors = error instanceof Refusal ? refusedFields(error) : [{ id: "person", message: words.errors.failed }];
      void toErrors(this);
    }
  }

  private nameOf(applicant: ReturnType<typeof readForm>["applicant"]): string {
    if ("person" in applicant) return this.people.find((one) => one.id === applicant.person)?.title ?? "";
    return `${applicant.claims.given_name} ${applicant.claims.family_name}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "domicile-office": OfficePage;
  }
}
