// What the operator sees: what to ask, whether it works offline, the counts.

import { html, type TemplateResult } from "lit";
import type { Preset } from "../engine/api.gen";
import { date, number } from "../screen/text/locale";
import { kiosk } from "../screen/text/en.kiosk";
import { presetChoices } from "../verifier/views";
import type { Counts } from "./counts";

const text = kiosk.setUp;

export type OfflineState = "waiting" | "ready" | "none";

export interface SetUp {
  presets: Preset[];
  chosen: string;
  offline: OfflineState;
  counts: [string, Counts][];
  choose(preset: string): void;
  start(): void;
  clear(): void;
}

export function setUpView(view: SetUp): TemplateResult {
  const submit = (event: Event) => {
    event.preventDefault();
    view.start();
  };
  return html`<div class="column">
    <h1>${text.title}</h1>
    <p class="lead">${text.lead}</p>
    <form @submit=${submit}>
      <fieldset>
        <legend>${text.what}</legend>
        ${presetChoices(view.presets, view.chosen, view.choose)}
      </fieldset>
      <p role="status">${text.offline[view.offline]}</p>
      <div class="actions"><button class="button" type="submit">${text.start}</button></div>
    </form>
    <p>${text.trust} <a href="/verifier/">${text.trustLink}</a></p>
    ${countsView(view)}
  </div>`;
}

function countsView({ counts, clear }: SetUp): TemplateResult {
  return html`<section>
    <h2 class="h2-small">${text.counts}</h2>
    ${counts.length === 0
      ? html`<p>${text.noCounts}</p>`
      : html`<div class="counts" tabindex="0" role="group" aria-label=${text.counts}>
            <table>
              <thead>
                <tr><th scope="col">${text.day}</th><th scope="col">${text.valid}</th><th scope="col">${text.invalid}</th><th scope="col">${text.unknown}</th></tr>
              </thead>
              <tbody>${counts.map(row)}</tbody>
            </table>
          </div>
          <div class="actions"><button class="button quiet" type="button" @click=${clear}>${text.clear}</button></div>`}
  </section>`;
}

function row([day, { valid, invalid, unknown }]: [string, Counts]): TemplateResult {
  return html`<tr><th scope="row">${date(day)}</th><td>${number(valid)}</td><td>${number(invalid)}</td><td>${number(unknown)}</td></tr>`;
}
