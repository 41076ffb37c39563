// What every file of journeys needs: the site, a browser, and devices that are
// looked over at the end.

import { afterAll, beforeAll, expect } from "vitest";
import type { BrowserContextOptions } from "playwright-core";
import { device, startBrowser, type Device, type Machine } from "./browser";
import { samplePerson, type Person } from "./people";
import { startSite, type Site } from "./site";

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
 * but the site.
 */
export function world(): World {
  const devices: Device[] = [];
  const made = {} as World;
  beforeAll(async () => {
    const [site, machine] = await Promise.all([startSite(), startBrowser()]);
    const open = async (options?: BrowserContextOptions) => {
      const one = await device(machine, site.origin, options);
      devices.push(one);
      return one;
    };
    Object.assign(made, { site, machine, device: open, person: await samplePerson(site) });
  });
  afterAll(async () => {
    await made.machine?.browser.close();
    await made.site?.close();
    expect(devices.flatMap((one) => one.problems)).toEqual([]);
    expect(devices.flatMap((one) => one.foreign)).toEqual([]);
  });
  return made;
}
