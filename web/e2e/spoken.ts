// What a text says to somebody who opens all of it, for tests that look for
// what must not be in there. Nothing here judges; the engine does.

import { inflateSync } from "node:zlib";

/** spoken is the text and, after it, everything base64url in it, decoded, again and again. */
export function spoken(text: string): string {
  const found = [text, decodeURIComponent(text)];
  for (let depth = 0; depth < 3; depth++) {
    const deeper = found.join("\n").match(/[A-Za-z0-9_-]{16,}/g) ?? [];
    found.push(...deeper.map((part) => Buffer.from(part, "base64url")).flatMap((bytes) => [bytes.toString("utf8"), inflated(bytes)]));
    if (found.join("").length > 4_000_000) break;
  }
  return found.join("\n");
}

function inflated(bytes: Buffer): string {
  try {
    return inflateSync(bytes).toString("latin1");
  } catch {
    return "";
  }
}
