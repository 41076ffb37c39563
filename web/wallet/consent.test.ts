import { html, render } from "lit";
import { describe, expect, it } from "vitest";
import type { Ask, Option, PresentPreview } from "../engine/api.gen";
import { consent, nameOf } from "./consent";
import { choices, chosenAsks, firstPicks, missing, pickCard, pickSet } from "./picks";

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

const ask = (id: string, options: Option[], more: Partial<Ask> = {}): Ask => ({
  id,
  required: true,
  multiple: false,
  options,
  wanted: ["Over 18"],
  beyond: [],
  ...(options[0] ? { suggested: options[0].card_id } : {}),
  ...more,
});

/** A question of which everything is required, unless told otherwise. */
const preview = (asks: Ask[], more: Partial<PresentPreview> = {}): PresentPreview => ({
  verifier: "Harbour Café",
  client_id: "redirect_uri:https://cafe.example/check",
  sure: "claimed",
  purpose: "To serve adults",
  asks,
  sets: [{ required: true, options: [asks.map(({ id }) => id)], suggested: 0 }],
  transactions: [],
  satisfiable: true,
  host: "cafe.example",
  address: "https://cafe.example/check",
  sends: false,
  encrypted: false,
  ...more,
});

const payment = { name: "Payment", fields: [{ label: "To", value: "Shop" }, { label: "Amount", value: "12.50" }], asks: ["b"] };

describe("the choice", () => {
  const needed = ask("a", [option("c"), option("d")]);
  const extra = ask("b", [option("e"), option("f")], { required: false, multiple: true });
  const both = preview([needed, extra], {
    sets: [
      { required: true, options: [["a"], ["a", "b"]], suggested: 0 },
      { required: false, options: [["b"]], suggested: -1 },
    ],
  });

  it("begins with what the engine suggests, and nothing optional", () => {
    const picks = firstPicks(both);
    expect(picks).toEqual({ sets: [0, -1], cards: { a: ["c"], b: ["e"] } });
    expect(choices(both, picks)).toEqual([{ ask: "a", cards: ["c"] }]);
  });

  it("takes another combination, with each of its cards once", () => {
    const picks = pickSet(pickSet(firstPicks(both), 0, 1), 1, 0);
    expect(chosenAsks(both, picks).map(({ id }) => id)).toEqual(["a", "b"]);
    expect(choices(both, picks)).toEqual([{ ask: "a", cards: ["c"] }, { ask: "b", cards: ["e"] }]);
  });

  it("takes one card instead of another", () => expect(pickCard(firstPicks(both), needed, "d").cards["a"]).toEqual(["d"]));

  it("takes several cards where several may be shown, and takes them away", () => {
    const picks = pickCard(firstPicks(both), extra, "f");
    expect(picks.cards["b"]).toEqual(["e", "f"]);
    expect(pickCard(picks, extra, "e", false).cards["b"]).toEqual(["f"]);
  });

  it("lacks nothing with every card that must be there", () => expect(missing(both, firstPicks(both))).toBe(""));
  it("lacks a card where one was taken away", () => {
    const picks = pickCard(pickSet(firstPicks(both), 1, 0), extra, "e", false);
    expect(missing(both, picks)).toBe("card");
  });
  it("lacks a card where nothing at all is shown", () => {
    const optional = preview([extra], { sets: [{ required: false, options: [["b"]], suggested: -1 }] });
    expect(missing(optional, firstPicks(optional))).toBe("card");
  });
  it("lacks a card where the engine says that none fits", () => expect(missing({ ...both, satisfiable: false }, firstPicks(both))).toBe("card"));
  it("lacks a signature where the card that signs is left out", () => {
    const agreed = { ...both, transactions: [payment] };
    expect(missing(agreed, firstPicks(agreed))).toBe("signature");
    expect(missing(agreed, pickSet(firstPicks(agreed), 1, 0))).toBe("");
  });
});

