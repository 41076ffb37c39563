import { describe, expect, it } from "vitest";
import { cut, mixesAlphabets, pieces, quoted } from "./foreign";

const marks = (text: string) => pieces(text).filter((piece) => piece.mark).map((piece) => piece.text);

describe("what cannot be seen is named", () => {
  const hidden: [string, string, string[]][] = [
    ["right-to-left override", "abc\u202ecba", ["U+202E"]],
    ["isolates left open", "\u2066\u2067\u2068x", ["U+2066", "U+2067", "U+2068"]],
    ["left-to-right and right-to-left marks", "a\u200eb\u200fc\u061c", ["U+200E", "U+200F", "U+061C"]],
    ["zero-width joiner, non-joiner and space", "a\u200bb\u200cc\u200d", ["U+200B", "U+200C", "U+200D"]],
    ["null and bell", "a\u0000b\u0007", ["U+0000", "U+0007"]],
    ["carriage return alone", "Ana\rXXX", ["U+000D"]],
    ["C1 control", "a\u0085", ["U+0085"]],
    ["soft hyphen", "a\u00adb", ["U+00AD"]],
    ["byte order mark inside", "a\ufeffb", ["U+FEFF"]],
    ["tag letters, which smuggle text", "a\u{e0041}\u{e007f}", ["U+E0041", "U+E007F"]],
    ["line and paragraph separators", "a\u2028b\u2029", ["U+2028", "U+2029"]],
  ];
  it.each(hidden)("%s", (_, text, expected) => expect(marks(text)).toEqual(expected));

  it("leaves letters of every script and line feeds alone", () => {
    for (const text of ["Meï Østergård-Nguyễn", "محمد", "Ольга", "山田 太郎", "Line 1\nLine 2", "👩‍🚀".replace("\u200d", "")]) {
      expect(marks(text)).toEqual([]);
    }
  });

  it("keeps at most four accents on a letter", () => {
    expect(pieces(`a${"\u0301".repeat(1000)}b`)[0]?.text).toBe(`a${"\u0301".repeat(4)}b`);
  });
});

describe("foreign text in our sentences", () => {
  it("is isolated, bounded and on one line", () => {
    const text = quoted(`Rep\u202eublic\n\n${"x".repeat(10_000)}`);
    expect(text.startsWith("\u2068") && text.endsWith("\u2069")).toBe(true);
    expect(text).toContain("[U+202E]");
    expect(text.length).toBeLessThan(120);
    expect(text).not.toContain("\n");
  });

  it("cannot close the isolation that holds it", () => {
    expect(quoted("a\u2069b\u2069").match(/\u2069/g)).toHaveLength(1);
  });

  it("is cut between characters, not inside one", () => expect(cut("👍👍👍👍", 2)).toBe("👍👍…"));
});

describe("names that imitate others", () => {
  it.each(["Rеpublic", "Μeridia", "pаypal"])("%s mixes alphabets in a word", (name) => expect(mixesAlphabets(name)).toBe(true));
  it.each(["Republic of Meridia", "Министерство Health", "Ελλάδα", "Østergård", "株式会社 ABC"])("%s does not", (name) =>
    expect(mixesAlphabets(name)).toBe(false),
  );
});
