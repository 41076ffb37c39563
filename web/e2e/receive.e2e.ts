// Receiving cards when the network, the code or the person's mind changes.

import { beforeAll, describe, expect, it } from "vitest";
import type { Page } from "playwright-core";
import { camera } from "../screen/text/en.camera";
import { enOffice } from "../screen/text/en.office";
import { enWallet } from "../screen/text/en.wallet";
import { en } from "../screen/text/en";
import type { Device } from "./browser";
import { button, createWallet, heading, makeOffer, paste, unlock, type Offer } from "./people";
import { blankVideo, filmCodes, pictureOf } from "./video";
import { world } from "./world";

const all = world();
const { receive, cards, trash, card: cardWords } = enWallet;
let holder: Device;
let page: Page;

beforeAll(async () => {
  holder = await all.device();
  page = holder.page;
  await createWallet(holder);
});

/** The link of an offer, followed in the tab that is open. */
async function follow(offer: Offer): Promise<void> {
  await page.evaluate((text) => (location.hash = text), offer.offer_uri);
}

async function accept(code: string): Promise<void> {
  await page.locator("#tx-code").fill(code);
  await button(page, receive.accept).click();
}

const cardsHere = () => page.locator(".card-stack > li").count();

/** Breaks or passes on what goes to an endpoint; nothing else of the browser is touched. */
async function breaking(part: string, how: "before" | "after", work: () => Promise<void>): Promise<void> {
  const match = (url: URL) => url.pathname.endsWith(part);
  await page.route(match, async (route) => {
    if (how === "after") await route.fetch();
    await route.abort("internetdisconnected");
  });
  await work();
  await page.unroute(match);
}

describe("an offer", () => {
  it("leaves the address at once and is not in the history", async () => {
    await follow(await makeOffer(all.site, all.person.id));
    await page.locator("#tx-code").waitFor();
    expect(new URL(page.url()).hash).toBe("");
    expect(JSON.stringify(await page.evaluate(() => history.state as unknown))).not.toContain("openid");
  });

  it("can be declined, and nothing is kept", async () => {
    await button(page, receive.refuse).click();
    await heading(page, cards.title).waitFor();
    expect(await cardsHere()).toBe(0);
    expect(await page.getByText(cards.pendingTitle).count()).toBe(0);
  });

  it("is asked for again where the network was lost before the yes", async () => {
    const offer = await makeOffer(all.site, all.person.id);
    await breaking("/.well-known/openid-credential-issuer/issuers/meridia", "before", async () => {
      await follow(offer);
      await page.getByText(receive.lostFresh).waitFor();
    });
    await button(page, receive.retry).click();
    await page.locator("#tx-code").waitFor();
    await button(page, receive.refuse).click();
  });
});

describe("the scanner takes an offer", () => {
  /** The office's page with an offer on it: its code, and the text of it. */
  async function office(): Promise<Device> {
    const clerk = await all.device();
    await clerk.page.goto("/office/");
    await button(clerk.page, enOffice.issue).click();
    await clerk.page.locator("domicile-code canvas").waitFor();
    return clerk;
  }

  async function scanner(): Promise<void> {
    await page.goto("about:blank");
    await page.goto("/wallet/");
    await unlock(holder);
    await button(page, cards.add).first().click();
  }

  async function offered(): Promise<void> {
    await heading(page, receive.titleFrom("Republic of Meridia")).waitFor();
    await button(page, receive.refuse).click();
    await heading(page, cards.title).waitFor();
  }

  it("by paste", async () => {
    await scanner();
    await paste(holder, (await makeOffer(all.site, all.person.id)).offer_uri);
    await offered();
  });

  it("by picture, of the office's screen", async () => {
    const clerk = await office();
    await scanner();
    await page.getByText(camera.otherWays).click();
    const buffer = await pictureOf(clerk.page.locator("domicile-code"));
    await page.locator("#camera-picture").setInputFiles({ name: "offer.png", mimeType: "image/png", buffer });
    await offered();
  });

  it("by camera, held before the office's screen", async () => {
    const clerk = await office();
    await filmCodes(clerk.page.locator("domicile-code"), all.machine.film);
    await scanner();
    await offered();
  });

  it("and says what it is that is not for a wallet", async () => {
    blankVideo(all.machine.film);
    await scanner();
    await paste(holder, "https://example.org/");
    await page.getByText(enWallet.scan.kinds["link"]!).waitFor();
    await paste(holder, "HC1:ABC");
    await page.getByText(enWallet.scan.kinds["credential"]!).waitFor();
    await paste(holder, "no code of ours");
    await page.getByText(enWallet.scan.unreadable).waitFor();
  });
});

