import { html, type TemplateResult } from "lit";
import { cut, mixesAlphabets, pieces } from "./text/foreign";
import { en } from "./text/en";

/**
 * A foreign text on the screen: isolated, with what cannot be seen made
 * visible, at most `most` characters.
 */
export function foreign(text: string, most = 200): TemplateResult {
  const seen = pieces(cut(text, most));
  return html`<bdi>${seen.map((p) => (p.mark ? html`<span class="mark">${p.text}</span>` : p.text))}</bdi>`;
}

/** The name of an issuer or verifier, with a warning where it may imitate another. */
export function foreignName(text: string): TemplateResult {
  return html`${foreign(text, 80)}${mixesAlphabets(text) ? html` <small>(${en.mixedAlphabets})</small>` : ""}`;
}
