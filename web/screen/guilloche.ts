/**
 * The fine pattern of a card, drawn from 32 bytes of the issuer's key: same
 * issuer, same pattern; another issuer, visibly another. It is an ornament to
 * recognise, not a proof: anybody can copy a drawing.
 */

export interface Guilloche {
  /** Two colours of the ground, dark enough for white text (4.5:1). */
  deep: string;
  bright: string;
  /** Paths in a 856 x 540 field (ID-1 in tenths of a millimetre). */
  bands: string[];
  rosettes: string[];
  /** The issuer's emblem in a 100 x 100 field. */
  emblem: string[];
}

const width = 856;
const height = 540;
const turn = Math.PI * 2;

/** Hues of the ground in degrees. Greens, ambers and reds are left to verdicts. */
const hues = [188, 204, 218, 232, 248, 264, 280, 298, 316] as const;

export function guilloche(seed: Uint8Array): Guilloche {
  const draw = dice(seed);
  const hue = hues[Math.floor(draw() * hues.length)] ?? 218;
  const second = hue + (draw() < 0.5 ? -1 : 1) * (18 + draw() * 22);
  return {
    deep: `hsl(${hue} 58% 19%)`,
    bright: `hsl(${Math.round(second)} 50% 34%)`,
    bands: bands(draw),
    rosettes: rosettes(draw),
    emblem: emblem(draw),
  };
}

/** Numbers in [0,1) from the seed: two bytes each, mixed on every round, so that the 32 bytes last. */
function dice(seed: Uint8Array): () => number {
  let state = 0x9e3779b9;
  let at = 0;
  return () => {
    const byte = seed.length ? (seed[at++ % seed.length] ?? 0) : 0;
    state = Math.imul(state ^ (byte + at * 0x01000193), 0x85ebca6b) >>> 0;
    state = (state ^ (state >>> 13)) >>> 0;
    return state / 2 ** 32;
  };
}

/** Bundles of waves across the card, each line a little later than the one before. */
function bands(draw: () => number): string[] {
  const waves = 1.2 + draw() * 1.8;
  const overtone = 2 + Math.floor(draw() * 4);
  const tall = 60 + draw() * 70;
  const lines = 15;
  const slant = (draw() - 0.5) * 220;
  const shift = draw() * turn;
  return Array.from({ length: lines }, (_, line) => {
    const phase = shift + (line / lines) * (1.1 + waves / 3);
    const middle = height * 0.5 + (line - lines / 2) * 11;
    return curve(64, (t) => {
      const x = -20 + t * (width + 40);
      const bend = Math.sin(t * turn * waves + phase) + 0.42 * Math.sin(t * turn * overtone - phase * 2);
      return [x, middle + slant * (t - 0.5) + bend * tall];
    });
  });
}

/** Roses of interleaved loops, as on banknotes: one large off the corner, one small. */
function rosettes(draw: () => number): string[] {
  const petals = 7 + Math.floor(draw() * 9);
  const inner = 3 + Math.floor(draw() * 6);
  const depth = 0.16 + draw() * 0.2;
  const rightward = draw() < 0.8;
  const large = rose(rightward ? 650 : 205, 250 + draw() * 90, 235, petals, inner, depth, 9);
  const small = rose(rightward ? 150 + draw() * 80 : 640, 470, 105, inner + 5, petals, depth, 5);
  return [...large, ...small];
}

function rose(x: number, y: number, size: number, petals: number, inner: number, depth: number, rings: number): string[] {
  return Array.from({ length: rings }, (_, ring) => {
    const part = (ring + 1) / rings;
    const lag = (ring % 2 ? Math.PI : 0) + part * 1.7;
    return curve(petals * 14, (t) => {
      const angle = t * turn;
      const beat = Math.sin(petals * angle + lag) + 0.45 * Math.sin(petals * inner * 0.5 * angle - lag);
      const radius = size * part * (1 + depth * beat * (0.4 + 0.6 * part));
      return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    });
  });
}

/** A seal: a ring, and a star of as many points as the seed says. */
function emblem(draw: () => number): string[] {
  const points = 5 + Math.floor(draw() * 7);
  const jump = 0.42 + draw() * 0.3;
  const star = Array.from({ length: points * 2 }, (_, corner) => {
    const radius = corner % 2 ? 31 * jump : 31;
    const angle = (corner / (points * 2)) * turn - Math.PI / 2;
    return `${round(50 + radius * Math.cos(angle))} ${round(50 + radius * Math.sin(angle))}`;
  });
  const scallops = curve(120, (t) => {
    const radius = 42 + 2.4 * Math.sin(t * turn * (points * 3));
    return [50 + radius * Math.cos(t * turn), 50 + radius * Math.sin(t * turn)];
  });
  return [`M${star.join("L")}Z`, `${scallops}Z`];
}

/** A smooth enough path through `steps` points of a curve over [0,1]. */
function curve(steps: number, at: (t: number) => [number, number]): string {
  const points = Array.from({ length: steps + 1 }, (_, step) => {
    const [x, y] = at(step / steps);
    return `${round(x)} ${round(y)}`;
  });
  return `M${points.join("L")}`;
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}
