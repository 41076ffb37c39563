// Behind the fold: every step in its order, with its kind and its time.

import { html, nothing, type TemplateResult } from "lit";
import type { Claim, StepResult, StepText, VerifyResponse } from "../engine/api.gen";
import { claimList } from "../screen/claims";
import { copyText } from "../screen/copy";
import { foreign } from "../screen/foreign";
import { fold } from "../screen/parts";
import { verifier } from "../screen/text/en.verifier";

const text = verifier.verdict;

export function why({ response, raw, other }: { response: VerifyResponse; raw: string; other: Claim[] }): TemplateResult {
  return html`<div class="verdict-paper">
    ${fold(text.why, html`${steps(response)} ${facts(response)} ${copies(response, raw)}`)}
    ${other.length ? fold(text.other, claimList(other)) : nothing}
  </div>`;
}

function steps({ steps, verdict }: VerifyResponse): TemplateResult {
  return html`<ol class="list steps">
    ${steps.map((step, i) => stepLine(step, verdict.steps[i]))}
  </ol>`;
}

function stepLine(step: StepText, result: StepResult | undefined): TemplateResult {
  return html`<li class="step step-${step.result}">
    <p><strong>${step.title}</strong>: ${text.result[step.result]}</p>
    <p>${step.sentence}</p>
    ${result ? measured(result) : nothing}
  </li>`;
}

/** The kind and the time of a step that was taken, and why one was not. */
function measured({ result, kind, micros, detail }: StepResult): TemplateResult {
  const reason = detail ? foreign(detail) : nothing;
  if (result === "skipped") return html`<p class="small">${reason}</p>`;
  return html`<p class="small">${kind ? html`<code>${kind}</code>, ` : nothing}${text.time(micros)}${detail ? html`<br />${reason}` : nothing}</p>`;
}

function facts({ verdict }: VerifyResponse): TemplateResult {
  const rows: [string, string][] = [
    [text.kind, verdict.kind],
    [text.format, verdict.format],
    [text.issuer, [verdict.issuer.id, verdict.issuer.scope].filter(Boolean).join(", ")],
    [text.holder, verdict.holder],
    [text.validity, [verdict.validity.from, verdict.validity.until].filter(Boolean).join(" – ")],
  ];
  return html`<dl class="claims">
    ${rows.filter(([, value]) => value).map(([name, value]) => html`<div><dt>${name}</dt><dd><code>${foreign(value)}</code></dd></div>`)}
  </dl>`;
}

function copies(response: VerifyResponse, raw: string): TemplateResult {
  return html`<div class="actions">
      <button type="button" class="button quiet" @click=${() => copyText(JSON.stringify(response.verdict, null, 2))}>${text.copyReport}</button>
      ${raw ? html`<button type="button" class="button quiet" @click=${() => copyText(raw)}>${text.copyRaw}</button>` : nothing}
    </div>
    <p class="small soft">${text.copyNote}</p>`;
}
