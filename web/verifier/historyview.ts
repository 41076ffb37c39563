// What was checked on this device.

import { html, type TemplateResult } from "lit";
import { back, empty } from "../screen/parts";
import { dateTime } from "../screen/text/locale";
import { verifier } from "../screen/text/en.verifier";
import type { Check } from "./history";

const text = verifier.history;

export interface HistoryView {
  checks: readonly Check[];
  clear(): void;
  ask(): void;
  leave(): void;
}

export function historyView({ checks, clear, ask, leave }: HistoryView): TemplateResult {
  return html`${back(leave)}
    <div class="column">
      <h1>${text.title}</h1>
      <p class="lead">${text.lead}</p>
      ${checks.length
        ? html`<ol class="list">${checks.map(line)}</ol>
            <div class="actions"><button class="button quiet" type="button" @click=${clear}>${text.clear}</button></div>`
        : empty(text.noneTitle, text.none, html`<button class="button" type="button" @click=${ask}>${text.ask}</button>`)}
    </div>`;
}

function line({ at, question, outcome, kind }: Check): TemplateResult {
  const word = outcome === "declined" ? text.declined : verifier.verdict.word[outcome];
  return html`<li>
    <strong>${word}</strong>, ${name(question)}<br />
    <span class="small soft">${dateTime(at)}${outcome === "valid" || outcome === "declined" ? "" : html`, <code>${kind}</code>`}</span>
  </li>`;
}

function name(question: string): string {
  if (question === "own") return text.own;
  return question === "" ? text.read : (verifier.ask.preset[question]?.name ?? question);
}
