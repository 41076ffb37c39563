// The wallet before a verifier with a server, which somebody else made: asked by
// a link on the same device and by a code, with lost replies, refusals and wrong
// digits.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { en } from "../screen/text/en";
import { enWallet as wallet } from "../screen/text/en.wallet";
import { phone, type Device } from "./browser";
import { look, looks } from "./look";
import { button, createWallet, heading, makeOffer, readQuestion, receiveCard, unlock } from "./people";
import { startShop, type Shop } from "./shop";
import { spoken } from "./spoken";
import { world } from "./world";

const words = wallet.present;
const authority = join(import.meta.dirname, "../../credentials/testdata/trust/root.pem");
const all = world();
const devices: Device[] = [];
let shop: Shop;

beforeAll(async () => {
  shop = await startShop();
});

beforeEach(() => {
  Object.assign(shop, { received: [], losing: false, redirect: "" });
});

/** The shop is somebody else, whom the person agreed to ask; that a reply of it gets lost is printed. */
afterAll(async () => {
  await shop?.close();
  for (const one of devices) {
    one.foreign.splice(0, Infinity, ...one.foreign.filter((url) => new URL(url).origin !== shop.origin));
    one.problems.splice(0, Infinity, ...one.problems.filter((text) => !text.includes("ERR_EMPTY_RESPONSE")));
  }
});

async function holderOf(options = phone): Promise<Device> {
  const device = await all.device(options);
  devices.push(device);
  await createWallet(device);
  await receiveCard(device, await makeOffer(all.site, all.person.id));
  return device;
}

/** A link in a page of this browser opens the question. */
async function followLink({ page }: Device, link: string): Promise<void> {
  await page.goto("about:blank");
  await page.goto(`/wallet/#${link}`);
  await unlock({ page } as Device);
  await page.locator("h1 .host").waitFor();
}

