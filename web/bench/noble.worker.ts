/// <reference lib="webworker" />
// The JavaScript library beside our engine: the same operations, counted the
// same way, on a worker's thread too.

import { ed25519 } from "@noble/curves/ed25519.js";
import { p256, p384 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";

declare const self: DedicatedWorkerGlobalScope;

export interface Order {
  algorithm: string;
  operation: "sign" | "verify";
  millis: number;
}

const message = new Uint8Array(512);
const curves = { ES256: p256, ES384: p384, ES256K: secp256k1, EdDSA: ed25519 } as const;

function prepare({ algorithm, operation }: Order): () => unknown {
  const curve = curves[algorithm as keyof typeof curves];
  const { secretKey, publicKey } = curve.keygen();
  const signature = curve.sign(message, secretKey);
  return operation === "sign" ? () => curve.sign(message, secretKey) : () => curve.verify(signature, message, publicKey);
}

self.addEventListener("message", (event: MessageEvent<Order>) => {
  const once = prepare(event.data);
  const began = performance.now();
  let operations = 0;
  while (performance.now() - began < event.data.millis) {
    once();
    operations++;
  }
  self.postMessage({ operations, micros: Math.round((performance.now() - began) * 1000) });
});
