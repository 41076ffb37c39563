// The same pages with the relay of the edge behind them: one address, as a
// domain has, of which /relay/ leads to the worker in workerd and everything
// else to the native program.

import { execFileSync } from "node:child_process";
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

interface Worker {
  base: string;
  /** What the worker printed. */
  logged: string[];
  stop(): Promise<void>;
}

/** startWorker builds the relay's worker and runs it in workerd, with a D1 database of its own. */
export async function startWorker(): Promise<Worker> {
  const folder = join(root, ".cache/edge/worker");
  execFileSync(join(root, "scripts/edge"), ["build", folder], { stdio: "ignore" });
  const home = (await import(join(root, "cmd/edge/test/home.mjs"))) as { start(folder: string): Promise<Worker> };
  return home.start(folder);
}

export interface Front {
  origin: string;
  /** send says where everything but the relay is. */
  send(site: string): void;
  close(): Promise<void>;
}

/** startFront joins a relay and, once it is known, a site at one address. */
export async function startFront(relay: string): Promise<Front> {
  let site = "";
  const server = createServer((from, to) => pass(from, to, from.url!.startsWith("/relay/") ? relay : site));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((done) => server.close(() => done()));
  };
  return { origin, send: (to) => (site = to), close };
}

function pass(from: IncomingMessage, to: ServerResponse, base: string): void {
  const onward = ask(base + from.url!, { method: from.method, headers: from.headers }, (reply) => {
    to.writeHead(reply.statusCode!, reply.headers);
    reply.pipe(to);
  });
  onward.on("error", () => to.destroy());
  to.on("close", () => onward.destroy());
  from.pipe(onward);
}
