// The way out where no camera helps: paste, picture, drop.

import { html, nothing, type TemplateResult } from "lit";
import { camera as text } from "../screen/text/en.camera";

export interface OtherWays {
  open: boolean;
  reading: boolean;
  problem: string;
}

export interface OtherActions {
  paste(value: string): void;
  pictures(files: Iterable<File>): void;
}

export function otherWays(state: OtherWays, act: OtherActions): TemplateResult {
  return html`<details class="fold camera-other" ?open=${state.open}>
    <summary>${text.otherWays}</summary>
    <div>
      ${state.problem ? html`<p class="error-line" role="alert">${state.problem}</p>` : nothing}
      ${state.reading ? html`<p role="status">${text.pictureReading}</p>` : nothing}
      ${pasteForm(act)} ${pictureField(act)}
    </div>
  </details>`;
}

function pasteForm(act: OtherActions): TemplateResult {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const field = (event.target as HTMLFormElement).elements.namedItem("text") as HTMLTextAreaElement;
    const value = field.value.trim();
    // What is pasted may name a person: it must not stay in the field.
    field.value = "";
    act.paste(value);
  };
  return html`<form class="field" @submit=${submit}>
    <label for="camera-paste">${text.pasteLabel}</label>
    <p class="hint" id="camera-paste-hint">${text.pasteHint}</p>
    <textarea
      class="input"
      id="camera-paste"
      name="text"
      rows="4"
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      aria-describedby="camera-paste-hint"
    ></textarea>
    <div class="actions"><button class="button quiet" type="submit">${text.pasteGo}</button></div>
  </form>`;
}

function pictureField(act: OtherActions): TemplateResult {
  const choose = (event: Event) => {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = ""; // so that the same file can be chosen again
    act.pictures(files);
  };
  return html`<div class="field">
    <label for="camera-picture">${text.pictureLabel}</label>
    <p class="hint" id="camera-picture-hint">${text.pictureHint}</p>
    <input
      class="input"
      id="camera-picture"
      type="file"
      accept="image/png,image/jpeg,image/webp"
      multiple
      aria-describedby="camera-picture-hint"
      @change=${choose}
    />
  </div>`;
}
