// What a view looks like: a picture in DOMICILE_SHOTS where it is set, and
// nothing in it that axe-core calls a violation.

import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect } from "vitest";
import type { BrowserContextOptions, Page } from "playwright-core";
import { desk, phone } from "./browser";

const shots = process.env["DOMICILE_SHOTS"];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  id: string;
  nodes: { target: string[] }[];
}

/** Both colour schemes are looked at: the page follows while it is open. */
export async function look(page: Page, name: string): Promise<void> {
  await page.evaluate(axe);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(300);
    await inspect(page, `${name}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
}

async function inspect(page: Page, name: string): Promise<void> {
  if (shots) {
    mkdirSync(shots, { recursive: true });
    await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
  }
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }).axe.run());
  expect(violations.map(({ id, nodes }) => `${name}: ${id} at ${nodes.map((node) => node.target.join(" ")).join(", ")}`)).toEqual([]);
}

/** The sizes that people have. */
export const looks: [string, BrowserContextOptions][] = [
  ["390", { ...phone, deviceScaleFactor: 1 }],
  ["1280", desk],
];
