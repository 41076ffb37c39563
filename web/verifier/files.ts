// A certificate or a statement with its key, from files into the engine.

import type { Identified, Identity } from "../engine/api.gen";
import { EngineFailure } from "../engine/engine";
import type { FieldError } from "../screen/forms";
import { verifier } from "../screen/text/en.verifier";
import type { Checker } from "./checker";
import type { Who } from "./who";
import type { Files } from "./whoview";

const text = verifier.who;
/** A chain of six certificates has less. */
const largest = 128 << 10;

export interface Taken {
  brought: Identified | undefined;
  errors: FieldError[];
  detail: string;
}

/** takeFiles hands the files to the engine; the page forgets their content. */
export async function takeFiles(checker: Checker, identity: Identity, { proof, key }: Files): Promise<Taken> {
  const refused = (errors: FieldError[], detail = ""): Taken => ({ brought: undefined, errors, detail });
  const missing: FieldError[] = [];
  if (!proof) missing.push({ id: "who-proof", message: text.proofMissing });
  if (!key) missing.push({ id: "who-key", message: text.keyMissing });
  for (const [id, file] of [["who-proof", proof], ["who-key", key]] as const) {
    if (file && file.size > largest) missing.push({ id, message: text.tooLarge });
  }
  if (!proof || !key || missing.length) return refused(missing);
  try {
    const shown = identity === "certificate" ? { certificate: new Uint8Array(await proof.arrayBuffer()) } : { attestation: await proof.text() };
    const brought = await checker.identify({ key: new Uint8Array(await key.arrayBuffer()), ...shown });
    return { brought, errors: [], detail: "" };
  } catch (error) {
    const { sentence, kind, detail } = error instanceof EngineFailure ? error : { sentence: verifier.trouble.title, kind: "", detail: "" };
    return refused([{ id: "who-proof", message: sentence }], [kind, detail].filter(Boolean).join(": "));
  }
}

/** refusedFiles tells that an identity of files was chosen, and its files were not taken. */
export function refusedFiles({ identity, brought }: Who): boolean {
  return (identity === "certificate" || identity === "attestation") && !brought;
}
