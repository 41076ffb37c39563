// What was checked here: when, which question, how it ended. No value of a card
// and no name is in it, and a question of one's own is called just that.

import type { Outcome } from "../engine/api.gen";
import { readSetting, writeSetting } from "../screen/setting";

export interface Check {
  /** RFC 3339, to the minute. */
  at: string;
  /** A preset's id, "own", or "" where a code was just read. */
  question: string;
  outcome: Outcome | "declined";
  kind: string;
}

const key = "domicile.checks";
const most = 100;

export function checks(): Check[] {
  try {
    const list: unknown = JSON.parse(readSetting(key) ?? "[]");
    return Array.isArray(list) ? list.filter(isCheck).slice(0, most) : [];
  } catch {
    return [];
  }
}

function isCheck(value: unknown): value is Check {
  const check = value as Record<keyof Check, unknown> | null;
  return typeof check === "object" && check !== null && [check.at, check.question, check.outcome, check.kind].every((one) => typeof one === "string");
}

/** remember adds a check, the newest first. */
export function remember(check: Omit<Check, "at">, now: Date = new Date()): void {
  const at = `${now.toISOString().slice(0, 16)}:00Z`;
  const { question, outcome, kind } = check;
  writeSetting(key, JSON.stringify([{ at, question, outcome, kind }, ...checks()].slice(0, most)));
}

export function clearChecks(): void {
  writeSetting(key, "[]");
}
