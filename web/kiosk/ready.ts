// What a visitor sees: the kiosk's question beside its camera.

import { html, nothing, type TemplateResult } from "lit";
import type { Preset } from "../engine/api.gen";
import type { ScanProgress } from "../camera/camera";
import { listOf } from "../screen/text/locale";
import { kiosk } from "../screen/text/en.kiosk";
import type { Question } from "../verifier/questions";

const text = kiosk.ready;

export interface Ready {
  question: Question | undefined;
  preset: Preset | undefined;
  progress: ScanProgress | null;
  /** A line for the visitor, such as the reason why a code was not taken. */
  line: string;
  take(text: string): void;
  operator(): void;
  fullScreen: (() => void) | undefined;
}

export function readyView(view: Ready): TemplateResult {
  return html`<div class="kiosk ${view.preset ? "" : "kiosk-read"}">
    <div class="kiosk-head">
      <h1>${view.preset ? text.title : text.readTitle}</h1>
      <p>${view.preset ? text.asks(listOf(view.preset.claims)) : text.readOnly}</p>
    </div>
    ${view.preset ? questionPart(view.question) : nothing}
    <section class="kiosk-part" aria-label=${text.second}>
      ${view.preset ? html`<p class="kiosk-step">${text.second}</p>` : nothing}
      <domicile-camera bare autostart scanner .progress=${view.progress} @scan=${(event: CustomEvent<string>) => view.take(event.detail)}></domicile-camera>
    </section>
    <p class="kiosk-line" role="status">${view.line}</p>
    <div class="kiosk-foot">
      ${view.fullScreen ? html`<button class="button text" type="button" @click=${view.fullScreen}>${text.fullScreen}</button>` : nothing}
      <button class="button text" type="button" @click=${view.operator}>${text.operator}</button>
    </div>
  </div>`;
}

function questionPart(question: Question | undefined): TemplateResult {
  return html`<section class="kiosk-part" aria-label=${text.first}>
    <p class="kiosk-step">${text.first}</p>
    ${question
      ? html`<domicile-code .codes=${question.codes} .label=${text.label} .expires=${question.challenge.expires_at} .text=${question.challenge.text}></domicile-code>`
      : html`<div class="code-face"></div>`}
  </section>`;
}
