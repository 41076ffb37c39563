// What pages and the service worker say to each other.

export type ToOffline = { type: "take-over" } | { type: "keep"; paths: string[] };
export type FromOffline = { type: "kept"; kept: boolean };

/** Every cache of ours is named so, and no other is touched. */
export const cachePrefix = "domicile-";
