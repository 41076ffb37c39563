// Every page and main view, in the sizes and schemes people have: nothing that
// axe-core calls a violation. Pictures go to DOMICILE_SHOTS where it is set.

import { afterEach, describe, expect, it } from "vitest";
import type { BrowserContextOptions } from "playwright-core";
import { kiosk } from "../screen/text/en.kiosk";
import { verifier } from "../screen/text/en.verifier";
import type { Device } from "./browser";
import { look, looks } from "./look";
import { answerQuestion, askFor, button, createWallet, heading, makeOffer, paste, readOnly, receiveCard, verdict } from "./people";
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
