// The few settings of a checking device. None of them says anything about a
// person who was checked.

import { readSetting, writeSetting } from "../screen/setting";

/** In test mode practice cards count; in live mode they cannot. */
export type Mode = "test" | "live";

const keys = { mode: "domicile.mode", feedback: "domicile.feedback", lastSeen: "domicile.last-seen", demo: "domicile.demo" };

/** mode is the person's choice, or what the site says of itself. A site that was never heard is taken for live. */
export function mode(): Mode {
  const chosen = readSetting(keys.mode);
  if (chosen === "test" || chosen === "live") return chosen;
  return readSetting(keys.demo) === "true" ? "test" : "live";
}

export function chooseMode(mode: Mode): void {
  writeSetting(keys.mode, mode);
}

/** learnSite asks the site whether it is a demonstration; without a network the last answer holds. */
export async function learnSite(): Promise<void> {
  try {
    const response = await fetch("/config.json", { cache: "no-cache" });
    if (!response.ok) return;
    const config = (await response.json()) as { demo?: unknown };
    writeSetting(keys.demo, String(config.demo === true));
  } catch {
    // offline
  }
}

/** feedback tells whether outcomes sound and vibrate: yes, unless switched off. */
export function feedback(): boolean {
  return readSetting(keys.feedback) !== "off";
}

export function chooseFeedback(on: boolean): void {
  writeSetting(keys.feedback, on ? "on" : "off");
}

/** lastSeen is the floor of the clock: the newest time this device has met, as the engine said. */
export function lastSeen(): string | undefined {
  return readSetting(keys.lastSeen) ?? undefined;
}

export function keepLastSeen(time: string): void {
  if (time) writeSetting(keys.lastSeen, time);
}
