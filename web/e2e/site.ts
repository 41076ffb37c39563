// The real program on a free port with a folder of its own, ended by its id.

import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Front } from "./edge";

const root = resolve(import.meta.dirname, "../..");

export interface Site {
  origin: string;
  /** Everything the program printed. */
  output(): string;
  stop(): Promise<void>;
  /** start runs it again on the same port with the same data. */
  start(): Promise<void>;
  /** close stops it and removes its data. */
  close(): Promise<void>;
}

/** A temporary folder; whoever makes it removes it. */
export function scratch(): string {
  return mkdtempSync(join(tmpdir(), "domicile-e2e-"));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** startSite starts `bin/domicile start` and waits until it answers. Build first: scripts/build. */
export async function startSite(pages: string = join(root, "web/dist"), front?: Front): Promise<Site> {
  const port = await freePort();
  const data = scratch();
  const own = `http://127.0.0.1:${port}`;
  const origin = front?.origin ?? own;
  front?.send(own);
  let printed = "";
  let child: ChildProcess | undefined;

  const start = async () => {
    child = spawn(join(root, "bin/domicile"), ["start", "--addr", `127.0.0.1:${port}`, "--data", data, "--site", pages, ...(front ? ["--origin", origin] : [])], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    await answers(origin, child, () => printed);
  };
  const stop = async () => {
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((done) => child!.once("exit", done));
    child.kill("SIGINT");
    await ended;
  };
  await start();
  return {
    origin,
    output: () => printed,
    start,
    stop,
    close: async () => {
      await stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function answers(origin: string, child: ChildProcess, printed: () => string): Promise<void> {
  const until = Date.now() + 20_000;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`domicile start ended with ${child.exitCode}: ${printed()}`);
    try {
      if ((await fetch(`${origin}/config.json`)).ok) return;
    } catch {
      // not yet
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`domicile start did not answer: ${printed()}`);
}
