// What people do with the pages, step by step, as the journeys need it.

import type { Locator, Page } from "playwright-core";
import { enWallet as wallet } from "../screen/text/en.wallet";
import { camera } from "../screen/text/en.camera";
import { verifier } from "../screen/text/en.verifier";
import type { Device } from "./browser";
import type { Site } from "./site";
import { filmCodes } from "./video";

export const passphrase = "seven green kettles over Meridia";

/** A person of the demo office and the offer made for them. */
export interface Offer {
  offer_uri: string;
  tx_code: string;
}

/** Words that occur in the sample person's card and nowhere else: none may be left anywhere. */
export interface Person {
  id: string;
  claims: { given_name: string; family_name: string; birthdate: string };
}

export async function samplePerson(site: Site): Promise<Person> {
  const { people } = (await (await fetch(`${site.origin}/office/api/people`)).json()) as { people: Person[] };
  // The most unusual name, so that a word of it is nobody else's.
  return people.sort((a, b) => b.claims.family_name.length - a.claims.family_name.length)[0]!;
}

/** The office makes an offer. */
export async function makeOffer(site: Site, person: string): Promise<Offer> {
  const response = await fetch(`${site.origin}/office/api/offers`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: site.origin },
    body: JSON.stringify({ person }),
  });
  if (!response.ok) throw new Error(`the office answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Offer;
}

export const button = (page: Page, name: string): Locator => page.getByRole("button", { name, exact: true });
export const heading = (page: Page, name: string | RegExp): Locator => page.getByRole("heading", { name, level: 1 });

export async function createWallet({ page }: Device): Promise<void> {
  await page.goto("/wallet/");
  await page.getByLabel(wallet.create.passphrase, { exact: true }).fill(passphrase);
  await page.getByLabel(wallet.create.again, { exact: true }).fill(passphrase);
  await page.getByLabel(wallet.create.understand).check();
  await button(page, wallet.create.submit).click();
  await heading(page, wallet.cards.title).waitFor({ timeout: 60_000 });
}

export async function unlock({ page }: Device, words: string = passphrase): Promise<void> {
  await page.getByLabel(wallet.unlock.passphrase, { exact: true }).fill(words);
  await button(page, wallet.unlock.submit).click();
}

/** Receives a card from a link, as a person who follows one. */
export async function receiveCard({ page }: Device, offer: Offer): Promise<void> {
  await page.goto("about:blank");
  await page.goto(`/wallet/#${offer.offer_uri}`);
  await unlockIfLocked(page, page.locator("#tx-code"));
  await page.locator("#tx-code").fill(offer.tx_code);
  await button(page, wallet.receive.accept).click();
  await heading(page, wallet.receive.doneTitle).waitFor({ timeout: 60_000 });
}

/** What the link brought waits behind the lock. */
async function unlockIfLocked(page: Page, behind: Locator): Promise<void> {
  const locked = heading(page, wallet.unlock.title);
  await locked.or(behind).first().waitFor({ timeout: 60_000 });
  if (!(await locked.isVisible())) return;
  await page.getByLabel(wallet.unlock.passphrase, { exact: true }).fill(passphrase);
  await button(page, wallet.unlock.submit).click();
}

/** The wallet reads a question that came as text and shows its answer; the answer's text comes back. */
export async function answerQuestion({ page }: Device, question: string): Promise<string> {
  await page.goto("about:blank");
  await page.goto(`/wallet/#${question}`);
  const consent = button(page, wallet.present.show);
  await unlockIfLocked(page, consent);
  await consent.click();
  await page.locator("domicile-code canvas").waitFor();
  return page.locator("domicile-code").evaluate((element) => (element as unknown as { text: string }).text);
}

/** The wallet reads a question as a code would be, by its text below the camera, and asks before it follows it. */
export async function readQuestion({ page }: Device, question: string): Promise<void> {
  await page.goto("about:blank");
  await page.goto("/wallet/");
  await unlock({ page } as Device);
  await button(page, wallet.cards.add).click();
  const field = page.getByLabel(camera.pasteLabel);
  if (!(await field.isVisible())) await page.getByText(camera.otherWays).click();
  await field.fill(question);
  await button(page, camera.pasteGo).click();
  await page.locator("h1 .host").waitFor();
}

/** The verifier chooses a question, and shows it however it can. */
/** The two digits on the shop's screen, once a wallet has opened the question. */
export async function digitsOn({ page }: Device): Promise<string> {
  const digits = page.locator(".digits-two");
  await digits.waitFor();
  return (await digits.textContent())!.replaceAll(/\D/g, "");
}

