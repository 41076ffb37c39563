/**
 * Text from outside (names, purposes, claims) before a person sees it.
 *
 * It is never HTML. Beyond that it may still lie: direction marks reorder the
 * words around it, control characters hide, a thousand accents climb over the
 * next line, ten kilobytes push the buttons away, and letters of two alphabets
 * imitate a known name. Here it is made to show what it is.
 */

// Controls, direction marks, invisible and unassigned-use characters. Line
// feeds are kept: an address has lines.
const invisible =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]|[\u{e0000}-\u{e0fff}]/gu;

/** More than four accents on a letter is no language's spelling. */
const piledMarks = /(\p{M}{4})\p{M}+/gu;

/** A piece of foreign text: plain words, or the name of a character that cannot be seen. */
export interface Piece {
  text: string;
  mark: boolean;
}

/** Splits foreign text into words and the marks that hide in it. */
export function pieces(text: string): Piece[] {
  const calm = text.replace(piledMarks, "$1");
  const found: Piece[] = [];
  let from = 0;
  for (const match of calm.matchAll(invisible)) {
    if (match.index > from) found.push({ text: calm.slice(from, match.index), mark: false });
    found.push({ text: nameOf(match[0]), mark: true });
    from = match.index + match[0].length;
  }
  if (from < calm.length) found.push({ text: calm.slice(from), mark: false });
  return found;
}

function nameOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** At most `most` characters, cut between characters, with an ellipsis where something is missing. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return [...text.slice(0, most * 2)].slice(0, most).join("") + "…";
}

/**
 * Foreign text inside one of our sentences, as a plain string: marks named,
 * length bounded, and isolated (U+2068, U+2069) so that it cannot reorder the
 * sentence around it.
 */
export function quoted(text: string, most = 80): string {
  const seen = pieces(cut(text, most)).map((piece) => (piece.mark ? `[${piece.text}]` : piece.text));
  return `\u2068${seen.join("").replace(/\s+/g, " ").trim()}\u2069`;
}

/**
 * Whether one word mixes letters of alphabets that look alike, as an impostor
 * of a known name would.
 */
export function mixesAlphabets(text: string): boolean {
  const alphabets = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];
  return text.split(/[^\p{L}\p{M}]+/u).some((word) => alphabets.filter((one) => one.test(word)).length > 1);
}