describe("the consent screen", () => {
  const place = (shown: PresentPreview, picks = firstPicks(shown)) => {
    const drawn = document.createElement("div");
    render(html`${consent(shown, picks, () => {})}`, drawn);
    return drawn;
  };
  const draw = (shown: PresentPreview) => place(shown).textContent?.replace(/\s+/g, " ") ?? "";
  const one = [ask("a", [option("c")])];

  it("says who, how sure, why, where to, what leaves and what stays", () => {
    const text = draw(preview(one));
    for (const part of ["Harbour Café", "Nobody vouches", "To serve adults", "https://cafe.example", "Over 18", "Family name"]) expect(text).toContain(part);
    expect(text).not.toContain("/check");
  });

  it("names a verifier that gives no name and no reason", () => {
    const text = draw(preview(one, { verifier: "", purpose: "" }));
    expect(text).toContain("They give no name");
    expect(text).toContain("They give no reason");
  });

  it("calls a verifier by the name that is vouched for, and tells its own apart", () => {
    const shown = preview(one, { sure: "verified", name: "Harbour Ltd", by: "The Authority", verifier: "Your Bank" });
    expect(nameOf(shown)).toBe("Harbour Ltd");
    const text = draw(shown);
    for (const part of ["Harbour Ltd", "The Authority\u2069 vouches", "They call themselves \u2068Your Bank"]) expect(text).toContain(part);
  });

  it("does not say that a name is vouched for where only a key is proven", () => {
    const text = draw(preview(one, { sure: "proven" }));
    expect(text).toContain("Nobody vouches for the name");
    expect(draw(preview(one, { sure: "proven", name: "shop.example" }))).toContain("they speak for \u2068shop.example");
  });

  it("says where the answer is sent, and that it is encrypted", () => {
    const text = draw(preview(one, { sends: true, encrypted: true, host: "shop.example" }));
    expect(text).toContain("shop.example");
    expect(text).toContain("only they can read it");
  });

  it("warns of an answer that is sent without encryption", () => {
    const shown = place(preview(one, { sends: true, host: "shop.example" }));
    expect(shown.querySelector(".notice.problem")?.textContent).toContain("shop.example");
  });

  it("names what is asked for beyond what was registered, and what that was", () => {
    const text = draw(preview([ask("a", [option("c")], { beyond: ["Family name"] })], { registered: { registrar: "Registrar", purpose: "To sell wine" } }));
    for (const part of ["more than they are registered for", "\u2068Family name", "Registrar", "To sell wine"]) expect(text).toContain(part);
  });

  it("shows all of what is to be authorised, before any card", () => {
    const text = draw(preview(one, { transactions: [{ ...payment, asks: ["a"] }] }));
    for (const part of ["Payment", "To", "Shop", "Amount", "12.50"]) expect(text).toContain(part);
    expect(text.indexOf("12.50")).toBeLessThan(text.indexOf("They will see"));
  });

  it("lets one choose among combinations by the names of their cards", () => {
    const degree = ask("b", [option("d", { title: "Diploma" })]);
    const shown = place(preview([one[0]!, degree], { sets: [{ required: true, options: [["a"], ["a", "b"]], suggested: 0 }, { required: false, options: [["b"]], suggested: -1 }] }));
    const labels = [...shown.querySelectorAll("fieldset label")].map((label) => label.textContent?.replace(/[\s\u2068\u2069]+/g, " ").trim());
    expect(labels).toEqual(["Residency card", "Residency card and Diploma", "Diploma", "Nothing more"]);
    expect(shown.querySelectorAll(".disclosure")).toHaveLength(1);
  });

  it("says what was wanted where no card fits, and offers nothing to show", () => {
    const shown = place(preview([ask("a", [])], { satisfiable: false, sets: [{ required: true, options: [], suggested: -1 }] }));
    expect(shown.textContent).toContain("Over 18");
    expect(shown.textContent).toContain("they do not learn why");
    expect(shown.querySelector(".disclosure")).toBeNull();
  });

  it("warns of a card that could be recognised, of an expired one, and of giving all", () => {
    const text = draw(preview([ask("a", [option("c", { reused: true, expired: true, hidden: [] })])]));
    for (const part of ["could find out", "has expired", "the whole card"]) expect(text).toContain(part);
  });

  it("shows hostile names as text", () => {
    const shown = place(
      preview([ask("a", [option("c", { issuer: "<img src=x>" })], { beyond: ["<i>x</i>"] })], {
        verifier: "<script>1</script>\u202e",
        purpose: "<b>x</b>",
        transactions: [{ name: "<u>n</u>", fields: [{ label: "<s>l</s>", value: "<em>v</em>" }], asks: ["a"] }],
        host: "<a>h</a>",
        sends: true,
      }),
    );
    expect(shown.querySelector("script, img, b, i, u, s, em, a")).toBeNull();
    expect(shown.querySelector(".mark")?.textContent).toBe("U+202E");
  });
});