/** The citizen reads the code, asks for the question, and types the digits that the shop says. */
export async function openQuestion(citizen: Device, shop: Device, code: string): Promise<void> {
  await readQuestion(citizen, code);
  await button(citizen.page, wallet.present.ask).click();
  await citizen.page.getByLabel(wallet.present.codeLabel).fill(await digitsOn(shop));
  await button(citizen.page, wallet.present.codeGo).click();
}

export async function show({ page }: Device, preset: string): Promise<void> {
  await page.goto("/verifier/");
  await page.getByRole("radio", { name: new RegExp(`^${escape(verifier.ask.preset[preset]!.name)}`) }).check();
  await button(page, verifier.ask.go).click();
}

/** The verifier asks by codes alone; the question's text comes back. */
export async function askFor(device: Device, preset: string): Promise<string> {
  await show(device, preset);
  const without = button(device.page, verifier.live.withoutNetwork);
  const scan = device.page.locator(".scan-part");
  await without.or(scan).first().waitFor({ state: "attached" });
  if (await without.isVisible()) await without.click();
  return codeText(device, "openid4vp://?client_id=redirect_uri");
}

/** The verifier asks over the relay; the code's text comes back. */
export async function askOnline(device: Device, preset: string): Promise<string> {
  await show(device, preset);
  return codeText(device, "openid4vp://?client_id=");
}

/** What the code on the screen holds, once it begins like this. */
export async function codeText({ page }: Device, start: string): Promise<string> {
  const code = page.locator("domicile-code");
  await code.waitFor({ state: "attached" });
  const handle = await page.waitForFunction((begins) => {
    const view = document.querySelector("domicile-code") as unknown as { text?: string } | null;
    return view?.text?.startsWith(begins) ? view.text : undefined;
  }, start);
  return (await handle.jsonValue())!;
}

/** The verifier only reads. */
export async function readOnly({ page }: Device): Promise<void> {
  await page.goto("/verifier/");
  await page.getByRole("radio", { name: new RegExp(`^${escape(verifier.ask.read.name)}`) }).check();
  await button(page, verifier.scan.readTitle).click();
  await page.locator("domicile-camera").waitFor();
}

/** Pastes a text below the camera. */
export async function paste({ page }: Device, text: string): Promise<void> {
  const scan = button(page, verifier.question.scan);
  if (await scan.isVisible()) await scan.click();
  const field = page.getByLabel(camera.pasteLabel);
  if (!(await field.isVisible())) await page.getByText(camera.otherWays).click();
  await field.fill(text);
  await button(page, camera.pasteGo).click();
}

/** Films the answer on the holder's screen, then holds it before the verifier's camera. */
export async function showToCamera(holder: Device, to: Device, film: string): Promise<number> {
  const frames = await filmCodes(holder.page.locator("domicile-code"), film);
  const scan = button(to.page, verifier.question.scan);
  if (await scan.isVisible()) await scan.click();
  else await reopenCamera(to);
  return frames;
}

/** The camera is unplugged and comes back: the page opens it again by itself. */
export async function reopenCamera({ page }: Device): Promise<void> {
  await page.evaluate(() => {
    const video = document.querySelector<HTMLVideoElement>("domicile-camera video");
    for (const track of (video?.srcObject as MediaStream | null)?.getTracks() ?? []) {
      track.stop();
      track.dispatchEvent(new Event("ended"));
    }
  });
}

export interface Seen {
  word: string;
  kind: string;
  sentence: string;
  /** Labels and values shown large. */
  claims: [string, string][];
  text: string;
}

/** Waits for a verdict and reads it off the screen. */
export async function verdict({ page }: Device, timeout = 45_000): Promise<Seen> {
  const screen = page.locator(".verdict");
  await screen.waitFor({ timeout });
  return screen.evaluate((element) => ({
    word: element.querySelector("h1")!.textContent!.trim(),
    kind: element.getAttribute("data-kind")!,
    sentence: element.querySelector(".verdict-sentence")!.textContent!.trim(),
    claims: [...element.querySelectorAll(".claims.large > div")].map((row): [string, string] => [
      row.querySelector("dt")!.textContent!.trim(),
      row.querySelector("dd")!.textContent!.trim(),
    ]),
    text: element.textContent ?? "",
  }));
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Answers a question that waits in this wallet, and hands it over on the same device. */
export async function answerHere({ page }: Device): Promise<void> {
  const consent = button(page, wallet.present.show);
  await unlockIfLocked(page, consent);
  await consent.click();
  await page.getByRole("link", { name: wallet.present.goBack }).click();
}
