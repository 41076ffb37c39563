// What has to be fetched: programs and page scripts, raw and as Brotli.

import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import type { Browser } from "playwright-core";

export interface Size {
  name: string;
  raw: number;
  brotli: number;
}

/** sizeOf takes the twin that is really served, or compresses as the build does. */
export function sizeOf(name: string, path: string): Size {
  const bytes = readFileSync(path);
  const twin = `${path}.br`;
  const brotli = existsSync(twin)
    ? statSync(twin).size
    : brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } }).length;
  return { name, raw: bytes.length, brotli };
}

/** pageScripts sums the scripts that a page really asked for, the camera's decoder apart. */
export async function pageScripts(browser: Browser, origin: string, path: string, dist: string): Promise<Size> {
  const context = await browser.newContext({ baseURL: origin, serviceWorkers: "block" });
  const scripts = new Set<string>();
  context.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith(".js") && !pathname.includes("decode.worker")) scripts.add(pathname);
  });
  const page = await context.newPage();
  await page.goto(path, { waitUntil: "networkidle" });
  await context.close();
  const sizes = [...scripts].map((script) => sizeOf(script, join(dist, script)));
  return { name: path, raw: sum(sizes, "raw"), brotli: sum(sizes, "brotli") };
}

function sum(sizes: Size[], of: "raw" | "brotli"): number {
  return sizes.reduce((total, size) => total + size[of], 0);
}
