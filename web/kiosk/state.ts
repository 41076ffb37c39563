// Whether the kiosk runs and what it asks, so that it comes back by itself
// after a power cut.

import { readSetting, writeSetting } from "../screen/setting";

const keys = { running: "domicile.kiosk.running", preset: "domicile.kiosk.preset" };

export const isRunning = (): boolean => readSetting(keys.running) === "yes";
export const keepRunning = (running: boolean): void => writeSetting(keys.running, running ? "yes" : "no");
export const chosenPreset = (): string => readSetting(keys.preset) ?? "over18";
export const keepPreset = (preset: string): void => writeSetting(keys.preset, preset);
