// The kiosk: by itself, without a network, and after a reload.

import { beforeAll, describe, expect, it } from "vitest";
import { kiosk } from "../screen/text/en.kiosk";
import type { Device } from "./browser";
import { leftBehind } from "./canary";
import { answerQuestion, button, createWallet, heading, makeOffer, receiveCard, reopenCamera, verdict } from "./people";
import { blankVideo, filmCodes } from "./video";
import { world } from "./world";

const all = world();
let holder: Device;
let wall: Device;

beforeAll(async () => {
  holder = await all.device();
  wall = await all.device();
  await createWallet(holder);
  await receiveCard(holder, await makeOffer(all.site, all.person.id));
});

async function question({ page }: Device): Promise<string> {
  const code = page.locator("domicile-code");
  await code.waitFor();
  return code.evaluate((element) => (element as unknown as { text: string }).text);
}

/** A visitor scans the kiosk's question and holds the answer before its camera. */
async function visit(): Promise<void> {
  await answerQuestion(holder, await question(wall));
  await filmCodes(holder.page.locator("domicile-code"), all.machine.film);
  await reopenCamera(wall);
}

async function leave(): Promise<void> {
  blankVideo(all.machine.film);
  await reopenCamera(wall);
}

describe("a kiosk", () => {
  it("says when it can do without a network", async () => {
    await wall.page.goto("/kiosk/");
    await wall.page.getByText(kiosk.setUp.offline.ready, { exact: true }).waitFor({ timeout: 60_000 });
    await button(wall.page, kiosk.setUp.start).click();
    await heading(wall.page, kiosk.ready.title).waitFor();
  });

  it("checks without a network, after a reload too, and is back to ready in 4 s", async () => {
    await wall.context.setOffline(true);
    await wall.page.reload();
    await visit();
    expect(await verdict(wall)).toMatchObject({ word: "VALID", kind: "ok" });
    const began = Date.now();
    await wall.page.locator(".verdict").waitFor({ state: "detached" });
    expect(Date.now() - began).toBeGreaterThan(3000);
    expect(Date.now() - began).toBeLessThan(5500);
    await heading(wall.page, kiosk.ready.title).waitFor();
  });

  it("does not check the same visitor twice", async () => {
    await wall.page.waitForTimeout(4000);
    expect(await wall.page.locator(".verdict").count()).toBe(0);
    await leave();
  });

  it("asks every visitor a question of their own", async () => {
    const first = await question(wall);
    await wall.page.waitForTimeout(2500);
    await visit();
    expect((await verdict(wall)).word).toBe("VALID");
    await wall.page.locator(".verdict").waitFor({ state: "detached" });
    expect(await question(wall)).not.toBe(first);
    await leave();
  });

  it("goes on after its engine broke", async () => {
    const before = await question(wall);
    await breakEngine(wall);
    await wall.page.waitForFunction((old) => (document.querySelector("domicile-code") as unknown as { text: string } | null)?.text !== old, before);
    await wall.page.waitForTimeout(2500);
    await visit();
    expect((await verdict(wall)).word).toBe("VALID");
    await leave();
  });

  it("keeps counts and nothing else", async () => {
    const left = await leftBehind(wall);
    expect(left).toContain('\\"valid\\":3');
    for (const secret of Object.values(all.person.claims).filter((value) => typeof value === "string")) expect(left).not.toContain(secret);
    await wall.page.locator(".verdict").waitFor({ state: "detached" });
    await button(wall.page, kiosk.ready.operator).click();
    await wall.page.getByRole("cell", { name: "3", exact: true }).waitFor();
  });
});

/** Kills the program inside the worker in a way that Go cannot catch. */
async function breakEngine({ page }: Device): Promise<void> {
  const worker = page.workers().find((one) => one.url().includes("/assets/worker-"))!;
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new RangeError("Maximum call stack size exceeded");
    });
  });
}
