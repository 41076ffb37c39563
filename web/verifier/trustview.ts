// Who is trusted here, and the settings beside it.

import { html, nothing, type TemplateResult } from "lit";
import type { Anchor } from "../engine/api.gen";
import { foreign, foreignName } from "../screen/foreign";
import { back, fold, notice } from "../screen/parts";
import { date, dateTime, listOf } from "../screen/text/locale";
import { ago, verifier } from "../screen/text/en.verifier";
import type { Mode } from "./settings";
import { listName, type StoredSource } from "../trust/sources";
import type { Knowledge } from "../trust/trust";

const text = verifier.trust;

export interface TrustView {
  knowledge: Knowledge;
  mode: Mode;
  feedback: boolean;
  /** What the last import or removal came to. */
  said: { title: string; words?: string; problem: boolean } | undefined;
  setMode(mode: Mode): void;
  setFeedback(on: boolean): void;
  importFile(file: File): void;
  remove(name: string): void;
  refresh(): void;
  leave(): void;
}

export function trustView(view: TrustView): TemplateResult {
  const { knowledge, said } = view;
  return html`<div class="column">
    ${back(view.leave)}
    <h1>${text.title}</h1>
    <p class="lead">${text.lead}</p>
    ${said ? notice(said.problem ? "problem" : "info", said.title, said.words ?? nothing) : nothing}
    ${knowledge.rolledBack ? notice("problem", text.rolledBack) : nothing}
    ${knowledge.refused.map((one) => notice("problem", text.refusedTitle(one.name), one.failure.sentence))}
    ${knowledge.anchors.length === 0 ? notice("info", text.none) : nothing}
    ${knowledge.sources.map((source) => sourceView(source, view))}
    <div class="actions"><button class="button quiet" type="button" @click=${view.refresh}>${text.refresh}</button></div>
    ${importView(view)} ${modeView(view)}
  </div>`;
}

function sourceView(source: StoredSource, { knowledge, remove }: TrustView): TemplateResult {
  const site = source.name === listName;
  const anchors = knowledge.anchors.filter((anchor) => anchor.source === source.name);
  return html`<section class="panel trust-source">
    <h2 class="h2-small">${site ? text.site : foreign(source.name, 80)}</h2>
    <p class="soft">${site ? siteAge(knowledge) : text.fetched(ago(source.at))}</p>
    ${fold(text.issuers(anchors.length), html`<ul class="list">${anchors.map(anchorView)}</ul>`, anchors.length <= 3)}
    ${site
      ? nothing
      : html`<div class="actions">
          <button class="button quiet" type="button" aria-label=${text.removeName(source.name)} @click=${() => remove(source.name)}>${text.remove}</button>
        </div>`}
  </section>`;
}

function siteAge({ issued, expires, fetched }: Knowledge): string {
  const parts = [issued && text.signed(dateTime(issued)), fetched && text.fetched(ago(fetched)), expires && text.expires(date(expires))];
  return parts.filter(Boolean).join(", ");
}

function anchorView(anchor: Anchor): TemplateResult {
  const period = text.period(anchor.from ? date(anchor.from) : "", anchor.until ? date(anchor.until) : "");
  return html`<li>
    <p><strong>${foreignName(anchor.name || anchor.id)}</strong></p>
    <p class="small soft">
      ${text.scope[anchor.scope] ?? anchor.scope}; ${anchor.types.length ? text.types(listOf(anchor.types)) : text.anyType}${period ? `; ${period}` : ""}
    </p>
    <p class="small"><code>${foreign(anchor.id, 200)}</code></p>
  </li>`;
}

function importView({ importFile }: TrustView): TemplateResult {
  const choose = (event: Event) => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    input.value = "";
    if (file) importFile(file);
  };
  return html`<section class="trust-import">
    <h2>${text.importTitle}</h2>
    <div class="field">
      <label for="trust-file">${text.importLabel}</label>
      <p class="hint" id="trust-file-hint">${text.importHint}</p>
      <input class="input" id="trust-file" type="file" accept=".pem,.crt,.cer,.json,.jwk,.jwks,.txt" aria-describedby="trust-file-hint" @change=${choose} />
    </div>
  </section>`;
}

function modeView({ mode, setMode, feedback, setFeedback }: TrustView): TemplateResult {
  return html`<fieldset>
      <legend>${text.mode}</legend>
      ${modeChoice("live", mode, setMode, text.live, text.liveWhat)} ${modeChoice("test", mode, setMode, text.test, text.testWhat)}
    </fieldset>
    <label class="choice">
      <input type="checkbox" .checked=${feedback} @change=${(event: Event) => setFeedback((event.target as HTMLInputElement).checked)} />
      <span class="name">${text.feedback}</span>
    </label>`;
}

function modeChoice(value: Mode, mode: Mode, setMode: (mode: Mode) => void, name: string, what: string): TemplateResult {
  return html`<label class="choice">
    <input type="radio" name="mode" value=${value} .checked=${value === mode} @change=${() => setMode(value)} />
    <span><span class="name">${name}</span><span class="hint">${what}</span></span>
  </label>`;
}
