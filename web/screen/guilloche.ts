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
  /** The rosettes: one path each, drawn again and again, turned and smaller. */
  rings: Ring[];
  /** The issuer's emblem in a 100 x 100 field: a star and its scalloped rim. */
  emblem: { star: string; rim: string };
}

export interface Ring {
  path: string;
  /** SVG transforms, one per strand. */
  turns: string[];
}

const width = 856;
const height = 540;
const circle = Math.PI * 2;

/** Hue and saturation of the ground. Greens, ambers and reds are left to verdicts. */
const grounds = [
  [196, 62],
  [206, 70],
  [216, 58],
  [224, 24],
  [236, 50],
  [254, 44],
  [276, 42],
  [300, 38],
  [310, 36],
] as const;

export function guilloche(seed: Uint8Array): Guilloche {
  const draw = dice(seed);
  const [hue, saturation] = grounds[Math.floor(draw() * grounds.length)] ?? grounds[0];
  const second = Math.round(Math.min(314, Math.max(198, hue + (draw() - 0.5) * 56)));
  return {
    deep: `hsl(${hue} ${saturation}% 17%)`,
    bright: `hsl(${second} ${saturation - 6}% 33%)`,
    bands: bands(draw),
    rings: rosettes(draw),
    emblem: emblem(draw),
  };
}

/** Numbers in [0,1) from all of the seed: every byte is stirred in before the first number. */
function dice(seed: Uint8Array): () => number {
  let state = 0x9e3779b9;
  const stir = (value: number) => {
    state = Math.imul(state ^ value, 0x85ebca6b);
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
    state ^= state >>> 16;
  };
  for (const byte of seed) stir(byte + 0x01000193);
  return () => {
    stir(0x6d2b79f5);
    return (state >>> 0) / 2 ** 32;
  };
}

function between(draw: () => number, least: number, most: number): number {
  return least + draw() * (most - least);
}

/** A bundle of waves across the card, each strand a little later than the one before. */
function bands(draw: () => number): string[] {
  const waves = between(draw, 1.1, 2.6);
  const overtone = waves * Math.floor(between(draw, 2, 4));
  const tall = between(draw, 50, 105);
  const slant = between(draw, -130, 130);
  const shift = draw() * circle;
  const strands = 18;
  return Array.from({ length: strands }, (_, strand) => {
    const lag = shift + (strand / strands) * 1.9;
    const middle = height * 0.52 + (strand - strands / 2) * 7;
    return smooth(72, (t) => {
      const bend = Math.sin(t * circle * waves + lag) + 0.35 * Math.sin(t * circle * overtone - lag * 1.6);
      return [-20 + t * (width + 40), middle + slant * (t - 0.5) + bend * tall];
    });
  });
}

/** Two rosettes, as on banknotes: a large one off the corner and a small one. */
function rosettes(draw: () => number): Ring[] {
  const rightward = draw() < 0.75;
  const petals = Math.floor(between(draw, 4, 11));
  return [
    rose(draw, rightward ? 668 : 240, between(draw, 190, 320), 270, petals, 26),
    rose(draw, rightward ? between(draw, 60, 230) : 690, 470, 120, petals + 3, 14),
  ];
}

/** One petalled curve around the origin, drawn again and again a little smaller and a little turned. */
function rose(draw: () => number, x: number, y: number, size: number, petals: number, many: number): Ring {
  const depth = between(draw, 0.12, 0.26);
  const frill = between(draw, 0.02, 0.09);
  const twist = between(draw, 0.35, 1.1) * (draw() < 0.5 ? -1 : 1);
  const path = smooth(petals * 16, (t) => {
    const angle = t * circle;
    const radius = size * (1 - depth + depth * Math.sin(petals * angle) + frill * Math.sin(3 * petals * angle));
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  const turns = Array.from({ length: many }, (_, at) => {
    const part = at / many;
    const turn = (twist * part * 360) / petals;
    return `translate(${tenths(x)} ${tenths(y)}) rotate(${tenths(turn)}) scale(${(1 - 0.93 * part).toFixed(3)})`;
  });
  return { path, turns };
}

/** A seal: a star of as many points as the seed says, in a scalloped rim. */
function emblem(draw: () => number): Guilloche["emblem"] {
  const points = Math.floor(between(draw, 4, 13));
  const waist = between(draw, 0.42, 0.74);
  const star = Array.from({ length: points * 2 }, (_, corner) => {
    const radius = corner % 2 ? 32 * waist : 32;
    const angle = (corner / (points * 2)) * circle - Math.PI / 2;
    return `${tenths(50 + radius * Math.cos(angle))} ${tenths(50 + radius * Math.sin(angle))}`;
  });
  const scallops = points * 3;
  const rim = smooth(scallops * 6, (t) => {
    const radius = 43 + 2.6 * Math.sin(t * circle * scallops);
    return [50 + radius * Math.cos(t * circle), 50 + radius * Math.sin(t * circle)];
  });
  return { star: `M${star.join("L")}Z`, rim: `${rim}Z` };
}

/** A curve over [0,1] as quadratic pieces between the middles of its points. */
function smooth(steps: number, at: (t: number) => [number, number]): string {
  let path = "";
  let [x0, y0] = at(0);
  for (let step = 1; step <= steps; step++) {
    const [x, y] = at(step / steps);
    const middle = `${tenths((x0 + x) / 2)} ${tenths((y0 + y) / 2)}`;
    path += step === 1 ? `M${tenths(x0)} ${tenths(y0)}L${middle}` : `Q${tenths(x0)} ${tenths(y0)} ${middle}`;
    [x0, y0] = [x, y];
  }
  return `${path}L${tenths(x0)} ${tenths(y0)}`;
}

function tenths(n: number): number {
  return Math.round(n * 10) / 10;
}
