import { html, nothing, svg, type TemplateResult } from "lit";
import type { Card } from "../engine/api.gen";
import { foreign } from "./foreign";
import { guilloche, type Guilloche } from "./guilloche";
import { en } from "./text/en";
import { shortDate } from "./text/locale";

/** What a card's face needs; an offer's preview has less than a stored card. */
export type CardFace = Pick<Card, "title" | "issuer" | "scope" | "pattern"> &
  Partial<Pick<Card, "holder" | "until" | "expired">>;

/** One drawing per issuer and page: the paths are long and never change. */
const drawings = new Map<string, Guilloche>();

function drawingOf(pattern: Uint8Array): Guilloche {
  const key = pattern.join();
  const drawing = drawings.get(key) ?? guilloche(pattern);
  drawings.set(key, drawing);
  return drawing;
}

/**
 * The front of a card: emblem, issuer, title, holder, validity, over the
 * issuer's own pattern. It carries no tick and no green: only a verifier's
 * screen says that a card is valid.
 */
export function cardFront(card: CardFace): TemplateResult {
  const drawing = drawingOf(card.pattern);
  return html`<span class="card" .style=${`--card-deep:${drawing.deep}`}>
    ${ground(drawing)} ${testAcross(card.scope)}
    <span class="card-face">
      <span class="card-issuer">
        ${seal(drawing)}
        <span>
          <span class="card-issuer-name">${foreign(card.issuer, 60)}</span>
          <span class="card-title">${foreign(card.title, 60)}</span>
        </span>
      </span>
      <span class="card-name">${card.holder ? foreign(card.holder, 60) : nothing}</span>
      <span class="card-foot">${validity(card)}</span>
    </span>
  </span>`;
}

/** The back: the same ground, quieter, with plain facts. */
export function cardBack(card: CardFace, facts: readonly string[]): TemplateResult {
  const drawing = drawingOf(card.pattern);
  return html`<span class="card" .style=${`--card-deep:${drawing.deep}`}>
    ${ground(drawing)} ${testAcross(card.scope)}
    <span class="card-back-text">${facts.map((fact) => html`<span>${fact}</span>`)}</span>
  </span>`;
}

function validity(card: CardFace): TemplateResult | typeof nothing {
  if (!card.until) return nothing;
  return html`<span>${card.expired ? en.card.expired(shortDate(card.until)) : en.card.until(shortDate(card.until))}</span>`;
}

function testAcross(scope: string): TemplateResult | typeof nothing {
  return scope === "test" ? html`<span class="card-test"><span>${en.test.word}</span></span>` : nothing;
}

let grounds = 0;

function ground({ bright, deep, bands, rings }: Guilloche): TemplateResult {
  const id = `ground-${grounds++}`;
  return html`<svg class="card-pattern" viewBox="0 0 856 540" preserveAspectRatio="none" aria-hidden="true">
    <defs>
      <linearGradient id=${id} x1="0" y1="0" x2="1" y2="1">
        <stop offset="0" stop-color=${deep} /><stop offset="1" stop-color=${bright} />
      </linearGradient>
    </defs>
    <rect width="856" height="540" fill="url(#${id})" />
    <g fill="none" stroke="#fff" stroke-width=".9" opacity=".3">${bands.map((d) => svg`<path d=${d} />`)}</g>
    <g fill="none" stroke="#fff" stroke-width=".6" opacity=".34">
      ${rings.map(({ path, turns }) => turns.map((turn) => svg`<path d=${path} transform=${turn} vector-effect="non-scaling-stroke" />`))}
    </g>
  </svg>`;
}

function seal({ emblem }: Guilloche): TemplateResult {
  return html`<svg class="card-emblem" viewBox="0 0 100 100" aria-hidden="true">
    <path d=${emblem.star} fill="#fff" />
    <path d=${emblem.rim} fill="none" stroke="#fff" stroke-width="3" />
  </svg>`;
}
