import { html, nothing, type TemplateResult } from "lit";
import type { Ask, AskSet, Option, PresentPreview, Transaction } from "../engine/api.gen";
import { claimList, splitClaims } from "../screen/claims";
import { foreign, foreignName } from "../screen/foreign";
import { fold, notice } from "../screen/parts";
import { quoted } from "../screen/text/foreign";
import { enWallet } from "../screen/text/en.wallet";
import { listOf } from "../screen/text/locale";
import { chosenAsks, chosenOptions, isChoice, pickCard, pickSet, type Picks } from "./picks";

const words = enWallet.present;

/** The name to call the verifier by: the one that is vouched for or proven, before its own. */
export function nameOf({ name, verifier }: PresentPreview): string {
  return name || verifier;
}

/** Everything a person needs before they agree. */
export function consent(preview: PresentPreview, picks: Picks, pick: (picks: Picks) => void): TemplateResult {
  const beyond = preview.asks.flatMap((ask) => ask.beyond).map((label) => quoted(label));
  return html`
    ${who(preview)} ${beyond.length ? notice("problem", words.beyondTitle, words.beyond(beyond)) : nothing}
    ${preview.transactions.map(agreement)}
    ${preview.satisfiable
      ? html`${preview.sets.map((set, at) => setPart(preview, set, at, picks, pick))}
        ${chosenAsks(preview, picks).map((ask) => askPart(ask, picks, pick))}`
      : nothingFits(preview)}
    ${destination(preview)}
  `;
}

function who(preview: PresentPreview): TemplateResult {
  const { verifier, name, purpose, registered } = preview;
  return html`<dl class="claims">
    <div>
      <dt>${words.who}</dt>
      <dd>
        ${nameOf(preview) ? foreignName(nameOf(preview)) : words.noName}
        <p class="soft small plain-weight">${sureness(preview)}</p>
        ${name && verifier && name !== verifier ? html`<p class="soft small plain-weight">${words.callThemselves(verifier)}</p>` : nothing}
        ${registered
          ? html`<p class="soft small plain-weight">
              ${words.registered(registered.registrar)}${registered.purpose ? ` ${words.registeredFor(registered.purpose)}` : ""}
            </p>`
          : nothing}
      </dd>
    </div>
    <div><dt>${words.why}</dt><dd>${purpose ? foreign(purpose, 400) : words.noWhy}</dd></div>
  </dl>`;
}

function sureness({ sure, verifier, name = "", by = "" }: PresentPreview): string {
  if (sure === "verified") return words.verified(by);
  if (sure === "proven") return name ? words.provenHost(name) : words.proven;
  return verifier ? words.claimed : words.nobody;
}

/** What is to be authorised, complete and large: nothing of it may hide. */
function agreement({ name, fields }: Transaction): TemplateResult {
  return html`<section class="agreement">
    <h2 class="h2-small">${words.agreeTitle}: ${foreign(name, 80)}</h2>
    <dl class="claims large">
      ${fields.map(({ label, value }) => html`<div><dt>${foreign(label, 80)}</dt><dd>${foreign(value, 1000)}</dd></div>`)}
    </dl>
    <p class="soft">${words.agreeNote}</p>
  </section>`;
}

function nothingFits({ asks }: PresentPreview): TemplateResult {
  const open = asks.filter((ask) => ask.required && !ask.options.length);
  return notice("problem", words.none, words.noneBody(open.flatMap((ask) => ask.wanted).map((label) => quoted(label))));
}

/** One of several combinations, where there is something to choose. */
function setPart(preview: PresentPreview, set: AskSet, at: number, picks: Picks, pick: (picks: Picks) => void): TemplateResult | typeof nothing {
  if (!isChoice(set)) return nothing;
  const choice = (option: number, name: string) => html`<label class="choice">
    <input type="radio" name="set-${at}" .checked=${picks.sets[at] === option} @change=${() => pick(pickSet(picks, at, option))} />
    <span class="name">${name}</span>
  </label>`;
  return html`<fieldset>
    <legend>${set.required ? words.chooseSet : words.chooseOptional}</legend>
    ${set.options.map((ids, option) => choice(option, combination(preview, ids)))} ${set.required ? nothing : choice(-1, words.leaveOut)}
  </fieldset>`;
}

/** A combination by the cards that would be shown. */
function combination({ asks }: PresentPreview, ids: readonly string[]): string {
  return listOf(
    asks
      .filter((ask) => ids.includes(ask.id))
      .map((ask) => quoted(ask.options.find((option) => option.card_id === ask.suggested)?.title ?? ask.id)),
  );
}

function askPart(ask: Ask, picks: Picks, pick: (picks: Picks) => void): TemplateResult {
  return html`<section class="ask">
    ${ask.options.length > 1 ? chooser(ask, picks, pick) : nothing} ${chosenOptions(ask, picks).map(disclosure)}
  </section>`;
}

function chooser(ask: Ask, picks: Picks, pick: (picks: Picks) => void): TemplateResult {
  const change = (card: string) => (event: Event) => pick(pickCard(picks, ask, card, (event.target as HTMLInputElement).checked));
  return html`<fieldset>
    <legend>${ask.multiple ? words.chooseSeveral : words.choose}</legend>
    ${ask.options.map(
      ({ card_id, title, issuer }) => html`<label class="choice">
        <input
          type=${ask.multiple ? "checkbox" : "radio"}
          name="ask-${ask.id}"
          .checked=${Boolean(picks.cards[ask.id]?.includes(card_id))}
          @change=${change(card_id)}
        />
        <span class="name">${words.fromCard(title, issuer)}</span>
      </label>`,
    )}
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

/** Where the answer goes. The whole address is for experts; the person decides by the host. */
function destination({ host, address, sends, encrypted }: PresentPreview): TemplateResult {
  const place = sends ? host : URL.canParse(address) ? new URL(address).origin : host;
  return html`<dl class="claims">
      <div>
        <dt>${words.address}</dt>
        <dd>
          <span class="code">${foreign(place, 200)}</span>
          ${sends && !encrypted ? nothing : html`<p class="soft small plain-weight">${encrypted ? words.encrypted : words.carriedByHand}</p>`}
        </dd>
      </div>
    </dl>
    ${sends && !encrypted ? notice("problem", words.plainTitle, words.plain(host)) : nothing}`;
}
