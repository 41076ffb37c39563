// The build's part of offline use: names the engine programs by their content,
// and writes /sw.js with the list of everything a page may need.

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin, type Rolldown } from "vite";
import type { Asset } from "./assets";

const virtual = "virtual:domicile-engine";
const here = fileURLToPath(new URL(".", import.meta.url));

/**
 * offline is the Vite plugin. With DOMICILE_SW=off in the environment it writes
 * the worker that removes itself and all it kept, for the day when a site must
 * get rid of a bad one.
 */
export function offline(): Plugin {
  let publicDir = "";
  let outDir = "";
  let building = false;
  return {
    name: "domicile-offline",
    configResolved(config) {
      publicDir = config.publicDir;
      outDir = join(config.root, config.build.outDir);
      if (config.build.outDir.startsWith(sep)) outDir = config.build.outDir;
      building = config.command === "build";
    },
    resolveId: (id) => (id === virtual ? `\0${virtual}` : undefined),
    load: (id) => (id === `\0${virtual}` ? engineModule(join(publicDir, "engine")) : undefined),
    closeBundle: {
      order: "post",
      async handler() {
        if (!building || !existsSync(outDir)) return;
        const off = process.env["DOMICILE_SW"] === "off";
        const code = await bundle(off ? "sw-off.ts" : "sw.ts", off ? [] : listAssets(outDir));
        writeFileSync(join(outDir, "sw.js"), code);
      },
    },
  };
}

function engineModule(dir: string): string {
  const program = (name: string) => {
    const path = join(dir, `${name}.wasm`);
    if (!existsSync(path)) return { size: 0, hash: "" };
    return { size: statSync(path).size, hash: shortHash(readFileSync(path)) };
  };
  const exec = join(dir, "wasm_exec.js");
  const runtime = existsSync(exec) ? shortHash(readFileSync(exec)) : "";
  return `export const programs = ${JSON.stringify({ verifier: program("verifier"), wallet: program("wallet"), runtime })};`;
}

function shortHash(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}

/** Left out: the worker itself, its own precompressed twins, source maps. */
const leftOut = /(^|\/)sw\.js$|\.(br|gz|map)$/;

/** listAssets lists the files of the built site with the digests the browser checks them against. */
export function listAssets(dir: string): Asset[] {
  return walk(dir)
    .map((path) => ({ path, url: "/" + relative(dir, path).split(sep).join("/") }))
    .filter(({ url }) => !leftOut.test(url))
    .sort((a, b) => (a.url < b.url ? -1 : 1))
    .map(({ path, url }) => describe(url, readFileSync(path)));
}

function describe(url: string, bytes: Uint8Array): Asset {
  const integrity = "sha256-" + createHash("sha256").update(bytes).digest("base64");
  const wasm = url.endsWith(".wasm");
  const versioned = url.startsWith("/engine/") ? `${url}?v=${shortHash(bytes)}` : url;
  return { url: versioned.replace(/\/index\.html$/, "/"), integrity, ...(wasm ? { onDemand: true } : {}) };
}

function walk(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}

async function bundle(entry: string, assets: Asset[]): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    define: { __ASSETS__: JSON.stringify(assets) },
    build: {
      write: false,
      lib: { entry: join(here, entry), formats: ["iife"], name: "sw", fileName: () => "sw.js" },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]) as Rolldown.RolldownOutput[];
  return outputs[0]!.output[0].code;
}
