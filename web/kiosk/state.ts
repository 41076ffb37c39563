// Whether the kiosk runs and what it asks, so that it comes back by itself
// after a power cut.

const keys = { running: "domicile.kiosk.running", preset: "domicile.kiosk.preset" };

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // It runs; it only will not start by itself.
  }
}

export const isRunning = (): boolean => read(keys.running) === "yes";
export const keepRunning = (running: boolean): void => write(keys.running, running ? "yes" : "no");
export const chosenPreset = (): string => read(keys.preset) ?? "over18";
export const keepPreset = (preset: string): void => write(keys.preset, preset);
