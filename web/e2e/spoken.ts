// What a text says to somebody who opens all of it, for tests that look for
// what must not be in there. Nothing here judges; the engine does.

import { UR, URDecoder } from "@ngraveio/bc-ur";
import { inflateSync } from "node:zlib";

/** spoken is the text and, after it, everything in it that is packed, unpacked, again and again. */
export function spoken(text: string): string {
  const found = [text, decodeURIComponent(text), ...(text.startsWith("ur:") ? message(text) : [])];
  for (let depth = 0, from = 0; depth < 3; depth++) {
    const parts = new Set(found.slice(from).join("\n").match(/[A-Za-z0-9_-]{16,}/g) ?? []);
    from = found.length;
    for (const part of parts) found.push(Buffer.from(part, "base64url").toString("utf8"));
  }
  return found.join("\n");
}

/** The bytes of a UR, by a library that others wrote, and what is compressed in them. */
function message(text: string): string[] {
  const { cbor } = URDecoder.decode(text.toLowerCase()) as UR;
  return Array.from({ length: 12 }, (_, at) => inflated(cbor.subarray(at)));
}

function inflated(bytes: Buffer): string {
  try {
    return inflateSync(bytes).toString("utf8");
  } catch {
    return "";
  }
}
