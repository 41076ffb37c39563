import { html, type TemplateResult } from "lit";
import type { Claim } from "../engine/api.gen";
import { foreign } from "./foreign";
import { en } from "./text/en";
import { countryName } from "./text/countries";
import { date } from "./text/locale";

/** What a picture from outside may be: raster formats only, since an SVG may carry script and links. */
const picture = /^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/=]+$/;

/** Beyond this a text gets its own scrolling box. */
const long = 400;

/** Claims under their labels. Large for reading at arm's length. */
export function claimList(claims: readonly Claim[], size: "large" | "" = ""): TemplateResult {
  return html`<dl class="claims ${size}">
    ${claims.map((claim) => html`<div><dt>${foreign(claim.label)}</dt><dd>${claimValue(claim)}</dd></div>`)}
  </dl>`;
}

/**
 * What the format itself needs and a person seldom reads: who signed, which
 * type, when, for which key. It is shown too, a press away.
 */
const housekeeping = /^(iss|vct|vct#integrity|iat|nbf|exp|cnf|status|jti|aud)(\.|\[|$)/;

/** Splits claims into those for a person and those of the format. */
export function splitClaims(claims: readonly Claim[]): { plain: Claim[]; technical: Claim[] } {
  const technical = claims.filter((claim) => housekeeping.test(claim.path));
  return { plain: claims.filter((claim) => !technical.includes(claim)), technical };
}

/** Claims whose two-letter values are countries. */
const country = /(^|\.)(nationalit(y|ies)|country|issuing_country|[a-z_]+_country)(\.|\[|$)/;

/** One value by its type. Nothing of it is ever HTML. */
export function claimValue({ type, value, label, path }: Claim): TemplateResult | string {
  switch (type) {
    case "date":
      return /^\d{4}-\d{2}-\d{2}/.test(value) ? html`<bdi>${date(value)}</bdi>` : foreign(value);
    case "bool":
      return value === "true" ? en.yes : value === "false" ? en.no : foreign(value);
    case "image":
      return picture.test(value) ? html`<img src=${value} alt="${en.picture}: ${label}" />` : foreign(value);
    default:
      if (value.length > long) return longText(value);
      return foreign(country.test(path) ? value.split(", ").map(countryName).join(", ") : value, long);
  }
}

function longText(value: string): TemplateResult {
  return html`<span class="long" tabindex="0" role="group" aria-label=${en.longText(value.length)}
      >${foreign(value, 10_000)}</span
    ><small class="soft">${en.longText(value.length)}</small>`;
}
