// A question of one's own, as it is put together: cards, their claims, what they
// must say. The result is a query in DCQL, which the engine reads.

import type { AskedTransaction, CardType } from "../engine/api.gen";
import type { FieldError } from "../screen/forms";
import { verifier } from "../screen/text/en.verifier";
import type { Asked } from "./checker";

const text = verifier.own;

export interface CardDraft {
  /** A known type, or "" where other says it. */
  type: string;
  other: string;
  /** The question can be answered without it. */
  optional: boolean;
  /** What is asked for, by path as JSON: the value that it must have, "" for any. */
  claims: Record<string, string>;
  /** Names of other claims, separated by commas; dots lead into them. */
  extra: string;
}

export interface Draft {
  purpose: string;
  cards: CardDraft[];
  /** Any one of the cards will do. */
  any: boolean;
  agreement: { on: boolean; title: string; text: string };
  /** The query is written by hand. */
  expert: boolean;
  query: string;
}

export const longestPurpose = 200;
export const mostCards = 8;
const agreementType = "urn:domicile:transaction:agreement:1";

export function emptyCard(type: string): CardDraft {
  return { type, other: "", optional: false, claims: {}, extra: "" };
}

export function emptyDraft(types: readonly CardType[]): Draft {
  return {
    purpose: "",
    cards: [emptyCard(types[0]?.type ?? "")],
    any: false,
    agreement: { on: false, title: "", text: "" },
    expert: false,
    query: "",
  };
}

/** A card that says "no" must not answer "over 18?" with a green light. */
export function usualValue(path: string): string {
  return path.startsWith('["age_equal_or_over"') ? "yes" : "";
}

/** queryOf writes the form as DCQL. */
export function queryOf({ cards, any }: Draft): string {
  const named = cards.map((card, i) => ({ id: `card${i + 1}`, card }));
  const credentials = named.map(({ id, card }) => {
    const claims = claimsOf(card);
    return { id, format: "dc+sd-jwt", meta: metaOf(card), ...(claims.length ? { claims } : {}) };
  });
  const sets = setsOf(named, any);
  return JSON.stringify({ credentials, ...(sets.length ? { credential_sets: sets } : {}) }, null, 2);
}

function metaOf({ type, other }: CardDraft): { vct_values?: string[] } {
  const types = type ? [type] : list(other);
  return types.length ? { vct_values: types } : {};
}

function claimsOf({ claims, extra }: CardDraft): { path: unknown; values?: unknown[] }[] {
  const known = Object.entries(claims).map(([path, must]) => ({ path: JSON.parse(path) as unknown, ...(must.trim() ? { values: [valueOf(must)] } : {}) }));
  return [...known, ...list(extra).map((name) => ({ path: name.split(".") }))];
}

function setsOf(named: { id: string; card: CardDraft }[], any: boolean): { options: string[][]; required?: false }[] {
  if (any && named.length > 1) return [{ options: named.map(({ id }) => [id]) }];
  const optional = named.filter(({ card }) => card.optional);
  if (!optional.length || named.length === 1) return [];
  const needed = named.filter(({ card }) => !card.optional).map(({ id }) => id);
  return [...(needed.length ? [{ options: [needed] }] : []), ...optional.map(({ id }) => ({ options: [[id]], required: false as const }))];
}

const list = (words: string): string[] => words.split(",").map((word) => word.trim()).filter(Boolean);

/** valueOf reads what a claim must be: yes and no, whole numbers, else the text. */
export function valueOf(must: string): string | number | boolean {
  const word = must.trim();
  if (/^(yes|true)$/i.test(word)) return true;
  if (/^(no|false)$/i.test(word)) return false;
  return /^-?(0|[1-9]\d{0,14})$/.test(word) ? Number(word) : word;
}

/** What is plainly missing; the rest is for the engine to find. */
export function draftErrors({ purpose, cards, agreement, expert, query }: Draft): FieldError[] {
  const errors: FieldError[] = [];
  if (!purpose.trim()) errors.push({ id: "own-purpose", message: text.purposeMissing });
  if (expert && !query.trim()) errors.push({ id: "own-query", message: text.queryMissing });
  if (!expert) cards.forEach((card, i) => errors.push(...cardErrors(card, i)));
  if (agreement.on && !agreement.title.trim()) errors.push({ id: "own-agreement-title", message: text.agreementTitleMissing });
  if (agreement.on && !agreement.text.trim()) errors.push({ id: "own-agreement-text", message: text.agreementTextMissing });
  return errors;
}

function cardErrors({ type, other, claims, extra }: CardDraft, i: number): FieldError[] {
  if (!type && !list(other).length) return [{ id: `own-${i}-other`, message: text.typeMissing }];
  if (!Object.keys(claims).length && !list(extra).length) return [{ id: `own-${i}-extra`, message: text.claimsMissing(i + 1) }];
  return [];
}

/** askedOf is the draft as it is asked. */
export function askedOf(draft: Draft): Asked {
  const { on, title, text: words } = draft.agreement;
  const transaction: AskedTransaction = { type: agreementType, members: { title: title.trim(), text: words.trim() } };
  return { query: draft.expert ? draft.query : queryOf(draft), purpose: draft.purpose.trim(), ...(on ? { transaction } : {}) };
}
