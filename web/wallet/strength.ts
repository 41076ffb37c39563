import { locale } from "../screen/text/locale";

/** How hard a passphrase is to guess. */
export interface Strength {
  /** 0 very easy … 4 very good. */
  score: number;
  /** How long a thief of the device would need, in words. */
  time: string;
}

/**
 * Guesses a second of a thief with a rack of machines against our Argon2id
 * (64 MiB, three passes). Generous to the thief.
 */
const guessesPerSecond = 10_000;

type Check = (passphrase: string) => { score: number; guesses: number };

let estimator: Promise<Check> | undefined;

/**
 * Estimates a passphrase. The estimator's word lists are large and are fetched
 * on first use; where that fails the answer is undefined, and only the length
 * counts.
 */
export async function strengthOf(passphrase: string): Promise<Strength | undefined> {
  estimator ??= load();
  try {
    // Beyond this length the estimator only gets slower, never surer.
    const { score, guesses } = (await estimator)(passphrase.slice(0, 128));
    return { score, time: duration(guesses / guessesPerSecond) };
  } catch {
    estimator = undefined;
    return undefined;
  }
}

async function load(): Promise<Check> {
  const [{ ZxcvbnFactory }, { dictionary, adjacencyGraphs }] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
  ]);
  const estimate = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  return (passphrase) => estimate.check(passphrase, ["domicile", "meridia", "wallet"]);
}

const units = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

/** Seconds in the largest unit that fits: "3 hours". Beyond a thousand years nobody counts. */
export function duration(seconds: number): string {
  const [unit, length] = units.find(([, size]) => seconds >= size) ?? (["second", 1] as const);
  const many = Math.min(1000, Math.max(1, Math.round(seconds / length)));
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 0 }).format(many);
}
