// The form for a question of one's own, and the text of it for experts.

import { html, nothing, type TemplateResult } from "lit";
import type { CardType } from "../engine/api.gen";
import { errorSummary, field, textField, type FieldError } from "../screen/forms";
import { icons } from "../screen/icons";
import { back, fold } from "../screen/parts";
import { verifier } from "../screen/text/en.verifier";
import { emptyCard, longestPurpose, mostCards, queryOf, usualValue, type CardDraft, type Draft } from "./draft";

const text = verifier.own;

export interface EditorView {
  draft: Draft;
  types: readonly CardType[];
  errors: readonly FieldError[];
  /** What is wrong with the query, for an expert. */
  detail: string;
  change(draft: Draft): void;
  submit(): void;
  leave(): void;
}

export function editorView(view: EditorView): TemplateResult {
  const { draft, errors, change, leave } = view;
  const submit = (event: Event) => {
    event.preventDefault();
    view.submit();
  };
  return html`${back(leave)}
    <form class="column" @submit=${submit} novalidate>
      <h1>${text.title}</h1>
      <p class="lead">${text.lead}</p>
      ${errorSummary(errors)}
      ${textField({
        id: "own-purpose",
        label: text.purpose,
        hint: text.purposeHint,
        errors,
        value: draft.purpose,
        maxlength: longestPurpose,
        onInput: (purpose) => change({ ...draft, purpose }),
      })}
      ${draft.expert ? queryPart(view) : cardsPart(view)} ${agreementPart(view)}
      <div class="actions">
        <button class="button" type="submit">${verifier.ask.go}</button>
        <button class="button quiet" type="button" @click=${() => change(turned(draft))}>${draft.expert ? text.toForm : text.toExpert}</button>
      </div>
    </form>`;
}

/** The form can be written out as text; text cannot always be shown as the form, which is then as it was left. */
function turned(draft: Draft): Draft {
  return draft.expert ? { ...draft, expert: false } : { ...draft, expert: true, query: queryOf(draft) };
}

function cardsPart(view: EditorView): TemplateResult {
  const { draft, types, change } = view;
  const add = () => change({ ...draft, cards: [...draft.cards, emptyCard(types[Math.min(draft.cards.length, types.length - 1)]?.type ?? "")] });
  return html`${draft.cards.map((card, i) => cardPart(view, card, i))}
    ${draft.cards.length > 1 ? anyPart(view) : nothing}
    ${draft.cards.length < mostCards
      ? html`<p><button class="button quiet" type="button" @click=${add}>${icons.plus}${text.addCard}</button></p>`
      : nothing}`;
}

function anyPart({ draft, change }: EditorView): TemplateResult {
  const one = (any: boolean, name: string) => html`<label class="choice">
    <input type="radio" name="own-any" .checked=${draft.any === any} @change=${() => change({ ...draft, any })} /><span class="name">${name}</span>
  </label>`;
  return html`<fieldset>
    <legend>${text.howMany}</legend>
    ${one(false, text.all)} ${one(true, text.any)}
  </fieldset>`;
}

function cardPart(view: EditorView, card: CardDraft, i: number): TemplateResult {
  const { draft, types, errors, change } = view;
  const put = (next: Partial<CardDraft>) => change({ ...draft, cards: draft.cards.map((one, at) => (at === i ? { ...one, ...next } : one)) });
  const remove = () => change({ ...draft, cards: draft.cards.filter((_, at) => at !== i) });
  const known = types.find(({ type }) => type === card.type);
  return html`<fieldset class="panel own-card">
    <legend class="own-legend">${text.card(i + 1)}</legend>
    ${typeField(types, card, i, put)}
    ${known
      ? html`<div role="group" aria-label=${text.claims}>
          <p class="own-label">${text.claims}</p>
          ${known.claims.map(({ path, label }) => claimPart(card, path, label, put))}
        </div>`
      : textField({
          id: `own-${i}-other`, label: text.otherType, hint: text.otherTypeHint, errors, value: card.other, onInput: (other) => put({ other }),
        })}
    ${textField({ id: `own-${i}-extra`, label: known ? text.extra : text.claims, hint: text.extraHint, errors, value: card.extra, onInput: (extra) => put({ extra }) })}
    ${draft.cards.length > 1 && !draft.any
      ? html`<label class="choice">
          <input type="checkbox" .checked=${card.optional} @change=${(event: Event) => put({ optional: checked(event) })} /><span class="name">${text.optional}</span>
        </label>`
      : nothing}
    ${draft.cards.length > 1
      ? html`<p class="own-remove"><button class="button text" type="button" @click=${remove}>${text.removeCard(i + 1)}</button></p>`
      : nothing}
  </fieldset>`;
}

