// What every file of journeys needs: the site, a browser, and devices that are
// looked over at the end.

import { join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import type { BrowserContextOptions } from "playwright-core";
import { device, startBrowser, type Device, type Machine } from "./browser";
import { startFront, startWorker, type Front } from "./edge";
import { samplePerson, type Person } from "./people";
import { startSite, type Site } from "./site";

const results = resolve(import.meta.dirname, "../../test-results");

export interface World {
  site: Site;
  machine: Machine;
  person: Person;
  /** A new device with nothing on it. */
  device(options?: BrowserContextOptions): Promise<Device>;
}

/**
 * world sets everything up before the file's tests. After them no device may
 * have breached the content security policy, printed an error or asked anybody
 * but the site. With `edge` the relay is the worker's, in workerd.
 */
export function world({ edge = false } = {}): World {
  const devices: Device[] = [];
  const made = {} as World;
  let worker: Awaited<ReturnType<typeof startWorker>> | undefined;
  let front: Front | undefined;
  beforeAll(async () => {
    if (edge) front = await startFront((worker = await startWorker()).base);
    const [site, machine] = await Promise.all([startSite(undefined, front), startBrowser()]);
    const open = async (options?: BrowserContextOptions) => {
      const one = await device(machine, site.origin, options);
      devices.push(one);
      return one;
    };
    Object.assign(made, { site, machine, device: open, person: await samplePerson(site) });
  });
  // What the screens showed when something failed, for whoever looks into it.
  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail") return;
    const name = task.name.replace(/[^a-z0-9]+/gi, "-").slice(0, 60);
    const pages = devices.flatMap((one) => one.context.pages());
    await Promise.all(pages.map((page, i) => page.screenshot({ path: join(results, `${name}-${i}.png`), fullPage: true }).catch(() => undefined)));
  });
  afterAll(async () => {
    await made.machine?.close();
    await made.site?.close();
    await front?.close();
    await worker?.stop();
    expect(devices.flatMap((one) => one.problems)).toEqual([]);
    expect(devices.flatMap((one) => one.foreign)).toEqual([]);
  });
  return made;
}
