// Where the worker and the programs come from.

import { programs } from "virtual:domicile-engine";
import type { EngineName } from "./messages";
import type { Source, WorkerLike } from "./session";
import { scriptURL } from "./trusted";
import workerURL from "./worker.ts?worker&url";

/** engineSource names the program by its content, so that a cached old one is never taken for a new one. */
export function engineSource(name: EngineName): Source {
  const known = programs[name];
  const version = known.hash ? `?v=${known.hash}` : "";
  return {
    program: new URL(`/engine/${name}.wasm${version}`, location.href).href,
    runtime: new URL(`/engine/wasm_exec.js${programs.runtime ? `?v=${programs.runtime}` : ""}`, location.href).href,
    size: known.size,
  };
}

/** spawnWorker makes the worker by way of the page's script address policy. */
export function spawnWorker(): WorkerLike {
  return new Worker(scriptURL(workerURL), { type: "module", name: "domicile-engine" }) as unknown as WorkerLike;
}
