// Chromium with a camera that shows a file, and a watch on everything it does.

import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from "playwright-core";
import { scratch } from "./site";
import { blankVideo } from "./video";

const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

function executable(): string {
  const names = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const found = names.find((name) => name && existsSync(name));
  if (!found) throw new Error("Chromium is missing: install it or set CHROMIUM to its path.");
  return found;
}

export interface Machine {
  browser: Browser;
  /** What the camera shows; it is read again whenever a page opens the camera. */
  film: string;
  /** A temporary folder that goes with the browser. */
  folder: string;
  close(): Promise<void>;
}

/** startBrowser starts a browser whose camera shows a blank film at first. */
export async function startBrowser(): Promise<Machine> {
  const folder = scratch();
  const film = join(folder, "camera.y4m");
  blankVideo(film);
  const browser = await chromium.launch({
    executablePath: executable(),
    headless: true,
    args: [...quiet, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", `--use-file-for-fake-video-capture=${film}`],
  });
  const close = async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { browser, film, folder, close };
}

/** A person's device: its own storage, and a watch over it. */
export interface Device {
  context: BrowserContext;
  page: Page;
  /** Breaches of the content security policy, errors on the console, uncaught errors. */
  problems: string[];
  /** Requests to anywhere else. */
  foreign: string[];
  /** Everything that was printed on the console. */
  log: string[];
  /** Addresses that were asked for, in full. */
  asked: string[];
}

export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
export const desk: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };

/** What Chromium prints for a request that fails without a network is no problem of ours. */
const expected = /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_FAILED/;

export async function device({ browser }: Machine, origin: string, options: BrowserContextOptions = desk): Promise<Device> {
  const context = await browser.newContext({ ...options, baseURL: origin, permissions: ["camera", "clipboard-read", "clipboard-write"] });
  const watch = { problems: [] as string[], foreign: [] as string[], log: [] as string[], asked: [] as string[] };
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => console.error(`CSP ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
  });
  context.on("request", (request) => {
    watch.asked.push(request.url());
    if (/^https?:/.test(request.url()) && new URL(request.url()).origin !== origin) watch.foreign.push(request.url());
  });
  context.on("console", (message) => {
    watch.log.push(message.text());
    if (message.type() === "error" && !expected.test(message.text())) watch.problems.push(message.text());
  });
  context.on("weberror", (error) => watch.problems.push(String(error.error())));
  return { context, page: await context.newPage(), ...watch };
}
