// What scripts/bench asks of the browser, on the page's global object.

import { Engine, type EngineName } from "../engine/engine";
import { Holder } from "./holder";
import { quantile } from "./numbers";
import { primitives, type Speed } from "./primitives";

export interface Times {
  p50: number;
  p95: number;
  runs: number;
}

export interface Bench {
  /** Milliseconds until a new engine can be called. */
  ready(name: EngineName): Promise<number>;
  primitives(): Promise<Speed[]>;
  /** From the frame that completes an answer to its verdict. */
  sdjwt(offer: string, txCode: string, runs: number): Promise<Times>;
  /** From the scanned text to its verdict. */
  hcert(text: string, certificate: string, runs: number): Promise<Times>;
}

const bench: Bench = { ready, primitives, sdjwt, hcert };
(globalThis as unknown as { bench: Bench }).bench = bench;

async function ready(name: EngineName): Promise<number> {
  const began = performance.now();
  const engine = new Engine(name);
  await engine.ready();
  const took = performance.now() - began;
  engine.terminate();
  return took;
}

async function sdjwt(offer: string, txCode: string, runs: number): Promise<Times> {
  const list = new Uint8Array(await (await fetch("/trust/list.json")).arrayBuffer());
  const verifier = new Engine("verifier");
  await verifier.call("trust.load", { sources: [{ name: "list", data: list }] });
  const holder = new Holder();
  await holder.create(list);
  await holder.receive(offer, txCode);
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const challenge = await verifier.call("verifier.challenge", { preset: "over18", return_url: new URL("/verifier/", location.href).href });
    const { frames } = await holder.answer(challenge.text);
    times.push(await scan(verifier, frames, [challenge.id]));
  }
  holder.end();
  verifier.terminate();
  return summary(times);
}

async function hcert(text: string, certificate: string, runs: number): Promise<Times> {
  const verifier = new Engine("verifier");
  await verifier.call("trust.load", { sources: [{ name: "office.pem", data: new TextEncoder().encode(certificate) as Uint8Array<ArrayBuffer> }] });
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push(await scan(verifier, [text], []));
  verifier.terminate();
  return summary(times);
}

/** Hands the frames over one by one; counts from the last one that was needed. */
async function scan(verifier: Engine, frames: string[], challenges: string[]): Promise<number> {
  const session = crypto.randomUUID();
  for (let at = 0; at < frames.length * 2; at++) {
    const began = performance.now();
    const { item, failure } = await verifier.call("scan.add", { session, text: frames[at % frames.length]! });
    if (failure) throw new Error(failure.kind);
    if (!item) continue;
    const { verdict } = await verifier.call("verifier.verify", { text: item.text, accept_test: true, ...(challenges.length ? { challenges } : {}) });
    const took = performance.now() - began;
    if (verdict.verdict !== "valid") throw new Error(`${verdict.verdict}: ${verdict.kind}`);
    return took;
  }
  throw new Error("the frames were not enough");
}

function summary(times: number[]): Times {
  // The first runs meet code that the browser has not compiled well yet; a
  // person at a door meets them too, so only the very first is left out.
  const counted = times.slice(1);
  return { p50: quantile(counted, 0.5), p95: quantile(counted, 0.95), runs: counted.length };
}
