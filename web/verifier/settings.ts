// The few settings of a checking device. None of them says anything about a
// person who was checked.

import { readSetting, writeSetting } from "../screen/setting";

/** In test mode practice cards count; in live mode they cannot. */
export type Mode = "test" | "live";

const keys = { mode: "domicile.mode", feedback: "domicile.feedback", lastSeen: "domicile.last-seen", demo: "domicile.demo", relay: "domicile.relay" };

/** mode is the person's choice, or what the site says of itself. A site that was never heard is taken for live. */
export function mode(): Mode {
  const chosen = readSetting(keys.mode);
  if (chosen === "test" || chosen === "live") return chosen;
  return readSetting(keys.demo) === "true" ? "test" : "live";
}

export function chooseMode(mode: Mode): void {
  writeSetting(keys.mode, mode);
}

/** learnSite asks the site whether it is a demonstration, and for its relay; without a network the last answer holds. */
export async function learnSite(): Promise<void> {
  try {
    const response = await fetch("/config.json", { cache: "no-cache" });
    if (!response.ok) return;
    const config = (await response.json()) as { demo?: unknown; relay?: unknown };
    writeSetting(keys.demo, String(config.demo === true));
    writeSetting(keys.relay, typeof config.relay === "string" ? config.relay : "");
  } catch {
    // offline
  }
}

/** relay is the address of this site's relay, where it has one. Another site's could not be reached: the page speaks to its own alone. */
export function relay(): string | undefined {
  const told = readSetting(keys.relay);
  if (!told) return undefined;
  try {
    const address = new URL(told, location.href);
    return address.origin === location.origin ? address.href : undefined;
  } catch {
    return undefined; // no address at all
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
