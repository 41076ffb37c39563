import { html, render } from "lit";
import { describe, expect, it } from "vitest";
import type { Option, PresentPreview } from "../engine/api.gen";
import { answerable, choices, consent, firstPicks } from "./consent";

const option = (card_id: string, more: Partial<Option> = {}): Option => ({
  card_id,
  title: "Residency card",
  issuer: "Republic of Meridia",
  scope: "test",
  disclosed: [{ path: "age_equal_or_over.18", label: "Over 18", value: "true", type: "bool" }],
  hidden: ["Family name"],
  reused: false,
  expired: false,
  ...more,
});

const preview = (asks: PresentPreview["asks"], more: Partial<PresentPreview> = {}): PresentPreview => ({
  session: "s",
  verifier: "Harbour Café",
  client_id: "redirect_uri:https://cafe.example/check",
  sure: "claimed",
  purpose: "To serve adults",
  asks,
  satisfiable: true,
  ...more,
});

const ask = (id: string, options: Option[], optional = false) => ({ id, optional, options, wanted: ["Over 18"] });

describe("the first choice", () => {
  it("is a card that was not shown yet and has not expired", () => {
    const options = [option("old", { expired: true }), option("seen", { reused: true }), option("fresh")];
    expect(firstPicks(preview([ask("a", options)]))).toEqual({ a: "fresh" });
  });

  it("falls back to what there is", () => expect(firstPicks(preview([ask("a", [option("old", { expired: true })])]))).toEqual({ a: "old" }));

  it("leaves out what is optional", () => expect(firstPicks(preview([ask("a", [option("c")], true)]))).toEqual({ a: "" }));
});

describe("an answer can be given", () => {
  const needed = ask("a", [option("c")]);
  const extra = ask("b", [option("d")], true);

  it("with every card that must be there", () => expect(answerable(preview([needed, extra]), { a: "c", b: "" })).toBe(true));
  it("not without one of them", () => expect(answerable(preview([needed, extra]), { a: "", b: "d" })).toBe(false));
  it("not where nothing at all is shown", () => expect(answerable(preview([extra]), { b: "" })).toBe(false));
  it("not where the engine says that no card fits", () => expect(answerable(preview([needed], { satisfiable: false }), { a: "c" })).toBe(false));
  it("with the chosen cards only", () => expect(choices({ a: "c", b: "" })).toEqual([{ ask: "a", card_id: "c" }]));
});

describe("the consent screen", () => {
  const draw = (shown: PresentPreview) => {
    const place = document.createElement("div");
    render(html`${consent(shown, firstPicks(shown), () => {})}`, place);
    return place.textContent ?? "";
  };

  it("says who, how sure, why, where to, what leaves and what stays", () => {
    const text = draw(preview([ask("a", [option("c")])]));
    for (const part of ["Harbour Café", "Nobody vouches", "To serve adults", "https://cafe.example", "Over 18", "Family name"]) expect(text).toContain(part);
    expect(text).not.toContain("/check");
  });

  it("names a verifier that gives no name and no reason", () => {
    const text = draw(preview([ask("a", [option("c")])], { verifier: "", purpose: "" }));
    expect(text).toContain("They give no name");
    expect(text).toContain("They give no reason");
  });

  it("says what was wanted where no card fits", () => expect(draw(preview([ask("a", [])]))).toContain("Over 18"));

  it("warns of a card that could be recognised, of an expired one, and of giving all", () => {
    const text = draw(preview([ask("a", [option("c", { reused: true, expired: true, hidden: [] })])]));
    for (const part of ["could find out", "has expired", "the whole card"]) expect(text).toContain(part);
  });

  it("shows hostile names as text", () => {
    const place = document.createElement("div");
    const shown = preview([ask("a", [option("c", { issuer: "<img src=x>" })])], { verifier: "<script>1</script>\u202e", purpose: "<b>x</b>" });
    render(html`${consent(shown, firstPicks(shown), () => {})}`, place);
    expect(place.querySelector("script, img, b")).toBeNull();
    expect(place.querySelector(".mark")?.textContent).toBe("U+202E");
  });
});
