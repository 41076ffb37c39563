// A shape for each outcome, so that nobody needs to see colours: a tick in a
// circle, a cross in a square, a question in a triangle.

import { svg, type SVGTemplateResult } from "lit";
import type { Outcome } from "../engine/api.gen";

const shape = (paths: SVGTemplateResult) =>
  svg`<svg class="verdict-shape" viewBox="0 0 96 96" aria-hidden="true" focusable="false">${paths}</svg>`;

export const shapes: Record<Outcome, SVGTemplateResult> = {
  valid: shape(svg`<circle cx="48" cy="48" r="42"/><path d="m28 50 14 14 27-31"/>`),
  invalid: shape(svg`<rect x="7" y="7" width="82" height="82" rx="6"/><path d="m31 31 34 34m0-34L31 65"/>`),
  unknown: shape(svg`<path d="M48 8 91 86H5z"/><path d="M40 45c0-5 3.5-8 8-8s8 3 8 7.5c0 6-8 6.5-8 13.5"/><path d="M48 70v.1"/>`),
};
