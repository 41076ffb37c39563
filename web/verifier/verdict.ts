// The verdict as a screen: the whole of it takes the colour, one word says it,
// and everything an expert may want is one fold away.

import { html, nothing, type TemplateResult } from "lit";
import type { ShownCard, VerifyResponse } from "../engine/api.gen";
import { claimList } from "../screen/claims";
import { foreign, foreignName } from "../screen/foreign";
import { date, dateTime } from "../screen/text/locale";
import { ago, verifier as text } from "../screen/text/en.verifier";
import { shapes } from "./shapes";
import type { Knowledge } from "../trust/trust";
import { why } from "./why";

export interface VerdictScreen {
  response: VerifyResponse;
  /** The text that was checked, for copying; the kiosk gives none. */
  raw?: string;
  knowledge: Knowledge;
  /** Stands over everything, such as the banner of test mode. */
  banner: TemplateResult | typeof nothing;
  /** What comes last: a button, or the ring of a kiosk. */
  actions: TemplateResult;
}

export function verdictScreen({ response, raw, knowledge, banner, actions }: VerdictScreen): TemplateResult {
  const { verdict, cards, agreed } = response;
  const outcome = verdict.verdict;
  return html`<main class="verdict verdict-${outcome}" data-kind=${verdict.kind}>
    ${banner}
    <div class="verdict-main">
      ${shapes[outcome]}
      <h1 class="verdict-word" tabindex="-1">${text.verdict.word[outcome]}</h1>
      <p class="verdict-sentence">${response.sentence}</p>
      ${outcome === "valid" ? holderLine(verdict.holder) : nothing}
      ${cards.map((card) => cardClaims(card, cards.length > 1))} ${agreed.length ? agreedPart(agreed) : nothing}
      ${origin(response)}
      <div class="verdict-actions">${actions}</div>
      <p class="verdict-age">${age(knowledge)} <span class="verdict-clock">${text.verdict.clock}: <domicile-clock></domicile-clock></span></p>
      ${raw === undefined ? nothing : why({ response, raw, other: cards.flatMap((card) => card.other) })}
    </div>
  </main>`;
}

/** Several cards stand apart, each under its name. */
function cardClaims({ name, shown }: ShownCard, several: boolean): TemplateResult | typeof nothing {
  if (!several) return shown.length ? claimList(shown, "large") : nothing;
  return html`<section class="verdict-card">
    <h2 class="h2-small">${name || text.verdict.unnamedCard}</h2>
    ${shown.length ? claimList(shown, "large") : html`<p>${text.verdict.onlyShown}</p>`}
  </section>`;
}

function agreedPart(lines: VerifyResponse["agreed"]): TemplateResult {
  return html`<section class="verdict-card">
    <h2 class="h2-small">${text.verdict.agreed}</h2>
    <dl class="claims">${lines.map(({ label, value }) => html`<div><dt>${label}</dt><dd>${foreign(value, 1000)}</dd></div>`)}</dl>
  </section>`;
}

function holderLine(holder: string): TemplateResult | typeof nothing {
  if (holder === "bearer") return html`<p class="verdict-holder"><strong>${text.verdict.bearer}</strong></p>`;
  return holder === "proven" ? html`<p class="verdict-holder">${text.verdict.proven}</p>` : nothing;
}

function origin({ verdict }: VerifyResponse): TemplateResult | typeof nothing {
  const { issuer, validity } = verdict;
  if (!issuer.name) return nothing;
  return html`<p class="verdict-origin">
    ${text.verdict.issuedBy} <strong>${foreignName(issuer.name)}</strong>${validity.until
      ? html`<br />${text.verdict.validUntil(date(validity.until))}`
      : nothing}
    ${issuer.scope === "test" ? html`<br /><strong>${text.verdict.test}</strong>` : nothing}
  </p>`;
}

function age({ issued, fetched, sources }: Knowledge): TemplateResult | string {
  // A list that was fetched a minute ago is a minute old, whenever it was signed.
  const when = fetched ?? issued;
  if (when) return html`<span title=${dateTime(when)}>${text.verdict.knowledge(ago(when))}</span>`;
  return sources.length ? text.verdict.knowledge(ago(sources[0]!.at)) : text.verdict.knowledgeNone;
}
