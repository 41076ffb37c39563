import { beforeEach, describe, expect, it } from "vitest";
import { clearCounts, count, counts } from "./counts";
import { Gap } from "./gap";

describe("counts", () => {
  beforeEach(() => localStorage.clear());

  it("counts by day and outcome, newest first", () => {
    count("valid", new Date(2026, 10, 21, 23, 59));
    count("valid", new Date(2026, 10, 22, 0, 1));
    count("unknown", new Date(2026, 10, 22, 12));
    expect(counts()).toEqual([
      ["2026-11-22", { valid: 1, invalid: 0, unknown: 1 }],
      ["2026-11-21", { valid: 1, invalid: 0, unknown: 0 }],
    ]);
  });

  it("starts again where what is stored is damaged", () => {
    localStorage.setItem("domicile.kiosk.counts", "{");
    count("invalid", new Date(2026, 0, 1));
    expect(counts()).toEqual([["2026-01-01", { valid: 0, invalid: 1, unknown: 0 }]]);
  });

  it("keeps 400 days and no more", () => {
    for (let day = 0; day < 405; day++) count("valid", new Date(2025, 0, 1 + day));
    expect(counts()).toHaveLength(400);
    clearCounts();
    expect(counts()).toEqual([]);
  });
});

describe("Gap", () => {
  it("is clear before anything was checked", () => expect(new Gap().clear(0)).toBe(true));

  it("waits until no code was seen for two seconds", () => {
    const gap = new Gap();
    gap.begin(0);
    gap.saw(1500);
    expect(gap.clear(3000)).toBe(false);
    expect(gap.clear(3500)).toBe(true);
  });

  it("does not wait for ever for a poster in view", () => {
    const gap = new Gap();
    gap.begin(0);
    for (let at = 0; at < 10_000; at += 500) gap.saw(at);
    expect(gap.clear(9999)).toBe(false);
    expect(gap.clear(10_000)).toBe(true);
  });
});
