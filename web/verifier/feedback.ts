// A short sound and a vibration for each outcome, for hands that are busy.

import type { Outcome } from "../engine/api.gen";
import { feedback } from "./settings";

interface Pattern {
  /** Frequency in Hz and length in ms, one after the other. */
  tones: [number, number][];
  vibration: number[];
}

const patterns: Record<Outcome, Pattern> = {
  valid: { tones: [[660, 90], [880, 140]], vibration: [80] },
  invalid: { tones: [[220, 180], [180, 260]], vibration: [200, 100, 200] },
  unknown: { tones: [[440, 120], [440, 120]], vibration: [80, 80, 80] },
};

let context: AudioContext | undefined;

/** give plays the outcome, unless the person switched it off or the browser does not let it. */
export function give(outcome: Outcome): void {
  if (!feedback()) return;
  const { tones, vibration } = patterns[outcome];
  if ("vibrate" in navigator && navigator.userActivation?.hasBeenActive) navigator.vibrate(vibration);
  // Before the first touch browsers keep pages silent, and complain in the console.
  if (navigator.userActivation?.hasBeenActive) void sound(tones).catch(() => undefined);
}

async function sound(tones: [number, number][]): Promise<void> {
  context ??= new AudioContext();
  await context.resume();
  let at = context.currentTime;
  for (const [frequency, length] of tones) {
    at = beep(context, frequency, at, length / 1000);
  }
}

function beep(context: AudioContext, frequency: number, at: number, seconds: number): number {
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = frequency;
  volume.gain.setValueAtTime(0.2, at);
  volume.gain.exponentialRampToValueAtTime(0.001, at + seconds);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + seconds);
  return at + seconds;
}
