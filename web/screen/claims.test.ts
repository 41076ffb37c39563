import { html, render } from "lit";
import { describe, expect, it } from "vitest";
import type { Claim } from "../engine/api.gen";
import { cardFront } from "./card";
import { claimList, splitClaims } from "./claims";

const claim = (value: string, type: Claim["type"] = "text", path = "given_name", label = "Given name"): Claim => ({ path, label, value, type });

function shown(...claims: Claim[]): HTMLElement {
  const place = document.createElement("div");
  render(claimList(claims), place);
  return place;
}

describe("claims from outside", () => {
  const injections = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "\"><iframe src=javascript:alert(1)>",
    "${alert(1)}",
    "<!--?lit$1$-->",
    "</dd></dl><h1>VALID</h1>",
    "{{constructor.constructor('alert(1)')()}}",
  ];
  it.each(injections)("%s stays text, as value and as label", (text) => {
    const place = shown(claim(text), claim("x", "text", "a", text));
    expect(place.querySelector("script, img, iframe, svg, h1")).toBeNull();
    expect(place.querySelector("dd")?.textContent).toContain(text);
    expect(place.querySelectorAll("dt")[1]?.textContent).toContain(text);
  });

  it("isolates every value and names what is hidden in it", () => {
    const place = shown(claim("abc\u202exyz"));
    expect(place.querySelector("dd bdi .mark")?.textContent).toBe("U+202E");
  });

  it("keeps ten kilobytes in a box of its own that the keyboard reaches", () => {
    const box = shown(claim("z".repeat(10_240))).querySelector(".long");
    expect(box?.getAttribute("tabindex")).toBe("0");
  });

  it.each(["data:image/svg+xml;base64,PHN2Zy8+", "data:text/html;base64,PGI+", "https://example.org/x.png", "javascript:alert(1)", "data:image/png;base64,AA\" onerror=\"x"])(
    "shows no picture from %s",
    (value) => expect(shown(claim(value, "image")).querySelector("img")).toBeNull(),
  );

  it("shows a raster picture that is inside the claim", () =>
    expect(shown(claim("data:image/png;base64,iVBORw0KGgo=", "image")).querySelector("img")).not.toBeNull());

  it("puts dates, yes and no, and countries in words", () => {
    const place = shown(claim("1990-05-17", "date"), claim("true", "bool"), claim("false", "bool"), claim("PT, XM", "text", "nationalities"));
    const words = [...place.querySelectorAll("dd")].map((one) => one.textContent?.trim());
    expect(words[0]).toMatch(/May/);
    expect(words.slice(1)).toEqual(["Yes", "No", "Portugal (PT), XM"]);
  });

  it("shows a date or a truth value that is none as it is", () =>
    expect([...shown(claim("yesterday", "date"), claim("perhaps", "bool")).querySelectorAll("dd")].map((one) => one.textContent?.trim())).toEqual(["yesterday", "perhaps"]));
});

describe("what belongs to the format", () => {
  it("is told apart by its name, not by its looks", () => {
    const all = ["iss", "vct", "cnf.jwk.x", "exp", "issuing_country", "residency.since", "expert"].map((path) => claim("v", "text", path));
    expect(splitClaims(all).technical.map((one) => one.path)).toEqual(["iss", "vct", "cnf.jwk.x", "exp"]);
    expect(splitClaims(all).plain).toHaveLength(3);
  });

  it("never folds away by whom a person is known", () => {
    const subject = claim("did:example:ana", "text", "sub", "Subject");
    expect(splitClaims([subject])).toEqual({ plain: [subject], technical: [] });
  });
});

describe("the face of a card", () => {
  const face = { title: "Residency card", issuer: "Republic of Meridia", pattern: new Uint8Array(32), holder: "Ana Silveira" };
  const draw = (scope: "test" | "live" | "") => {
    const place = document.createElement("div");
    render(html`${cardFront({ ...face, scope })}`, place);
    return place;
  };

  it("says TEST across a practice card, and only there", () => {
    expect(draw("test").querySelector(".card-test")?.textContent).toBe("TEST");
    expect(draw("live").querySelector(".card-test")).toBeNull();
  });

  it("carries no tick and no word of a verdict", () => expect(draw("live").textContent).not.toMatch(/valid(?! until)|✓|✔|☑|verified/i));

  it("bounds names that are too long and shows their marks", () => {
    const place = document.createElement("div");
    render(cardFront({ ...face, scope: "", holder: `\u202e${"y".repeat(10_000)}` }), place);
    expect(place.querySelector(".card-name")?.textContent?.length).toBeLessThan(100);
    expect(place.querySelector(".card-name .mark")?.textContent).toBe("U+202E");
  });
});