describe("a shop of somebody else's", () => {
  let holder: Device;
  beforeAll(async () => {
    holder = await holderOf();
  });

  it("is asked only after a yes, and gets one claim, encrypted, on the same device", async () => {
    const { page } = holder;
    shop.redirect = `${shop.origin}/thanks#response_code=x`;
    const before = holder.foreign.length;
    await followLink(holder, shop.ask({ domicile_check_code: true }));
    await heading(page, new RegExp(`^${words.leadsToLink}`)).waitFor();
    expect(await page.locator("h1 .host").textContent()).toContain("127.0.0.1");
    expect(page.url()).toBe(`${all.site.origin}/wallet/`);
    expect(holder.foreign.length).toBe(before);

    await button(page, words.ask).click();
    await page.getByLabel(words.codeLabel).waitFor();
    await page.getByLabel(words.codeLabel).fill(shop.digits());
    await button(page, words.codeGo).click();
    await heading(page, /Harbour Shop/).waitFor();
    for (const part of [words.proven, words.encrypted, "To sell wine to adults only"]) await page.getByText(part).waitFor();
    await button(page, words.show).click();
    await page.getByText(words.sentHere).waitFor();

    const [presentation] = await shop.presentations();
    const said = spoken(`vp_token=${encodeURIComponent(JSON.stringify({ card: [presentation] }))}`);
    expect(said).toContain("age_equal_or_over");
    for (const secret of [all.person.claims.given_name, all.person.claims.family_name, all.person.claims.birthdate]) expect(said).not.toContain(secret);
    const left = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, location.href]));
    expect(left).not.toContain("127.0.0.1:" + new URL(shop.origin).port);

    await page.getByRole("link", { name: /127\.0\.0\.1/ }).click();
    await page.getByRole("heading", { name: "Thank you" }).waitFor();
  });

  it("is told of a refusal and of nothing else, and the log has it", async () => {
    const { page } = holder;
    await readQuestion(holder, shop.ask());
    await heading(page, new RegExp(`^${words.leadsTo}`)).waitFor();
    await button(page, words.ask).click();
    await button(page, words.refuse).click();
    await heading(page, wallet.cards.title).waitFor();
    await expect.poll(() => shop.received).toEqual(["error=access_denied&state=state-0123456789abcdef"]);
    await button(page, wallet.cards.activity).click();
    await page.getByText(/Refused .*Harbour Shop/).first().waitFor();
  });

  it("hears the very same from a wallet that has no such card", async () => {
    const { page } = holder;
    await readQuestion(holder, shop.ask({ dcql_query: { credentials: [{ id: "card", format: "dc+sd-jwt", meta: { vct_values: ["urn:example:other"] } }] } }));
    await button(page, words.ask).click();
    await page.getByText(words.none).waitFor();
    expect(await button(page, words.show).count()).toBe(0);
    await button(page, words.refuse).click();
    await expect.poll(() => shop.received).toEqual(["error=access_denied&state=state-0123456789abcdef"]);
  });

  it("whose reply is lost gets the same answer again, and counts it once", async () => {
    const { page } = holder;
    shop.losing = true;
    await readQuestion(holder, shop.ask());
    await button(page, words.ask).click();
    await button(page, words.show).click();
    await heading(page, words.lostMaybeTitle).waitFor();
    shop.losing = false;
    await button(page, words.sendAgain).click();
    await heading(page, words.sentTitle).waitFor();
    await page.getByText(words.sent).waitFor();
    expect(shop.received.length).toBeGreaterThan(1);
    expect(new Set(shop.received).size).toBe(1);
  });

  it("gets nothing from somebody who types other digits", async () => {
    const { page } = holder;
    await readQuestion(holder, shop.ask({ domicile_check_code: true }));
    await button(page, words.ask).click();
    const digits = page.getByLabel(words.codeLabel);
    await digits.fill("x");
    await button(page, words.codeGo).click();
    await page.getByRole("alert").getByText(words.codeMissing).waitFor();
    await digits.fill(shop.digits() === "00" ? "01" : "00");
    await digits.press("Enter");
    await heading(page, words.codeWrongTitle).waitFor();
    expect(shop.received).toEqual([]);
    await button(page, words.done).click();
    await heading(page, wallet.cards.title).waitFor();
  });

  it("cannot ask a wallet that is held to high assurance, and may be told so", async () => {
    const { page } = holder;
    await button(page, wallet.cards.settings).click();
    await page.getByRole("switch").check();
    await readQuestion(holder, shop.ask());
    await button(page, words.ask).click();
    await heading(page, words.failed).waitFor();
    expect(shop.received).toEqual([]);
    await button(page, words.tell).click();
    await expect.poll(() => shop.received).toEqual(["error=invalid_request&state=state-0123456789abcdef"]);
    await button(page, wallet.cards.settings).click();
    await page.getByRole("switch").uncheck();
  });

  it("would be checked by an authority that the person brought, and that survives a reload", async () => {
    const { page } = holder;
    const { settings } = wallet;
    const bring = (name: string, buffer: Buffer) => page.getByLabel(settings.vouchersAdd).setInputFiles({ name, mimeType: "text/plain", buffer });
    await page.goto("about:blank");
    await page.goto("/wallet/");
    await unlock(holder);
    await button(page, wallet.cards.settings).click();
    await page.getByText(settings.vouchersNone).waitFor();
    for (const text of ["hello", "{}", '{"keys":[]}']) {
      await bring("issuers.txt", Buffer.from(text));
      await page.getByRole("alert").getByText(settings.vouchersNobody).waitFor();
    }
    await bring("authority.pem", readFileSync(authority));
    await page.getByText("Corpus root").waitFor();
    await page.reload();
    await unlock(holder);
    await page.getByText("Corpus root").waitFor();
    await button(page, settings.remove("authority.pem")).click();
    await page.getByText(settings.vouchersNone).waitFor();
    await button(page, settings.links).click();
    await page.getByRole("status").getByText(settings.linksDone).waitFor();
  });

  it("is not asked where the person cancels, by the keyboard alone", async () => {
    const { page } = holder;
    const before = holder.foreign.length;
    await readQuestion(holder, shop.ask());
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe(en.cancel);
    await page.keyboard.press("Enter");
    await heading(page, wallet.cards.title).waitFor();
    expect(holder.foreign.length).toBe(before);
  });
});

describe.each(looks)("how it looks: %s", (name, options) => {
  const opened: Device[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.context.close()));
  });

  it("from the link to the shop's thanks, and the settings", async () => {
    const holder = await holderOf(options);
    opened.push(holder);
    const { page } = holder;
    const agreement = { type: "urn:domicile:transaction:payment:1", credential_ids: ["card"], payee: "Harbour Shop Ltd", amount: "12.50", currency: "EUR" };
    const transaction_data = [Buffer.from(JSON.stringify(agreement)).toString("base64url")];
    await followLink(holder, shop.ask({ domicile_check_code: true, transaction_data }));
    await look(page, `wallet-leads-to-${name}`);
    await button(page, words.ask).click();
    await page.getByLabel(words.codeLabel).waitFor();
    await look(page, `wallet-digits-${name}`);
    await page.getByLabel(words.codeLabel).fill(shop.digits());
    await button(page, words.codeGo).click();
    await button(page, words.agree).waitFor();
    await look(page, `wallet-consent-${name}`);
    shop.losing = true;
    await button(page, words.agree).click();
    await heading(page, words.lostMaybeTitle).waitFor();
    await look(page, `wallet-lost-${name}`);
    shop.losing = false;
    await button(page, words.sendAgain).click();
    await heading(page, words.sentTitle).waitFor();
    await look(page, `wallet-sent-${name}`);
    await button(page, words.done).click();
    await button(page, wallet.cards.activity).click();
    await look(page, `wallet-activity-${name}`);
    await page.goBack();
    await button(page, wallet.cards.settings).click();
    await look(page, `wallet-settings-${name}`);
  });
});
