// Summaries of measurements.

export function median(values: number[]): number {
  return quantile(values, 0.5);
}

/** The value below which the share of all values lies, by nearest rank. */
export function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? NaN;
}
