import { describe, expect, it } from "vitest";
import { clock, date, dateTime, listOf, locale, plural, shortDate, speak } from "./locale";

describe("words of the locale", () => {
  it("speaks the catalogue's language, whatever else the browser prefers", () => expect(locale.split("-")[0]).toBe("en"));

  it("puts numbers into plural forms", () => {
    const parts = { one: "# part", other: "# parts" };
    expect([0, 1, 2, 1000].map((n) => plural(n, parts))).toEqual(["0 parts", "1 part", "2 parts", "1,000 parts"]);
  });

  it("joins lists", () => expect(listOf(["a", "b", "c"])).toMatch(/^a, b,? and c$/));

  it("keeps a calendar date on its day in every time zone", () => {
    expect(date("1990-05-17")).toMatch(/17/);
    expect(date("1990-05-17")).toMatch(/May/);
    expect(date("2026-01-01")).toMatch(/2026/);
  });

  it("names the month on a card, which nobody can take for a day", () => expect(shortDate("2027-03-04T12:00:00Z")).toMatch(/Mar.*2027/));

  it("gives back what is no date", () => {
    for (const text of ["", "soon", "2026-13-45", "<b>"]) expect([date(text), dateTime(text), shortDate(text)]).toEqual([text, text, text]);
  });

  it("counts seconds down to nothing", () => expect([119.2, 61, 0.4, -5].map(clock)).toEqual(["2:00", "1:01", "0:01", "0:00"]));

  it("tells the document its language, and leaves a direction that is set", () => {
    const root = document.createElement("html");
    root.dir = "rtl";
    speak(root);
    expect([root.lang, root.dir]).toEqual(["en", "rtl"]);
  });
});
