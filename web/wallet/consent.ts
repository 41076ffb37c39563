import { html, nothing, type TemplateResult } from "lit";
import type { Ask, Choice, Option, PresentPreview } from "../engine/api.gen";
import { claimList, splitClaims } from "../screen/claims";
import { foreign, foreignName } from "../screen/foreign";
import { fold, notice } from "../screen/parts";
import { quoted } from "../screen/text/foreign";
import { enWallet } from "../screen/text/en.wallet";

const words = enWallet.present;

/** Per ask the card that was picked; "" where an optional ask is left out. */
export type Picks = Readonly<Record<string, string>>;

/** The first fitting card of each ask that must be answered; optional asks start left out. */
export function firstPicks({ asks }: PresentPreview): Picks {
  return Object.fromEntries(asks.map((ask) => [ask.id, ask.optional ? "" : (best(ask.options)?.card_id ?? "")]));
}

/** A card that still counts, and was not shown yet, before one that could be recognised. */
function best(options: readonly Option[]): Option | undefined {
  const good = options.filter((option) => !option.expired);
  return good.find((option) => !option.reused) ?? good[0] ?? options[0];
}

/** Whether every ask that must be answered has its card, and something is shown at all. */
export function answerable({ asks, satisfiable }: PresentPreview, picks: Picks): boolean {
  return satisfiable && asks.every((ask) => ask.optional || picks[ask.id]) && asks.some((ask) => picks[ask.id]);
}

export function choices(picks: Picks): Choice[] {
  return Object.entries(picks)
    .filter(([, card]) => card)
    .map(([ask, card_id]) => ({ ask, card_id }));
}

/** Everything a person needs before they agree. */
export function consent(preview: PresentPreview, picks: Picks, pick: (ask: string, card: string) => void): TemplateResult {
  return html`
    <dl class="claims">
      <div>
        <dt>${words.who}</dt>
        <dd>
          ${preview.verifier ? foreignName(preview.verifier) : words.noName}<br />
          <span class="soft small plain-weight">${sureness(preview)}</span>
        </dd>
      </div>
      <div><dt>${words.why}</dt><dd>${preview.purpose ? foreign(preview.purpose, 400) : words.noWhy}</dd></div>
      <div><dt>${words.address}</dt><dd class="code">${foreign(destination(preview), 200)}</dd></div>
    </dl>
    ${preview.asks.map((ask) => askPart(ask, picks[ask.id] ?? "", (card) => pick(ask.id, card)))}
  `;
}

function sureness({ sure, verifier }: PresentPreview): string {
  if (sure === "verified") return words.verified;
  return verifier ? words.claimed : words.nobody;
}

/** The whole address is for experts; the person decides by the host. */
function destination({ return_url, client_id }: PresentPreview): string {
  const address = return_url || client_id.replace(/^redirect_uri:/, "");
  return URL.canParse(address) ? new URL(address).origin : client_id;
}

function askPart(ask: Ask, picked: string, pick: (card: string) => void): TemplateResult {
  if (!ask.options.length) {
    return notice(ask.optional ? "info" : "problem", words.none, words.noneBody(ask.wanted.map((label) => quoted(label))));
  }
  const option = ask.options.find((one) => one.card_id === picked);
  return html`<section class="ask">
    ${ask.options.length > 1 || ask.optional ? chooser(ask, picked, pick) : nothing}
    ${option ? disclosure(option) : nothing}
  </section>`;
}

function chooser(ask: Ask, picked: string, pick: (card: string) => void): TemplateResult {
  const choice = (card: string, name: TemplateResult | string) => html`<label class="choice">
    <input type="radio" name="ask-${ask.id}" .checked=${picked === card} @change=${() => pick(card)} />
    <span class="name">${name}</span>
  </label>`;
  return html`<fieldset>
    <legend>${words.choose}</legend>
    ${ask.options.map((option) => choice(option.card_id, words.fromCard(option.title, option.issuer)))}
    ${ask.optional ? choice("", words.leaveOut) : nothing}
  </fieldset>`;
}

/** What leaves, from which card, and what stays. */
function disclosure(option: Option): TemplateResult {
  const { plain, technical } = splitClaims(option.disclosed);
  return html`
    <div class="disclosure">
      <h2 class="h2-small">${words.willSee}</h2>
      ${claimList(plain)}
      <p class="soft">${words.alwaysSeen}: ${words.fromCard(option.title, option.issuer)}</p>
      ${technical.length ? fold(words.carried(technical.length), claimList(technical)) : nothing}
    </div>
    <div class="hidden-part">
      <h3>${words.staysHidden}</h3>
      ${option.hidden.length
        ? html`<p>${option.hidden.map((label, at) => html`${at ? ", " : nothing}${foreign(label, 60)}`)}</p>`
        : html`<p>${words.nothingHidden} ${words.much}</p>`}
    </div>
    ${option.expired ? notice("problem", words.expiredCard) : nothing}
    ${option.reused ? notice("info", words.reused) : nothing}
  `;
}
