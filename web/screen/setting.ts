// Small settings of a device in the browser's storage. A browser that refuses
// storage still works: it only forgets them.

/** What was written under a key, or null. */
export function readSetting(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps a value under a key, where the browser lets it. */
export function writeSetting(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Forgotten at the next visit, which the top of this file promises.
  }
}
