// What the open camera can do, as buttons: light, zoom, another camera, close.

import { html, nothing, type TemplateResult } from "lit";
import { camera as text } from "../screen/text/en.camera";
import type { ZoomRange } from "./stream";

export interface Controls {
  torch: boolean | undefined; // undefined: the device has none
  zoom: ZoomRange | undefined;
  other: boolean;
  canLeave: boolean;
}

export interface ControlActions {
  torch(on: boolean): void;
  zoom(value: number): void;
  other(): void;
  leave(): void;
}

export function controls(has: Controls, act: ControlActions): TemplateResult | typeof nothing {
  if (has.torch === undefined && !has.zoom && !has.other && !has.canLeave) return nothing;
  return html`<div class="camera-controls">
    ${has.torch === undefined
      ? nothing
      : html`<button class="button quiet" type="button" aria-pressed=${has.torch} @click=${() => act.torch(!has.torch)}>
          ${has.torch ? text.torchOff : text.torchOn}
        </button>`}
    ${has.zoom ? zoom(has.zoom, act) : nothing}
    ${has.other ? html`<button class="button quiet" type="button" @click=${() => act.other()}>${text.other}</button>` : nothing}
    ${has.canLeave ? html`<button class="button quiet" type="button" @click=${() => act.leave()}>${text.leave}</button>` : nothing}
  </div>`;
}

function zoom(range: ZoomRange, act: ControlActions): TemplateResult {
  return html`<label class="camera-zoom">
    <span>${text.zoom}</span>
    <input
      type="range"
      min=${range.min}
      max=${range.max}
      step=${range.step}
      .value=${String(range.value)}
      @input=${(event: Event) => act.zoom(Number((event.target as HTMLInputElement).value))}
    />
  </label>`;
}
