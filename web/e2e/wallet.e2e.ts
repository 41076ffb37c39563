// The wallet under stress: the wrong passphrase, two tabs, a broken engine.

import { beforeAll, describe, expect, it } from "vitest";
import { enWallet } from "../screen/text/en.wallet";
import type { Device } from "./browser";
import { answerQuestion, askFor, button, createWallet, heading, makeOffer, passphrase, receiveCard, unlock } from "./people";
import { world } from "./world";

const all = world();
let holder: Device;

beforeAll(async () => {
  holder = await all.device();
  await createWallet(holder);
});

describe("the wallet", () => {
  it("does not open with a wrong passphrase, and loses nothing", async () => {
    await receiveCard(holder, await makeOffer(all.site, all.person.id));
    await holder.page.goto("/wallet/");
    await unlock(holder, `${passphrase}!`);
    await holder.page.getByText(enWallet.unlock.wrong).first().waitFor();
    await unlock(holder);
    await heading(holder.page, enWallet.cards.title).waitFor();
    expect(await holder.page.getByText(all.person.claims.family_name).first().isVisible()).toBe(true);
  });

  it("keeps what two tabs write at the same time", async () => {
    const other: Device = { ...holder, page: await holder.context.newPage() };
    const offers = [await makeOffer(all.site, all.person.id), await makeOffer(all.site, all.person.id)];
    await Promise.all([receiveCard(holder, offers[0]!), receiveCard(other, offers[1]!)]);
    await other.page.close();
    await holder.page.goto("/wallet/");
    await unlock(holder);
    await heading(holder.page, enWallet.cards.title).waitFor();
    expect(await holder.page.locator(".card-face, .card-front, .id-card").count()).toBeGreaterThanOrEqual(3);
  });

  it("asks for the passphrase again after its engine broke, and has every card", async () => {
    const worker = holder.page.workers().find((one) => one.url().includes("/assets/worker-"))!;
    await worker.evaluate(() => {
      setTimeout(() => {
        throw new RangeError("Maximum call stack size exceeded");
      });
    });
    await heading(holder.page, enWallet.unlock.title).waitFor();
    await unlock(holder);
    await heading(holder.page, enWallet.cards.title).waitFor();
  });

  it("shows an unused copy to every verifier", async () => {
    const first = await all.device();
    const second = await all.device();
    const answers: string[] = [];
    for (const checker of [first, second]) answers.push(await answerQuestion(holder, await askFor(checker, "over18")));
    const shared = longParts(answers[0]!).filter((part) => longParts(answers[1]!).includes(part));
    expect(shared).toEqual([]);
    await button(holder.page, enWallet.present.done).click();
  });
});

/** Signatures, digests and salts: parts long enough to be nobody else's. */
function longParts(text: string): string[] {
  return text.match(/[A-Za-z0-9_-]{43,}/g) ?? [];
}
