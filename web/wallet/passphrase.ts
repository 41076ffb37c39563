import { html, nothing, type TemplateResult } from "lit";
import { field, type FieldError } from "../screen/forms";
import { icons } from "../screen/icons";
import { enWallet as words } from "../screen/text/en.wallet";

export interface PassphraseField {
  id: string;
  label: string;
  hint?: string;
  errors: readonly FieldError[];
  autocomplete: "new-password" | "current-password";
  shown: boolean;
  /** Present where this field has the button that shows or hides. */
  onShow?: () => void;
  onInput?: (value: string) => void;
  disabled?: boolean;
}

/** A field for a passphrase, with the button that shows it: long phrases are typed better when seen. */
export function passphraseField(options: PassphraseField): TemplateResult {
  const { autocomplete, shown, onShow, onInput, disabled = false } = options;
  return field({
    ...options,
    control: ({ id, by, invalid }) => html`<div class="with-button">
      <input
        class="input"
        id=${id}
        name=${id}
        type=${shown ? "text" : "password"}
        autocomplete=${autocomplete}
        autocapitalize="none"
        autocorrect="off"
        spellcheck="false"
        required
        maxlength="1024"
        aria-describedby=${by}
        aria-invalid=${invalid}
        ?disabled=${disabled}
        @input=${(event: Event) => onInput?.((event.target as HTMLInputElement).value)}
      />
      ${onShow ? showButton(id, shown, onShow) : nothing}
    </div>`,
  });
}

function showButton(id: string, shown: boolean, onShow: () => void): TemplateResult {
  return html`<button
    type="button"
    class="button quiet"
    aria-controls=${id}
    aria-label=${shown ? words.create.hide : words.create.show}
    @click=${onShow}
  >
    ${shown ? icons.hide : icons.show}
  </button>`;
}

/** The value of a passphrase field of this form. Normalised: keyboards differ in how they spell the same letter. */
export function passphraseOf(form: HTMLFormElement, id: string): string {
  const value = (form.elements.namedItem(id) as HTMLInputElement | null)?.value ?? "";
  return value.normalize("NFKC");
}
