import { describe, expect, it } from "vitest";
import { duration, strengthOf } from "./strength";

describe("the strength of a passphrase", () => {
  it("is in words for every length of time", () =>
    expect([0.01, 59, 60, 7200, 86_400 * 3, 86_400 * 60, 31_557_600 * 12, 1e20].map(duration)).toEqual([
      "1 second",
      "59 seconds",
      "1 minute",
      "2 hours",
      "3 days",
      "2 months",
      "12 years",
      "1,000 years",
    ]));

  it.each(["password123", "qwertyuiop", "aaaaaaaaaaaa", "domicile2026", "walletwallet"])("%s is weak", async (phrase) =>
    expect((await strengthOf(phrase))!.score).toBeLessThan(3),
  );

  it.each(["seven green kettles over Meridia", "correct horse battery staple"])("%s is good", async (phrase) =>
    expect((await strengthOf(phrase))!.score).toBeGreaterThanOrEqual(3),
  );

  it("is judged quickly however long it is", async () => {
    const began = performance.now();
    await strengthOf("ab1".repeat(340));
    expect(performance.now() - began).toBeLessThan(1500);
  });
});
