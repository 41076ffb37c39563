// Signatures: our engine and the JavaScript library in turns, so that both meet
// the same machine.

import { Engine } from "../engine/engine";
import { scriptURL } from "../engine/trusted";
import nobleURL from "./noble.worker.ts?worker&url";
import type { Order } from "./noble.worker";
import { median } from "./numbers";

export interface Speed {
  algorithm: string;
  operation: "sign" | "verify";
  /** Operations per second, the median of the batches. */
  engine: number;
  noble: number;
}

interface Measured {
  operations: number;
  micros: number;
}

const batches = 5;
const millis = 200;

export async function primitives(): Promise<Speed[]> {
  const engine = new Engine("verifier", {
    source: { program: new URL("/engine/bench.wasm", location.href).href, runtime: new URL("/engine/wasm_exec.js", location.href).href, size: 0 },
  });
  const call = engine.call as unknown as (name: string, request: object) => Promise<Measured>;
  const worker = new Worker(scriptURL(nobleURL), { type: "module" });
  const speeds: Speed[] = [];
  for (const algorithm of ["ES256", "ES384", "ES256K", "EdDSA"]) {
    for (const operation of ["sign", "verify"] as const) {
      speeds.push(await inTurns(algorithm, operation, (order) => call(`bench.${operation}`, { algorithm, millis: order.millis }), (order) => noble(worker, order)));
    }
  }
  engine.terminate();
  worker.terminate();
  return speeds;
}

async function inTurns(
  algorithm: string,
  operation: "sign" | "verify",
  ours: (order: Order) => Promise<Measured>,
  theirs: (order: Order) => Promise<Measured>,
): Promise<Speed> {
  const order = { algorithm, operation, millis };
  const rates = { engine: [] as number[], noble: [] as number[] };
  // The first batch of each warms it up.
  for (let batch = 0; batch <= batches; batch++) {
    const [a, b] = [rate(await ours(order)), rate(await theirs(order))];
    if (batch === 0) continue;
    rates.engine.push(a);
    rates.noble.push(b);
  }
  return { algorithm, operation, engine: median(rates.engine), noble: median(rates.noble) };
}

function noble(worker: Worker, order: Order): Promise<Measured> {
  return new Promise((resolve) => {
    worker.onmessage = (event: MessageEvent<Measured>) => resolve(event.data);
    worker.postMessage(order);
  });
}

const rate = ({ operations, micros }: Measured): number => (operations * 1e6) / micros;
