// Every page and main view, in the sizes and schemes people have: nothing that
// axe-core calls a violation. Pictures go to DOMICILE_SHOTS where it is set.

import { afterEach, describe, expect, it } from "vitest";
import type { BrowserContextOptions } from "playwright-core";
import { kiosk } from "../screen/text/en.kiosk";
import { verifier } from "../screen/text/en.verifier";
import type { Device } from "./browser";
import { look, looks } from "./look";
import { answerQuestion, askFor, askOnline, button, createWallet, heading, makeOffer, paste, readOnly, receiveCard, verdict } from "./people";
import { WalletDouble } from "./walletdouble";
import { world } from "./world";

const all = world();
// A page left open keeps its camera and decoder at work.
const opened: Device[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.context.close()));
});

async function open(options: BrowserContextOptions): Promise<Device> {
  const one = await all.device(options);
  opened.push(one);
  return one;
}

describe.each(looks)("%s", (name, options) => {
  it("home, office and the page that is not there", async () => {
    const { page } = await open(options);
    for (const [path, title] of [["/", "home"], ["/office/", "office"]] as const) {
      await page.goto(path);
      await page.locator("h1").waitFor();
      await look(page, `${title}-${name}`);
    }
  });

  it("the wallet from making it to answering", async () => {
    const holder = await open(options);
    const checker = await open(options);
    await holder.page.goto("/wallet/");
    await holder.page.locator("#passphrase").waitFor();
    await look(holder.page, `wallet-create-${name}`);
    await createWallet(holder);
    await look(holder.page, `wallet-empty-${name}`);
    await receiveCard(holder, await makeOffer(all.site, all.person.id));
    await look(holder.page, `wallet-received-${name}`);
    await answerQuestion(holder, await askFor(checker, "over18"));
    await look(holder.page, `wallet-answer-${name}`);
    await verdictLooks(holder, checker, name);
  });

  it("the verifier's page before a verdict", async () => {
    const { page } = await open(options);
    await page.goto("/verifier/");
    await button(page, verifier.ask.go).waitFor();
    await look(page, `verifier-ask-${name}`);
    await button(page, verifier.ask.settings).click();
    await heading(page, verifier.trust.title).waitFor();
    await look(page, `verifier-trust-${name}`);
    await readOnly({ page } as Device);
    await paste({ page } as Device, "https://example.org/");
    await page.getByText(verifier.scan.link).waitFor();
    await look(page, `verifier-link-${name}`);
  });

  it("the live question, from waiting to the verdict", async () => {
    const { page } = await open(options);
    const wallet = await WalletDouble.receive(all.site, all.person.id);
    const code = await askOnline({ page } as Device, "name-residency");
    await look(page, `live-waiting-${name}`);
    await button(page, verifier.question.here).click();
    await page.getByRole("link", { name: verifier.live.hereOurs }).waitFor();
    await look(page, `live-here-${name}`);
    const asked = await wallet.open(code);
    await page.locator(".digits").waitFor();
    await look(page, `live-opened-${name}`);
    await (await WalletDouble.receive(all.site, all.person.id)).open(code).catch(() => undefined);
    await page.getByText(verifier.live.crowded, { exact: true }).waitFor();
    await look(page, `live-crowded-${name}`);
    await wallet.answer(asked);
    await verdict({ page } as Device);
    await look(page, `live-valid-${name}`);
    await wallet.decline(await (wallet.walletNonce += "1", wallet.open(await askOnline({ page } as Device, "over18"))));
    await heading(page, verifier.declined.title).waitFor();
    await look(page, `live-declined-${name}`);
    await button(page, verifier.verdict.again).click();
    await button(page, verifier.history.title).click();
    await look(page, `history-${name}`);
    await button(page, verifier.history.clear).click();
    await look(page, `history-empty-${name}`);
  });

  it("a question of one's own, and who asks", async () => {
    const { page } = await open(options);
    await page.goto("/verifier/");
    await page.getByRole("radio", { name: new RegExp(`^${verifier.ask.own.name}`) }).check();
    await button(page, verifier.ask.goOwn).click();
    await page.getByLabel("Over 18", { exact: true }).check();
    await page.getByLabel("Family name", { exact: true }).check();
    await button(page, verifier.own.addCard).click();
    await look(page, `own-form-${name}`);
    await button(page, verifier.ask.go).click();
    await page.locator(".error-summary").waitFor();
    await look(page, `own-errors-${name}`);
    await button(page, verifier.own.toExpert).click();
    await look(page, `own-expert-${name}`);
    await page.goto("/verifier/");
    await page.getByRole("button", { name: new RegExp(`^${verifier.who.title}`) }).click();
    await page.getByRole("radio", { name: new RegExp(`^${verifier.who.identities.certificate.name}`) }).check();
    await button(page, verifier.who.take).click();
    await page.locator(".field-error").first().waitFor();
    await look(page, `who-${name}`);
  });

  it("the kiosk", async () => {
    const { page } = await open(options);
    await page.goto("/kiosk/");
    await button(page, kiosk.setUp.start).waitFor();
    await look(page, `kiosk-setup-${name}`);
    await button(page, kiosk.setUp.start).click();
    await page.locator("domicile-camera video").waitFor();
    await look(page, `kiosk-ready-${name}`);
  });
});

async function verdictLooks(holder: Device, checker: Device, name: string): Promise<void> {
  await look(checker.page, `verifier-question-${name}`);
  const question = await checker.page.locator("domicile-code").evaluate((element) => (element as unknown as { text: string }).text);
  await paste(checker, await answerQuestion(holder, question));
  expect((await verdict(checker)).word).toBe("VALID");
  await look(checker.page, `verifier-valid-${name}`);
  await checker.page.locator(".verdict summary").first().click();
  await look(checker.page, `verifier-why-${name}`);
  await readOnly(checker);
  await paste(checker, "eyJhbGciOiJub25lIn0.e30.~");
  await verdict(checker);
  await look(checker.page, `verifier-refused-${name}`);
}
