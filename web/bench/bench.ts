// The measurements in a real browser, on the real site. Run by scripts/bench.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join, resolve } from "node:path";
import { build } from "vite";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Page } from "playwright-core";
import { device, phone, startBrowser, type Machine } from "../e2e/browser";
import { askOnline, button, makeOffer, samplePerson, verdict } from "../e2e/people";
import { startSite, type Site } from "../e2e/site";
import { WalletDouble } from "../e2e/walletdouble";
import { offline } from "../offline/plugin";
import { verifier } from "../screen/text/en.verifier";
import type { Bench } from "./page";
import { quantile } from "./numbers";
import { pageScripts, sizeOf } from "./sizes";

const root = resolve(import.meta.dirname, "../..");
const cache = join(root, ".cache/bench");
const dist = join(root, "web/dist");
const said: string[] = [];
let site: Site;
let benchSite: Site;
let machine: Machine;

beforeAll(async () => {
  rmSync(join(cache, "site"), { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  await build({
    configFile: false,
    logLevel: "warn",
    root: import.meta.dirname,
    publicDir: join(root, "web/public"),
    worker: { format: "es" },
    plugins: [offline()],
    build: { outDir: join(cache, "site"), emptyOutDir: true, target: "es2022", modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  });
  cpSync(join(cache, "bench.wasm"), join(cache, "site/engine/bench.wasm"));
  [site, benchSite, machine] = await Promise.all([startSite(), startSite(join(cache, "site")), startBrowser()]);
});

afterAll(async () => {
  await machine?.close();
  await site?.close();
  await benchSite?.close();
  const report = said.join("\n") + "\n";
  writeFileSync(join(cache, "report.txt"), report);
  process.stdout.write(`\n${report}`);
});

function say(line: string): void {
  said.push(line);
}

async function onPage<T>(act: (page: Page) => Promise<T>): Promise<T> {
  const context = await machine.browser.newContext({ baseURL: benchSite.origin });
  const page = await context.newPage();
  await page.goto("/");
  await page.waitForFunction(() => "bench" in globalThis);
  const result = await act(page);
  await context.close();
  return result;
}

const ms = (value: number): string => `${value.toFixed(1)} ms`;
const kb = (bytes: number): string => `${(bytes / 1000).toFixed(0).padStart(6)} kB`;

it("names the machine", () => {
  say(`machine   ${cpus().length} x ${cpus()[0]?.model.trim()}, Chromium ${machine.browser.version()}, ${execFileSync("go", ["version"], { encoding: "utf8" }).trim()}`);
});

it("sizes", async () => {
  say("\nsize                       raw    Brotli");
  const engines = ["verifier", "wallet"].map((name) => sizeOf(`${name}.wasm`, join(dist, `engine/${name}.wasm`)));
  const pages = [];
  for (const path of ["/", "/wallet/", "/verifier/", "/kiosk/", "/office/"]) pages.push(await pageScripts(machine.browser, site.origin, path, dist));
  for (const { name, raw, brotli } of engines) say(`${name.padEnd(18)} ${kb(raw)} ${kb(brotli)}`);
  for (const { name, raw, brotli } of pages) say(`scripts of ${name.padEnd(10)}${kb(raw)} ${kb(brotli)}`.padEnd(30));
});

it("time to ready", async () => {
  say("\nready (median of 5)     cold      warm   same page");
  for (const name of ["verifier", "wallet"] as const) {
    const times = { cold: [] as number[], warm: [] as number[], again: [] as number[] };
    for (let run = 0; run < 5; run++) {
      await onPage(async (page) => {
        const ready = () => page.evaluate((engine) => (globalThis as unknown as { bench: Bench }).bench.ready(engine), name);
        times.cold.push(await ready());
        await page.reload();
        await page.waitForFunction(() => "bench" in globalThis);
        times.warm.push(await ready());
        times.again.push(await ready());
      });
    }
    const row = [times.cold, times.warm, times.again].map((list) => ms(quantile(list, 0.5)).padStart(10));
    say(`${name.padEnd(17)}${row.join("")}`);
    expect(times.cold.length).toBe(5);
  }
});

it("scan to verdict", async () => {
  const person = await samplePerson(benchSite);
  const offer = await makeOffer(benchSite, person.id);
  const card = JSON.parse(execFileSync("go", ["run", "./wasm/bench"], { cwd: root, encoding: "utf8" })) as { credential: string; certificate: string };
  say("\nscan to verdict          p50       p95");
  const sdjwt = await onPage((page) => page.evaluate(([uri, code]) => (globalThis as unknown as { bench: Bench }).bench.sdjwt(uri!, code!, 101), [offer.offer_uri, offer.tx_code]));
  say(`SD-JWT+KB         ${ms(sdjwt.p50).padStart(10)}${ms(sdjwt.p95).padStart(10)}   (${sdjwt.runs} runs)`);
  const hcert = await onPage((page) => page.evaluate(([text, pem]) => (globalThis as unknown as { bench: Bench }).bench.hcert(text!, pem!, 201), [card.credential, card.certificate]));
  say(`HCERT             ${ms(hcert.p50).padStart(10)}${ms(hcert.p95).padStart(10)}   (${hcert.runs} runs)`);
});

it("scan to verdict over the relay", async () => {
  const shop = await device(machine, site.origin, phone);
  const wallet = await WalletDouble.receive(site, (await samplePerson(site)).id);
  const times: number[] = [];
  for (let run = 0; run < 21; run++) {
    const code = await askOnline(shop, "over18");
    const began = performance.now();
    await wallet.answer(await wallet.open(code));
    expect((await verdict(shop)).kind).toBe("ok");
    times.push(performance.now() - began);
    await button(shop.page, verifier.verdict.another).click();
  }
  await shop.context.close();
  times.shift(); // the first one finds everything cold
  say(`over the relay    ${ms(quantile(times, 0.5)).padStart(10)}${ms(quantile(times, 0.95)).padStart(10)}   (${times.length} runs; a wallet that needs no thought: fetch, sign, encrypt, post; then the shop's screen)`);
});

it("signatures", async () => {
  const speeds = await onPage((page) => page.evaluate(() => (globalThis as unknown as { bench: Bench }).bench.primitives()));
  say("\noperations per second    engine   @noble/curves");
  for (const { algorithm, operation, engine, noble } of speeds) {
    say(`${algorithm.padEnd(7)} ${operation.padEnd(10)} ${engine.toFixed(0).padStart(10)} ${noble.toFixed(0).padStart(12)}   ${(engine / noble).toFixed(2)} x`);
  }
});
