/// <reference types="node" />
import { existsSync } from "node:fs";
import { copyFile, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { extname, join, relative } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import type { Plugin, ResolvedConfig } from "vite";

const brotli = promisify(brotliCompress);

/** What shrinks. Fonts and pictures are compressed already. */
const shrinks = new Set([".html", ".js", ".css", ".svg", ".json", ".wasm", ".webmanifest", ".txt", ".map"]);

/**
 * Writes a Brotli twin beside every asset that shrinks, so that the server
 * only picks a file and never compresses on a request.
 *
 * The engine is megabytes and takes seconds; a twin that already lies beside
 * the original in the public folder, and is not older, is copied instead.
 */
export function compress(): Plugin {
  let config: ResolvedConfig;
  return {
    name: "domicile:compress",
    apply: "build",
    configResolved(resolved) {
      config = resolved;
    },
    closeBundle: {
      order: "post",
      sequential: true,
      async handler() {
        // After a failed build there is nothing, and the failure is reported by itself.
        if (!existsSync(config.build.outDir)) return;
        for (const file of await filesBelow(config.build.outDir)) await compressFile(config, file);
      },
    },
  };
}

async function compressFile(config: ResolvedConfig, file: string): Promise<void> {
  if (!shrinks.has(extname(file))) return;
  const twin = join(config.publicDir, relative(config.build.outDir, file)) + ".br";
  if (await isFresh(twin)) return copyFile(twin, file + ".br");
  const data = await readFile(file);
  const small = await brotli(data, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: data.length,
    },
  });
  await writeFile(file + ".br", small);
}

async function isFresh(twin: string): Promise<boolean> {
  try {
    const [made, source] = await Promise.all([stat(twin), stat(twin.slice(0, -".br".length))]);
    return made.mtimeMs >= source.mtimeMs;
  } catch {
    return false;
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