const checked = (event: Event): boolean => (event.target as HTMLInputElement).checked;

function typeField(types: readonly CardType[], card: CardDraft, i: number, put: (next: Partial<CardDraft>) => void): TemplateResult {
  const choose = (event: Event) => put({ type: (event.target as HTMLSelectElement).value, claims: {} });
  return field({
    id: `own-${i}-type`,
    label: text.type,
    control: ({ id }) => html`<select class="input" id=${id} @change=${choose}>
      ${types.map(({ type, name }) => html`<option value=${type} ?selected=${type === card.type}>${name}</option>`)}
      <option value="" ?selected=${card.type === ""}>${text.anotherType}</option>
    </select>`,
  });
}

function claimPart(card: CardDraft, path: string, label: string, put: (next: Partial<CardDraft>) => void): TemplateResult {
  const value = card.claims[path];
  const ticked = value !== undefined;
  const tick = (event: Event) => {
    const { [path]: _, ...others } = card.claims;
    put({ claims: checked(event) ? { ...others, [path]: usualValue(path) } : others });
  };
  const must = (event: Event) => put({ claims: { ...card.claims, [path]: (event.target as HTMLInputElement).value } });
  return html`<div class="own-claim ${ticked ? "ticked" : ""}">
    <label class="choice"><input type="checkbox" .checked=${ticked} @change=${tick} /><span class="name">${label}</span></label>
    ${ticked
      ? html`<label class="own-must"><span>${text.must}<span class="visually-hidden"> ${label}</span></span>
          <input class="input" .value=${value} @input=${must} autocomplete="off" placeholder=${text.anything} /></label>`
      : nothing}
  </div>`;
}

function queryPart({ draft, errors, detail, change }: EditorView): TemplateResult {
  return html`${field({
    id: "own-query",
    label: text.query,
    hint: text.queryHint,
    errors,
    control: ({ id, by, invalid }) => html`<textarea
      class="input own-query"
      id=${id}
      rows="16"
      spellcheck="false"
      autocapitalize="none"
      aria-describedby=${by}
      aria-invalid=${invalid}
      .value=${draft.query}
      @input=${(event: Event) => change({ ...draft, query: (event.target as HTMLTextAreaElement).value })}
    ></textarea>`,
  })}
  ${detail ? html`<p class="small"><code>${detail}</code></p>` : nothing}`;
}

function agreementPart({ draft, errors, change }: EditorView): TemplateResult {
  const { agreement } = draft;
  const put = (next: Partial<Draft["agreement"]>) => change({ ...draft, agreement: { ...agreement, ...next } });
  const content = html`<label class="choice">
      <input type="checkbox" .checked=${agreement.on} @change=${(event: Event) => put({ on: checked(event) })} />
      <span><span class="name">${text.agreement}</span><span class="hint">${text.agreementHint}</span></span>
    </label>
    ${agreement.on
      ? html`<div class="own-agreement">
          ${textField({ id: "own-agreement-title", label: text.agreementTitle, errors, value: agreement.title, maxlength: 200, onInput: (title) => put({ title }) })}
          ${field({
            id: "own-agreement-text",
            label: text.agreementText,
            errors,
            control: ({ id, by, invalid }) => html`<textarea class="input" id=${id} rows="4" maxlength="1000" aria-describedby=${by} aria-invalid=${invalid}
              .value=${agreement.text} @input=${(event: Event) => put({ text: (event.target as HTMLTextAreaElement).value })}></textarea>`,
          })}
        </div>`
      : nothing}`;
  return fold(text.more, content, agreement.on);
}
