// The first screens of the verifier's page: what to ask, the question, the scan.

import { html, nothing, type TemplateResult } from "lit";
import type { Preset } from "../engine/api.gen";
import { foreign } from "../screen/foreign";
import { back, fold, notice, progress } from "../screen/parts";
import { listOf } from "../screen/text/locale";
import { verifier as text } from "../screen/text/en.verifier";
import type { ScanProgress } from "../camera/camera";
import { asks } from "./liveview";
import type { Question } from "./questions";

/** The choice of nothing to ask: a code is only read. */
export const readOnly = "";
/** The choice of a question of one's own. */
export const own = "own";

export function loadingView(share: number): TemplateResult {
  return html`<div class="appear-late">${progress(text.loading, share > 0 ? share : undefined)}</div>`;
}

export interface AskView {
  presets: Preset[];
  chosen: string;
  choose(preset: string): void;
  go(): void;
  /** As whom it is asked, in a line. */
  who: string;
  openWho(): void;
  history(): void;
  settings(): void;
}

export function askView({ presets, chosen, choose, go, who, openWho, history, settings }: AskView): TemplateResult {
  const submit = (event: Event) => {
    event.preventDefault();
    go();
  };
  return html`<form class="column" @submit=${submit}>
    <h1 id="ask-title">${text.ask.title}</h1>
    <p class="lead">${text.ask.lead}</p>
    <fieldset aria-labelledby="ask-title">
      ${presets.map((preset) => choice(preset.id, chosen, choose, preset))} ${choice(own, chosen, choose)} ${choice(readOnly, chosen, choose)}
    </fieldset>
    <div class="ask-go">
      <button class="button wide" type="submit">${chosen === readOnly ? text.scan.readTitle : chosen === own ? text.ask.goOwn : text.ask.go}</button>
    </div>
    <div class="ask-doors">
      <button class="ask-door" type="button" @click=${openWho}><strong>${text.who.title}</strong><span class="hint">${who}</span></button>
      <button class="ask-door" type="button" @click=${settings}><strong>${text.ask.settings}</strong></button>
      <button class="ask-door" type="button" @click=${history}><strong>${text.history.title}</strong></button>
    </div>
  </form>`;
}

/** What can be asked, nothing included, as large choices. */
export function presetChoices(presets: Preset[], chosen: string, choose: (preset: string) => void): TemplateResult {
  return html`${presets.map((preset) => choice(preset.id, chosen, choose, preset))} ${choice(readOnly, chosen, choose)}`;
}

function choice(id: string, chosen: string, choose: (id: string) => void, preset?: Preset): TemplateResult {
  const words = id === readOnly ? text.ask.read : id === own ? text.ask.own : (text.ask.preset[id] ?? { name: preset?.purpose ?? id, what: text.ask.claims(listOf(preset?.claims ?? [])) });
  return html`<label class="choice">
    <input type="radio" name="preset" .value=${id} .checked=${id === chosen} @change=${() => choose(id)} />
    <span><span class="name">${words.name}</span><span class="hint">${words.what}</span></span>
  </label>`;
}

export interface QuestionView {
  question: Question | undefined;
  /** Why there is no relay, and what can be done about it. */
  note: TemplateResult | typeof nothing;
  scan: TemplateResult;
  /** On a narrow screen one of the two is in front. */
  scanning: boolean;
  setScanning(scanning: boolean): void;
  leave(): void;
}

export function questionView({ question, note, scan, scanning, setScanning, leave }: QuestionView): TemplateResult {
  return html`${back(leave)}
    <div class="ask-and-scan ${scanning ? "scanning" : ""}">
      <section class="ask-part" aria-labelledby="question-title">
        <h1 id="question-title">${text.question.title}</h1>
        ${note}
        <p>${text.question.lead}</p>
        ${question ? asks(question.challenge.cards) : nothing} ${question ? code(question) : html`<p role="status">${text.question.making}</p>`}
        <div class="actions narrow-only">
          <button class="button" type="button" @click=${() => setScanning(true)}>${text.question.scan}</button>
        </div>
      </section>
      <section class="scan-part" aria-labelledby="scan-title">
        <h2 id="scan-title">${text.scan.title}</h2>
        ${scan}
        <div class="actions narrow-only">
          <button class="button quiet" type="button" @click=${() => setScanning(false)}>${text.question.show}</button>
        </div>
      </section>
    </div>`;
}

function code({ challenge, codes }: Question): TemplateResult {
  return html`<domicile-code .codes=${codes} .label=${text.question.label} .expires=${challenge.expires_at} .text=${challenge.text}></domicile-code>
    <p class="same-device"><a href="/wallet/#${challenge.text}" target="_blank" rel="noopener">${text.question.here}</a></p>`;
}

/** What the last scanned thing was, where it was not what is awaited. */
export interface ScanNote {
  title: string;
  words: string;
  /** Foreign text to show with it, such as a link. */
  quote?: string;
  detail?: string;
  action?: { words: string; go(): void };
}

export interface ScanView {
  progress: ScanProgress | null;
  note: ScanNote | undefined;
  checking: boolean;
  take(text: string): void;
}

export function scanView({ progress, note, checking, take }: ScanView): TemplateResult {
  return html`<domicile-camera
      autostart
      scanner
      .progress=${progress}
      @scan=${(event: CustomEvent<string>) => take(event.detail)}
    ></domicile-camera>
    ${checking ? html`<p role="status">${text.scan.checking}</p>` : nothing} ${note ? noteView(note) : nothing}`;
}

function noteView({ title, words, quote, detail, action }: ScanNote): TemplateResult {
  return notice(
    "problem",
    title,
    html`<p>${words}</p>
      ${quote ? html`<p><code>${foreign(quote, 300)}</code></p>` : nothing}
      ${action ? html`<button class="button quiet" type="button" @click=${action.go}>${action.words}</button>` : nothing}
      ${detail ? fold(text.verdict.why, html`<p><code>${foreign(detail, 300)}</code></p>`) : nothing}`,
  );
}

export function readView(scan: TemplateResult, leave: () => void): TemplateResult {
  return html`${back(leave)}
    <div class="column">
      <h1>${text.scan.readTitle}</h1>
      <p>${text.scan.readLead}</p>
      ${scan}
    </div>`;
}

export function messageView(title: string, words: string, go?: { words: string; act(): void }): TemplateResult {
  return html`<div class="column">
    <h1>${title}</h1>
    <p class="lead">${words}</p>
    ${go ? html`<div class="actions"><button class="button" type="button" @click=${go.act}>${go.words}</button></div>` : nothing}
  </div>`;
}

