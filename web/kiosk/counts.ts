// All that a kiosk keeps: how many checks of a day ended how.

import type { Outcome } from "../engine/api.gen";

export type Counts = Record<Outcome, number>;

const key = "domicile.kiosk.counts";
/** Days kept; older ones are dropped. */
const daysKept = 400;

/** counts answers with the counts of each day (YYYY-MM-DD, local time), newest first. */
export function counts(): [day: string, counts: Counts][] {
  return Object.entries(stored()).sort(([a], [b]) => (a < b ? 1 : -1));
}

/** count adds one outcome to the day. */
export function count(outcome: Outcome, now: Date): void {
  const days = stored();
  const day = dayOf(now);
  const today = (days[day] ??= { valid: 0, invalid: 0, unknown: 0 });
  today[outcome]++;
  const kept = Object.entries(days).sort(([a], [b]) => (a < b ? 1 : -1)).slice(0, daysKept);
  write(JSON.stringify(Object.fromEntries(kept)));
}

export function clearCounts(): void {
  write("{}");
}

function dayOf(now: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

function stored(): Record<string, Counts> {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "{}") as Record<string, Counts>;
  } catch {
    return {}; // damaged or refused: counting starts again, checking goes on
  }
}

function write(value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A full disk must not stop the kiosk.
  }
}
