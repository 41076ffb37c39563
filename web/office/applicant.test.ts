import { describe, expect, it } from "vitest";
import { Refusal } from "./api";
import { dateOf, readForm, refusedFields } from "./applicant";

function form(values: Record<string, string>): HTMLFormElement {
  const made = document.createElement("form");
  for (const [name, value] of Object.entries(values)) {
    const input = document.createElement("input");
    Object.assign(input, { name, value });
    made.append(input);
  }
  return made;
}

const whole = {
  person: "own",
  given: " Ana ",
  family: "Silveira",
  "birth-day": "7",
  "birth-month": "5",
  "birth-year": "1990",
  nationality: "PT",
  programme: "Digital residency",
};

describe("the office's form", () => {
  it("takes a sample person by name", () => expect(readForm(form({ person: "ana" }))).toEqual({ applicant: { person: "ana" }, wrong: [] }));

  it("takes somebody made up", () =>
    expect(readForm(form(whole)).applicant).toEqual({
      claims: { given_name: "Ana", family_name: "Silveira", birthdate: "1990-05-07", nationalities: ["PT"], residency: { programme: "Digital residency" } },
    }));

  it.each(["given", "family", "birth-day", "birth-month", "birth-year", "nationality", "programme"])("misses an empty %s", (name) =>
    expect(readForm(form({ ...whole, [name]: " " })).wrong).toHaveLength(1),
  );

  it("misses everything at once, in the order of the form", () =>
    expect(readForm(form({ person: "own" })).wrong.map((one) => one.id)).toEqual(["given", "family", "birth-day", "nationality", "programme"]));
});

describe("a date", () => {
  it.each([
    ["30 February", "2026", "2", "30"],
    ["29 February of a common year", "2025", "2", "29"],
    ["the 13th month", "1990", "13", "1"],
    ["day 0", "1990", "1", "0"],
    ["two digits of a year", "90", "1", "1"],
    ["letters", "1990", "May", "1"],
    ["a sign", "1990", "-1", "1"],
  ])("is not %s", (_, year, month, day) => expect(dateOf(year, month, day)).toBe(""));

  it("may be a leap day", () => expect(dateOf("2024", "2", "29")).toBe("2024-02-29"));
});

describe("a refusal of the office", () => {
  it("stands at the field it speaks of", () =>
    expect(refusedFields(new Refusal("invalid_claims", { birthdate: "In the future.", "residency.programme": "Choose." }))).toEqual([
      { id: "birth-day", message: "In the future." },
      { id: "programme", message: "Choose." },
    ]));

  it("without fields still says something", () => {
    expect(refusedFields(new Refusal("too_many_offers", {}))[0]?.message).toMatch(/waiting/);
    expect(refusedFields(new Refusal("anything", {}))[0]?.message).toMatch(/did not accept/);
  });
});
