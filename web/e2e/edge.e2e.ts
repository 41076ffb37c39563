// A citizen's phone and a shop's, with the relay of the edge between them: the
// worker, in the platform's own runtime, on its own database.

import { beforeAll, describe, expect, it } from "vitest";
import { enWallet } from "../screen/text/en.wallet";
import { verifier } from "../screen/text/en.verifier";
import { phone, type Device } from "./browser";
import { leftBehind } from "./canary";
import { askOnline, button, createWallet, heading, makeOffer, openQuestion, receiveCard, show, unlock, verdict } from "./people";
import { world } from "./world";

const all = world({ edge: true });
const { present } = enWallet;
let citizen: Device;
let shop: Device;

beforeAll(async () => {
  [citizen, shop] = [await all.device(phone), await all.device(phone)];
  await createWallet(citizen);
  await receiveCard(citizen, await makeOffer(all.site, all.person.id));
});

describe("over the relay of the edge", () => {
  it("is VALID with the digits that the shop says, and leaves nothing behind", async () => {
    await openQuestion(citizen, shop, await askOnline(shop, "name-residency"));
    await button(citizen.page, present.show).click();
    await heading(citizen.page, present.sentTitle).waitFor();
    const seen = await verdict(shop);
    expect(seen).toMatchObject({ word: "VALID", kind: "ok" });
    expect(seen.claims.map(([, value]) => value)).toContain(all.person.claims.family_name);
    expect(await leftBehind(shop)).not.toContain(all.person.claims.family_name);
  });

  it("is said to be refused, and no more, when the citizen refuses", async () => {
    await openQuestion(citizen, shop, await askOnline(shop, "over18"));
    await button(citizen.page, present.refuse).click();
    await heading(shop.page, verifier.declined.title).waitFor();
  });

  it("comes back on the same device to the tab that asked", async () => {
    const asking = await citizen.context.newPage();
    await show({ page: asking } as Device, "over18");
    await button(asking, verifier.question.here).click();
    const link = asking.getByRole("link", { name: verifier.live.hereOurs });
    const [there] = await Promise.all([citizen.context.waitForEvent("page"), link.click()]);
    await unlock({ page: there } as Device);
    await button(there, present.ask).click();
    await button(there, present.show).click();
    expect((await verdict({ page: asking } as Device)).kind).toBe("ok");
    await heading(there, verifier.arrived.handedTitle).waitFor();
  });
});
