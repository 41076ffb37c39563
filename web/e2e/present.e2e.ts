// The main journey: an office issues, a citizen receives and shows, a stranger
// checks with a camera.

import { beforeAll, describe, expect, it } from "vitest";
import { verifier } from "../screen/text/en.verifier";
import { phone, type Device } from "./browser";
import { leftBehind } from "./canary";
import { answerHere, answerQuestion, askFor, button, createWallet, makeOffer, paste, receiveCard, showToCamera, verdict } from "./people";
import { spoken } from "./spoken";
import { pictureOf } from "./video";
import { world } from "./world";

const all = world();
let holder: Device;
let checker: Device;

beforeAll(async () => {
  holder = await all.device(phone);
  checker = await all.device(phone);
  await createWallet(holder);
  await receiveCard(holder, await makeOffer(all.site, all.person.id));
});

describe("the holder is over 18, asked with a code and answered with a code", () => {
  let question: string;
  let answer: string;

  it("is VALID by camera, with the one claim that was asked for", async () => {
    question = await askFor(checker, "over18");
    answer = await answerQuestion(holder, question);
    const frames = await showToCamera(holder, checker, all.machine.film);
    const seen = await verdict(checker);
    expect(seen).toMatchObject({ word: "VALID", kind: "ok" });
    expect(seen.claims.map(([, value]) => value)).toEqual(["Yes"]);
    expect(seen.text).toContain("TEST");
    expect(frames).toBeGreaterThan(0);
  });

  it("holds in its bytes nothing that was not chosen", () => {
    const said = spoken(answer);
    expect(said).toContain("age_equal_or_over");
    expect(said).toContain('"18"');
    const { given_name, family_name, birthdate } = all.person.claims;
    for (const secret of [given_name, family_name, birthdate]) expect(said).not.toContain(secret);
  });

  it("leaves no claim on the checking device", async () => {
    const left = await leftBehind(checker);
    expect(left).not.toContain("age_equal_or_over.18");
    expect(left).not.toContain(answer.slice(-40));
    for (const secret of Object.values(all.person.claims).filter((value) => typeof value === "string")) expect(left).not.toContain(secret);
  });

  it("is refused when it is shown again to the next question", async () => {
    await button(checker.page, verifier.verdict.another).click();
    await askFor(checker, "over18");
    await paste(checker, answer);
    const seen = await verdict(checker);
    expect(seen.word).toBe("NOT VALID");
    expect(seen.kind).toMatch(/^(holder_binding_nonce|answer_|request_)/);
  });
});

describe("name and residency", () => {
  it("is VALID by paste, with those five claims and no other", async () => {
    const question = await askFor(checker, "name-residency");
    const answer = await answerQuestion(holder, question);
    await paste(checker, answer);
    const seen = await verdict(checker);
    expect(seen).toMatchObject({ word: "VALID", kind: "ok" });
    expect(seen.claims).toHaveLength(5);
    expect(seen.claims.map(([, value]) => value)).toContain(all.person.claims.family_name);
    expect(spoken(answer)).toContain(all.person.claims.family_name);
    expect(spoken(answer)).not.toContain(all.person.claims.birthdate);
    await button(checker.page, verifier.verdict.another).click();
    const left = await leftBehind(checker);
    expect(left).not.toContain(all.person.claims.family_name);
  });

  it("is refused twice: the same answer pasted into the page that asked", async () => {
    const question = await askFor(checker, "name-residency");
    const answer = await answerQuestion(holder, question);
    await paste(checker, answer);
    expect((await verdict(checker)).word).toBe("VALID");
    await button(checker.page, verifier.verdict.another).click();
    await askFor(checker, "name-residency");
    await paste(checker, answer);
    expect((await verdict(checker)).word).toBe("NOT VALID");
  });
});

describe("other ways for an answer", () => {
  it("is VALID from pictures of the holder's screen", async () => {
    const question = await askFor(checker, "over18");
    await answerQuestion(holder, question);
    const code = holder.page.locator("domicile-code");
    const total = await code.evaluate((element) => (element as unknown as { codes: unknown[] }).codes.length);
    const pictures = new Map<string, Buffer>();
    while (pictures.size < total) {
      const picture = await pictureOf(code);
      pictures.set(picture.toString("base64"), picture);
    }
    await button(checker.page, verifier.question.scan).click();
    await checker.page.locator("#camera-picture").setInputFiles(
      [...pictures.values()].map((buffer, i) => ({ name: `screen-${i}.png`, mimeType: "image/png", buffer })),
    );
    expect(await verdict(checker)).toMatchObject({ word: "VALID", kind: "ok" });
  });

  it("is VALID where wallet and checker share a browser, and the address forgets it", async () => {
    const { context } = holder;
    const asking = await context.newPage();
    const page = { ...holder, page: asking };
    await askFor(page, "over18");
    const [walletPage] = await Promise.all([context.waitForEvent("page"), asking.getByRole("link", { name: verifier.question.here }).click()]);
    const wallet = { ...holder, page: walletPage };
    await answerHere(wallet);
    expect(await verdict(page)).toMatchObject({ word: "VALID", kind: "ok" });
    await walletPage.getByRole("heading", { name: verifier.arrived.handedTitle }).waitFor();
    expect(walletPage.url()).toBe(`${all.site.origin}/verifier/`);
    expect(await walletPage.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toContain("vp_token");
    await walletPage.close();
    await asking.close();
  });

  it("says that nobody waits for an answer whose page was closed", async () => {
    const question = await askFor(checker, "over18");
    const answer = await answerQuestion(holder, question);
    await checker.page.goto("about:blank");
    const state = new URLSearchParams(question.slice(question.indexOf("?"))).get("state");
    await checker.page.goto(`/verifier/#vp_token=${encodeURIComponent("{}")}&state=${state}`);
    await checker.page.getByRole("heading", { name: verifier.arrived.lostTitle }).waitFor();
    expect(checker.page.url()).toBe(`${all.site.origin}/verifier/`);
    expect(answer).toBeTruthy();
  });
});
