/**
 * Whether the browser promises not to clear the vault by itself: "kept" it
 * promises, "maybe" it may clear it when the disk is short or the site is not
 * used for long.
 */
export type Keeping = "kept" | "maybe";

/** Asks for the promise. A browser may show a question or decide alone. */
export async function askToKeep(): Promise<Keeping> {
  try {
    return (await navigator.storage.persist()) ? "kept" : "maybe";
  } catch {
    return "maybe";
  }
}

export async function keeping(): Promise<Keeping> {
  try {
    return (await navigator.storage.persisted()) ? "kept" : "maybe";
  } catch {
    return "maybe";
  }
}
