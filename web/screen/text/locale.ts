/** How words, numbers and dates are put in the reader's language. */

/** The catalogues there are. English first; a second one adds its code here. */
export const language = "en";

/** Languages written from right to left, for the page's direction. */
const rightToLeft = new Set(["ar", "fa", "he", "ur", "yi", "dv", "ps", "sd", "ug"]);

/** The reader's own region decides how dates look, as long as it speaks the catalogue's language. */
export const locale =
  (globalThis.navigator?.languages ?? []).find((tag) => tag.split("-")[0] === language) ?? "en-GB";

/** Tells the document its language and direction; call once per page. */
export function speak(root: HTMLElement = document.documentElement): void {
  root.lang = language;
  if (!root.dir) root.dir = rightToLeft.has(language) ? "rtl" : "ltr";
}

const rules = new Intl.PluralRules(locale);
const numbers = new Intl.NumberFormat(locale);

type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Picks the form for n and puts the number where the form says "#". */
export function plural(n: number, forms: PluralForms): string {
  return (forms[rules.select(n)] ?? forms.other).replace("#", numbers.format(n));
}

export function number(n: number): string {
  return numbers.format(n);
}

export function percent(part: number): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(part);
}

/** "a, b and c". */
export function listOf(words: readonly string[]): string {
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(words);
}

const day: Intl.DateTimeFormatOptions = { day: "numeric", month: "long", year: "numeric" };

/** A calendar date (2031-05-04) or the day of an instant, in words. Anything else comes back as it is. */
export function date(text: string): string {
  const calendar = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return text;
  // A calendar date has no time zone: shown in UTC it stays the same day everywhere.
  return new Intl.DateTimeFormat(locale, calendar ? { ...day, timeZone: "UTC" } : day).format(at);
}

/** The day with a short month, for the small room of a card: in digits, 03/04 is two days to two readers. */
export function shortDate(text: string): string {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return text;
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" }).format(at);
}

export function dateTime(text: string): string {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return text;
  return new Intl.DateTimeFormat(locale, { ...day, hour: "2-digit", minute: "2-digit" }).format(at);
}

/** Minutes and seconds, "1:05". */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
