// The verdict as a screen: the whole of it takes the colour, one word says it,
// and everything an expert may want is one fold away.

import { html, nothing, type TemplateResult } from "lit";
import type { VerifyResponse } from "../engine/api.gen";
import { claimList } from "../screen/claims";
import { foreignName } from "../screen/foreign";
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
  const { verdict, shown, other } = response;
  const outcome = verdict.verdict;
  return html`<main class="verdict verdict-${outcome}" data-kind=${verdict.kind}>
    ${banner}
    <div class="verdict-main">
      ${shapes[outcome]}
      <h1 class="verdict-word" tabindex="-1">${text.verdict.word[outcome]}</h1>
      <p class="verdict-sentence">${response.sentence}</p>
      ${outcome === "valid" ? holderLine(verdict.holder) : nothing}
      ${shown.length ? claimList(shown, "large") : nothing}
      ${origin(response)}
      <div class="verdict-actions">${actions}</div>
      <p class="verdict-age">${age(knowledge)} <span class="verdict-clock">${text.verdict.clock}: <domicile-clock></domicile-clock></span></p>
      ${raw === undefined ? nothing : why({ response, raw, other })}
    </div>
  </main>`;
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