describe("a transaction code", () => {
  it("that is wrong is said at its field, and the right one still works", async () => {
    const offer = await makeOffer(all.site, all.person.id);
    await follow(offer);
    await accept("12");
    await page.getByText(receive.codeLength(6)).first().waitFor();
    await accept(offer.tx_code === "000000" ? "111111" : "000000");
    await page.getByText(receive.codeWrong).first().waitFor({ timeout: 20_000 });
    expect(await page.locator("#tx-code").getAttribute("aria-invalid")).toBe("true");
    await accept(offer.tx_code);
    await heading(page, receive.doneTitle).waitFor({ timeout: 60_000 });
    // The issuer's 400 for the wrong code is printed by the browser.
    holder.problems.length = 0;
  });
});

describe("an issuance that is cut off", () => {
  it.each([
    ["before the credential request arrives", "/credential", "before"],
    ["after the issuer answered the credential request", "/credential", "after"],
    ["after the issuer answered the token request", "/token", "after"],
  ] as const)("%s goes on after a reload", async (_, part, how) => {
    const offer = await makeOffer(all.site, all.person.id);
    await breaking(part, how, async () => {
      await follow(offer);
      await accept(offer.tx_code);
      await heading(page, receive.lost).waitFor({ timeout: 60_000 });
    });
    await page.goto("about:blank");
    await page.goto("/wallet/");
    await unlock(holder);
    await page.getByText(cards.pendingTitle).waitFor();
    const had = await cardsHere();
    await button(page, cards.resume).click();
    await resumed(offer);
    await page.goto("about:blank");
    await page.goto("/wallet/");
    await unlock(holder);
    await heading(page, cards.title).waitFor();
    expect(await cardsHere()).toBe(had + 1);
    expect(await page.getByText(cards.pendingTitle).count()).toBe(0);
  });

  /** A transaction code is never stored, so it may be asked for once more. */
  async function resumed(offer: Offer): Promise<void> {
    const done = heading(page, receive.doneTitle);
    await done.or(page.locator("#tx-code")).first().waitFor({ timeout: 60_000 });
    if (await page.locator("#tx-code").isVisible()) await accept(offer.tx_code);
    await done.waitFor({ timeout: 60_000 });
  }
});

describe("a card", () => {
  it("comes back after it was deleted, by Undo and from the deleted cards", async () => {
    const had = await cardsHere();
    const first = page.locator(".card-stack button").last();
    await first.click();
    await button(page, cardWords.delete).click();
    await page.getByText(cardWords.deleted).waitFor();
    await page.waitForFunction((n) => document.querySelectorAll(".card-stack > li").length === n, had - 1);
    await button(page, en.undo).click();
    await page.waitForFunction((n) => document.querySelectorAll(".card-stack > li").length === n, had);
  });

  it("is gone for good after it was erased, from the disk too", async () => {
    const had = await cardsHere();
    await page.locator(".card-stack button").last().click();
    await button(page, cardWords.delete).click();
    await button(page, cards.trash(1)).click();
    const before = await bytesStored();
    await button(page, trash.erase).click();
    await page.locator("dialog").getByRole("button", { name: trash.erase }).click();
    await page.getByText(trash.empty).waitFor();
    expect(await bytesStored()).toBeLessThan(before);
    await page.goto("about:blank");
    await page.goto("/wallet/");
    await unlock(holder);
    await heading(page, cards.title).waitFor();
    expect(await cardsHere()).toBe(had - 1);
    expect(await page.getByText(cards.trash(1)).count()).toBe(0);
  });

  /** The sealed records together: erasing replaces those that held keys. */
  function bytesStored(): Promise<number> {
    return page.evaluate(
      () =>
        new Promise<number>((done, fail) => {
          const request = indexedDB.open("domicile");
          request.onerror = () => fail(request.error);
          request.onsuccess = () => {
            const records = request.result.transaction("records").objectStore("records").getAll();
            records.onsuccess = () => {
              request.result.close();
              done((records.result as Uint8Array[]).reduce((sum, record) => sum + record.length, 0));
            };
          };
        }),
    );
  }
});

describe("a lock", () => {
  it("in one tab locks the other", async () => {
    const other = await holder.context.newPage();
    await other.goto("/wallet/");
    await unlock({ ...holder, page: other });
    await heading(other, cards.title).waitFor();
    await button(page, enWallet.lock).click();
    await heading(page, enWallet.unlock.title).waitFor();
    await other.getByText(enWallet.lockedElsewhere).waitFor();
    expect(holder.page.workers().length + other.workers().length).toBeLessThanOrEqual(2);
  });
});
