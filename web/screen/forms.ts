import { html, nothing, type TemplateResult } from "lit";
import { icons } from "./icons";
import { en } from "./text/en";

/** What is wrong with a form: the field's id and the sentence. */
export interface FieldError {
  id: string;
  message: string;
}

export interface Field {
  id: string;
  label: string;
  hint?: string;
  errors?: readonly FieldError[];
  /** The control itself; it takes its attributes from the callback. */
  control: (described: { id: string; by: string | typeof nothing; invalid: "true" | typeof nothing }) => TemplateResult;
}

/** A labelled field with its hint and its error, tied together for screen readers. */
export function field({ id, label, hint, errors = [], control }: Field): TemplateResult {
  const error = errors.find((one) => one.id === id);
  const by = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return html`<div class="field ${error ? "wrong" : ""}">
    <label for=${id}>${label}</label>
    ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
    ${error ? errorLine(error.message, `${id}-error`) : nothing}
    ${control({ id, by: by || nothing, invalid: error ? "true" : nothing })}
  </div>`;
}

export interface TextField extends Omit<Field, "control"> {
  name?: string;
  value?: string;
  type?: string;
  autocomplete?: string;
  inputmode?: string;
  look?: "code" | "short" | "";
  maxlength?: number;
  min?: string;
  max?: string;
  onInput?: (value: string) => void;
}

/** A field for one line of text. */
export function textField(options: TextField): TemplateResult {
  const { name, value, type = "text", autocomplete = "off", inputmode, look = "", maxlength, min, max, onInput } = options;
  return field({
    ...options,
    control: ({ id, by, invalid }) => html`<input
      class="input ${look}"
      id=${id}
      name=${name ?? id}
      type=${type}
      .value=${value ?? ""}
      autocomplete=${autocomplete}
      autocapitalize="none"
      spellcheck="false"
      dir="auto"
      inputmode=${inputmode ?? nothing}
      maxlength=${maxlength ?? nothing}
      min=${min ?? nothing}
      max=${max ?? nothing}
      aria-describedby=${by}
      aria-invalid=${invalid}
      @input=${(event: Event) => onInput?.((event.target as HTMLInputElement).value)}
    />`,
  });
}

export function errorLine(message: string, id: string): TemplateResult {
  return html`<p class="field-error" id=${id}>
    ${icons.alert}<span><span class="visually-hidden">${en.error} </span>${message}</span>
  </p>`;
}

/** Everything that is wrong, at the top of the form, each with a link to its field. */
export function errorSummary(errors: readonly FieldError[]): TemplateResult | typeof nothing {
  if (!errors.length) return nothing;
  return html`<div class="error-summary" role="alert" tabindex="-1" aria-labelledby="error-summary-title">
    <h2 class="h2-small" id="error-summary-title">${en.problem}</h2>
    <ul class="plain">
      ${errors.map((error) => html`<li><a href="#${error.id}" @click=${focusField}>${error.message}</a></li>`)}
    </ul>
  </div>`;
}

/** Focus by hand: the address's fragment is not ours to change on every page. */
function focusField(event: Event): void {
  event.preventDefault();
  const id = (event.currentTarget as HTMLAnchorElement).hash.slice(1);
  document.getElementById(id)?.focus();
}

/** Brings the summary of a refused form into view and focus, once it is rendered. */
export async function toErrors(view: { updateComplete: Promise<unknown> } & ParentNode): Promise<void> {
  await view.updateComplete;
  view.querySelector<HTMLElement>(".error-summary")?.focus();
}
