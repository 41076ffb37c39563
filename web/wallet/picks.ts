import type { Ask, AskSet, Choice, Option, PresentPreview } from "../engine/api.gen";

/** What a person has chosen so far. */
export interface Picks {
  /** Per set the combination, -1 for none. */
  sets: readonly number[];
  /** Per ask the cards. */
  cards: Readonly<Record<string, readonly string[]>>;
}

/** What the engine suggests: the cards that fit best, and nothing that is optional. */
export function firstPicks({ sets, asks }: PresentPreview): Picks {
  return {
    sets: sets.map((set) => set.suggested),
    cards: Object.fromEntries(asks.map((ask) => [ask.id, ask.suggested ? [ask.suggested] : []])),
  };
}

export function pickSet(picks: Picks, set: number, option: number): Picks {
  return { ...picks, sets: picks.sets.map((one, at) => (at === set ? option : one)) };
}

/** Picks a card instead of the one before; where several may be shown, beside it, or takes it away. */
export function pickCard(picks: Picks, ask: Ask, card: string, on = true): Picks {
  const before = picks.cards[ask.id] ?? [];
  const others = ask.multiple ? before.filter((one) => one !== card) : [];
  return { ...picks, cards: { ...picks.cards, [ask.id]: on ? [...others, card] : others } };
}

/** The asks that the chosen combinations need, in the order of the question. */
export function chosenAsks({ sets, asks }: PresentPreview, picks: Picks): Ask[] {
  const ids = new Set(sets.flatMap((set, at) => set.options[picks.sets[at] ?? -1] ?? []));
  return asks.filter((ask) => ids.has(ask.id));
}

export function chosenOptions(ask: Ask, picks: Picks): Option[] {
  return (picks.cards[ask.id] ?? []).flatMap((card) => ask.options.filter((option) => option.card_id === card));
}

/** Whether a set leaves anything to choose. */
export function isChoice({ required, options }: AskSet): boolean {
  return options.length > 1 || (!required && options.length > 0);
}

/** Why an answer cannot be given with what is chosen, or "" where it can. */
export function missing(preview: PresentPreview, picks: Picks): "card" | "signature" | "" {
  const asks = chosenAsks(preview, picks);
  const required = preview.sets.every((set, at) => !set.required || (picks.sets[at] ?? -1) >= 0);
  if (!preview.satisfiable || !required || !asks.length || asks.some((ask) => !picks.cards[ask.id]?.length)) return "card";
  const signed = preview.transactions.every((one) => one.asks.some((id) => asks.some((ask) => ask.id === id)));
  return signed ? "" : "signature";
}

export function choices(preview: PresentPreview, picks: Picks): Choice[] {
  return chosenAsks(preview, picks).map((ask) => ({ ask: ask.id, cards: [...(picks.cards[ask.id] ?? [])] }));
}
