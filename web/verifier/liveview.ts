// The question while the relay carries it: the code, who opened it, the digits,
// the answer. Every state is a word and a place in a list, never a colour.

import { html, nothing, type TemplateResult } from "lit";
import type { AskedCard } from "../engine/api.gen";
import { foreign } from "../screen/foreign";
import { back, fold, notice, progress } from "../screen/parts";
import { en } from "../screen/text/en";
import { listOf } from "../screen/text/locale";
import { verifier } from "../screen/text/en.verifier";
import { hasBrowserWallet } from "./browserwallet";
import type { Desk } from "./desk";
import "./countdown";

const text = verifier.live;

export interface LiveView {
  desk: Desk;
  /** What is asked for, as far as it is known before the question is made. */
  purpose: string;
  checkCode: boolean;
  leave(): void;
  fresh(): void;
}

export function liveView(view: LiveView): TemplateResult {
  const { stage } = view.desk.online;
  return html`${back(view.leave)}
    <div class="live live-${stage}">
      <section class="live-main" aria-labelledby="live-title">
        <h1 id="live-title">${text.title[stage]}</h1>
        ${notes(view)} ${stage === "opened" ? opened(view) : stage === "answered" ? answered() : waiting(view)}
      </section>
      <section class="live-side" aria-label=${text.steps}>
        ${steps(view)} ${stage === "making" || stage === "waiting" ? others(view) : nothing}
      </section>
    </div>`;
}

function notes({ desk: { online }, fresh }: LiveView): TemplateResult {
  return html`${online.lapsed ? notice("info", text.lapsed) : nothing}
    ${online.slow ? html`<p class="live-slow" role="status">${text.slow}</p>` : nothing}
    ${online.crowded
      ? notice("problem", text.crowded, html`<p>${text.crowdedWhat}</p><div class="actions"><button class="button quiet" type="button" @click=${fresh}>${text.fresh}</button></div>`)
      : nothing}`;
}

function waiting({ desk: { online }, purpose }: LiveView): TemplateResult {
  const { challenge, codes, expires } = online;
  if (!challenge) return html`<div class="appear-late">${progress(text.making)}</div>`;
  return html`<p>${text.lead}</p>
    ${asks(challenge.cards)}
    <domicile-code .codes=${codes} .label=${verifier.question.label} .expires=${expires} .text=${challenge.text}></domicile-code>
    ${purpose ? html`<p class="small soft live-purpose">${text.purpose} ${foreign(purpose, 200)}</p>` : nothing}`;
}

function opened({ desk: { online }, checkCode, fresh }: LiveView): TemplateResult {
  return html`${online.digits ? digits(online.digits) : html`<p class="lead">${checkCode && !online.bound ? text.noDigits : text.deciding}</p>`}
    <p class="live-left"><domicile-countdown .until=${online.expires} .words=${text.left}></domicile-countdown></p>
    ${online.crowded ? nothing : html`<div class="actions"><button class="button quiet" type="button" @click=${fresh}>${text.fresh}</button></div>`}`;
}

function digits(two: string): TemplateResult {
  return html`<div class="digits" role="group" aria-label=${text.digitsLabel(two)}>
      <p class="digits-say">${text.say}</p>
      <p class="digits-two" aria-hidden="true">${[...two].map((digit) => html`<span>${digit}</span>`)}</p>
    </div>
    <p>${text.digitsWhy}</p>`;
}

function answered(): TemplateResult {
  return progress(text.checking);
}

/** What is asked for, card by card, with what it must say. */
export function asks(cards: readonly AskedCard[]): TemplateResult {
  const claims = (card: AskedCard) =>
    card.claims.length ? listOf(card.claims.map(({ label, values }) => (values.length ? text.must(label, values.map(plain).join(" / ")) : label))) : text.nothingMore;
  if (cards.length === 1) return html`<p class="live-asks">${foreign(verifier.ask.claims(claims(cards[0]!)), 1000)}</p>`;
  return html`<ul class="live-asks">
    ${cards.map((card) => html`<li><strong>${foreign(card.name || card.types.join(", ") || text.anyCard, 120)}</strong>${card.optional ? ` (${text.optional})` : ""}: ${foreign(claims(card), 1000)}</li>`)}
  </ul>`;
}

const plain = (value: string): string => (value === "true" ? en.yes : value === "false" ? en.no : value);

const order = ["waiting", "opened", "answered", "done"] as const;

function steps({ desk: { online } }: LiveView): TemplateResult {
  const at = online.stage === "making" ? 0 : order.indexOf(online.stage);
  const checks = online.challenge?.check_code ?? false;
  const list = [text.step.scan, checks ? text.step.digits : text.step.decide, text.step.check, text.step.result];
  return html`<ol class="live-steps">
    ${list.map(
      (words, i) => html`<li class=${i < at ? "done" : i === at ? "now" : ""} aria-current=${i === at ? "step" : nothing}>
        <span>${words}</span>${i < at ? html`<span class="live-done">${text.done}</span>` : nothing}
      </li>`,
    )}
  </ol>`;
}

function others({ desk }: LiveView): TemplateResult {
  return html`<div class="live-others">
    ${here(desk)}
    ${hasBrowserWallet() && desk.canAskBrowser
      ? html`<button class="button quiet wide" type="button" @click=${() => void desk.askBrowser()}>${text.browser}</button>
          ${desk.cancelled ? html`<p role="status">${text.cancelled}</p>` : nothing}`
      : nothing}
    <button class="button quiet wide" type="button" @click=${() => desk.useCodes("chosen")}>${text.withoutNetwork}</button>
  </div>`;
}

function here(desk: Desk): TemplateResult {
  const link = desk.here.challenge?.text;
  if (!link) {
    return html`<button class="button quiet wide" type="button" ?disabled=${desk.makingHere} @click=${() => void desk.askHere()}>${verifier.question.here}</button>`;
  }
  return html`<div class="panel live-here">
    <h2 class="h2-small">${text.hereTitle}</h2>
    <p>${text.hereWhat}</p>
    <p><a class="button wide" href="/wallet/#${link}" target="_blank" rel="noopener">${text.hereOurs}</a></p>
    <p><a class="button quiet wide" href=${link}>${text.hereOther}</a></p>
    ${fold(text.hereText, html`<p class="small"><code>${foreign(link, 2000)}</code></p>`)}
  </div>`;
}
