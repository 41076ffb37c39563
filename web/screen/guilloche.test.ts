import { describe, expect, it } from "vitest";
import { guilloche } from "./guilloche";

const seeds = Array.from({ length: 200 }, (_, n) => Uint8Array.from({ length: 32 }, (_, at) => (n * 37 + at * at * (n + 3)) % 256));

describe("the pattern of an issuer", () => {
  it("is the same for the same key", () => expect(guilloche(seeds[7]!)).toEqual(guilloche(seeds[7]!.slice())));

  it("differs between keys in lines and emblem", () => {
    const all = seeds.map((seed) => guilloche(seed));
    expect(new Set(all.map((one) => one.rings[0]?.path)).size).toBe(seeds.length);
    expect(new Set(all.map((one) => one.bands[0])).size).toBe(seeds.length);
    expect(new Set(all.map((one) => one.emblem.star)).size).toBeGreaterThan(seeds.length / 2);
  });

  it("changes with a single bit of the key", () => {
    for (const at of [0, 15, 31]) {
      const other = seeds[3]!.slice();
      other[at]! ^= 1;
      expect(guilloche(other).rings[0]?.path).not.toBe(guilloche(seeds[3]!).rings[0]?.path);
    }
  });

  it("has no colour of a verdict, and grounds on which white is read", () => {
    for (const { deep, bright } of seeds.map((seed) => guilloche(seed))) {
      for (const ground of [deep, bright]) {
        const [hue, saturation, light] = ground.match(/\d+/g)!.map(Number) as [number, number, number];
        expect(hue).toBeGreaterThanOrEqual(190);
        expect(hue).toBeLessThanOrEqual(320);
        expect(contrastWithWhite(hue, saturation / 100, light / 100)).toBeGreaterThan(4.5);
      }
    }
  });

  it("draws numbers only, from no seed too", () => {
    for (const seed of [new Uint8Array(0), new Uint8Array(32), seeds[1]!]) {
      const { bands, rings, emblem } = guilloche(seed);
      const paths = [...bands, ...rings.map((ring) => ring.path), emblem.star, emblem.rim];
      for (const path of paths) expect(path).toMatch(/^M[-0-9 .MLQZ]+$/);
    }
  });
});

/** WCAG 2 contrast of white on an hsl() colour. */
function contrastWithWhite(hue: number, saturation: number, light: number): number {
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12;
    const value = light - saturation * Math.min(light, 1 - light) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 1.05 / (0.2126 * channel(0) + 0.7152 * channel(8) + 0.0722 * channel(4) + 0.05);
}
