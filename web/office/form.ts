import { html, nothing, type TemplateResult } from "lit";
import { errorLine, field, textField, type FieldError } from "../screen/forms";
import { icons } from "../screen/icons";
import { enOffice as words } from "../screen/text/en.office";
import type { CardType, Person } from "./api";
import { ownPerson } from "./applicant";
import { countries } from "./countries";

/** The radios of who gets the card. */
export function peopleChoice(people: readonly Person[], own: boolean, errors: readonly FieldError[], onOwn: (own: boolean) => void): TemplateResult {
  const error = errors.find((one) => one.id === "person");
  return html`<fieldset aria-describedby=${error ? "person-error" : nothing}>
    <legend><h2 class="h2-small">${words.person}</h2></legend>
    ${error ? errorLine(error.message, "person-error") : nothing}
    <div class="choices">
      ${people.map((person, at) =>
        personRadio(person.id, person.title, person.summary, at === 0 ? "person" : undefined, !own && at === 0, () => onOwn(false)),
      )}
      ${personRadio(ownPerson, words.own, words.ownHint, undefined, false, () => onOwn(true))}
    </div>
  </fieldset>`;
}

function personRadio(value: string, name: string, what: string, id: string | undefined, checked: boolean, onChange: () => void): TemplateResult {
  return html`<label class="choice">
    <input type="radio" id=${id ?? nothing} name="person" value=${value} ?checked=${checked} @change=${onChange} />
    <span><span class="name">${name}</span><span class="soft">${what}</span></span>
  </label>`;
}

/** The fields for somebody made up. */
export function ownFields(type: CardType, errors: readonly FieldError[]): TemplateResult {
  return html`
    ${textField({ id: "given", label: words.given, errors, maxlength: 100 })}
    ${textField({ id: "family", label: words.family, errors, maxlength: 100 })} ${birthFields(errors)}
    ${field({ id: "nationality", label: words.nationality, errors, control: nationalitySelect })}
    ${programmes(type.programmes, errors)}
  `;
}

function birthFields(errors: readonly FieldError[]): TemplateResult {
  const error = errors.find((one) => one.id === "birth-day");
  const part = (name: string, label: string, size: number) => html`<div>
    <label for="birth-${name}">${label}</label>
    <input
      class="input"
      id="birth-${name}"
      name="birth-${name}"
      inputmode="numeric"
      autocomplete="off"
      maxlength=${size}
      size=${size}
      aria-invalid=${error ? "true" : nothing}
    />
  </div>`;
  return html`<fieldset class="field ${error ? "wrong" : ""}" aria-describedby="birth-hint${error ? " birth-day-error" : ""}">
    <legend>${words.birth}</legend>
    <p class="hint" id="birth-hint">${words.birthHint}</p>
    ${error ? errorLine(error.message, "birth-day-error") : nothing}
    <div class="date-parts">${part("day", words.day, 2)} ${part("month", words.month, 2)} ${part("year", words.year, 4)}</div>
  </fieldset>`;
}

function nationalitySelect({ id, by, invalid }: { id: string; by: unknown; invalid: unknown }): TemplateResult {
  return html`<select class="input" id=${id} name=${id} aria-describedby=${by} aria-invalid=${invalid}>
    <option value="">${words.choose}</option>
    ${countries().map(({ code, name }) => html`<option value=${code}>${name}</option>`)}
  </select>`;
}

function programmes(list: readonly string[], errors: readonly FieldError[]): TemplateResult {
  const error = errors.find((one) => one.id === "programme");
  return html`<fieldset aria-describedby=${error ? "programme-error" : nothing}>
    <legend>${words.programme}</legend>
    ${error ? errorLine(error.message, "programme-error") : nothing}
    ${list.map(
      (name, at) => html`<label class="choice">
        <input type="radio" id=${at === 0 ? "programme" : nothing} name="programme" value=${name} ?checked=${at === 0} />
        <span class="name">${name}</span>
      </label>`,
    )}
  </fieldset>`;
}

/** The card's type: a choice where there are several, else a few plain facts. */
export function typeChoice(types: readonly CardType[], chosen: CardType, onChange: (type: CardType) => void): TemplateResult {
  return html`
    ${types.length > 1
      ? html`<fieldset>
          <legend><h2 class="h2-small">${words.card}</h2></legend>
          ${types.map(
            (type) => html`<label class="choice">
              <input type="radio" name="type" value=${type.id} .checked=${type === chosen} @change=${() => onChange(type)} />
              <span><span class="name">${type.title}</span><span class="soft">${type.description}</span></span>
            </label>`,
          )}
        </fieldset>`
      : html`<h2 class="h2-small">${chosen.title}</h2>
          <p>${chosen.description} ${words.days(chosen.days)}</p>`}
    ${chosen.not_given.length
      ? html`<p><strong>${words.notGiven}</strong></p>
          <ul class="bullets-no">
            ${chosen.not_given.map((line) => html`<li>${icons.cross}<span>${line}</span></li>`)}
          </ul>`
      : nothing}
  `;
}
