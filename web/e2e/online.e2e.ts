// A stranger's wallet and the verifier's page over the native relay: the live
// question, the digits, the answer by itself, and what must be refused.

import { beforeAll, describe, expect, it } from "vitest";
import { verifier } from "../screen/text/en.verifier";
import { desk, phone, type Device } from "./browser";
import { leftBehind } from "./canary";
import { enWallet } from "../screen/text/en.wallet";
import { askFor, askOnline, button, codeText, createWallet, digitsOn, heading, makeOffer, openQuestion, readQuestion, receiveCard, show, unlock, verdict } from "./people";
import { WalletDouble, type Asked } from "./walletdouble";
import { world } from "./world";

const all = world();
let shop: Device;
let wallet: WalletDouble;
const { live } = verifier;

beforeAll(async () => {
  shop = await all.device(phone);
});

/** Each test has a wallet with a nonce of its own. */
async function freshWallet(): Promise<WalletDouble> {
  return (wallet = await WalletDouble.receive(all.site, all.person.id));
}

const seenDigits = () => digitsOn(shop);

describe("over the relay", () => {
  it("is VALID by itself: opened, digits, answered, verdict", async () => {
    await freshWallet();
    const code = await askOnline(shop, "over18");
    expect(code).toContain("request_uri_method=post");
    expect(code.length).toBeLessThan(600);
    const asked = await wallet.open(code);
    expect(asked.domicile_check_code).toBe(true);
    await heading(shop.page, live.title.opened).waitFor();
    expect(await seenDigits()).toBe(wallet.digits(asked));
    expect((await wallet.answer(asked)).status).toBe(200);
    const seen = await verdict(shop);
    expect(seen).toMatchObject({ word: "VALID", kind: "ok" });
    expect(seen.claims.map(([, value]) => value)).toEqual(["Yes"]);
  });

  it("leaves no claim and no answer on the device, but one line of history", async () => {
    const left = await leftBehind(shop);
    for (const secret of Object.values(all.person.claims).filter((value) => typeof value === "string")) expect(left).not.toContain(secret);
    expect(left).not.toContain("vp_token");
    await button(shop.page, verifier.verdict.another).click();
    await button(shop.page, verifier.history.title).click();
    await heading(shop.page, verifier.history.title).waitFor();
    expect(await shop.page.locator(".list > li").count()).toBe(1);
    expect(await shop.page.locator(".list").textContent()).toContain(verifier.ask.preset["over18"]!.name);
    await button(shop.page, verifier.history.clear).click();
    await shop.page.getByText(verifier.history.noneTitle).waitFor();
  });

  it.each<[string, string, (asked: Asked) => Promise<unknown>]>([
    ["another nonce", "holder_binding_nonce", async (asked) => wallet.answer(asked, await wallet.presentation(asked, { nonce: "another" }))],
    ["another verifier's proof", "holder_binding_audience", async (asked) => wallet.answer(asked, await wallet.presentation(asked, { audience: "x509_san_dns:other.example" }))],
    ["another state", "answer_state", async (asked) => wallet.answer({ ...asked, state: "another" }, await wallet.presentation(asked))],
  ])("is NOT VALID with %s", async (_name, kind, act) => {
    await freshWallet();
    const asked = await wallet.open(await askOnline(shop, "over18"));
    await act(asked);
    expect(await verdict(shop)).toMatchObject({ word: "NOT VALID", kind });
  });

  it("takes no plain text, and waits on for the real answer", async () => {
    await freshWallet();
    const asked = await wallet.open(await askOnline(shop, "over18"));
    const vp_token = JSON.stringify(await wallet.presentation(asked));
    expect((await wallet.post(asked, { vp_token, state: asked.state! })).status).toBe(400);
    await wallet.answer(asked);
    expect((await verdict(shop)).kind).toBe("ok");
  });

  it("says that nothing was shown when the holder says no", async () => {
    await freshWallet();
    await wallet.decline(await wallet.open(await askOnline(shop, "over18")));
    await heading(shop.page, verifier.declined.title).waitFor();
  });

  it("says that somebody else opened the question too, and signs nothing for them", async () => {
    await freshWallet();
    const first = wallet;
    const code = await askOnline(shop, "over18");
    const asked = await first.open(code);
    const thief = await WalletDouble.receive(all.site, all.person.id);
    await expect(thief.open(code)).rejects.toThrow("400");
    await shop.page.getByText(live.crowded, { exact: true }).waitFor();
    expect(await seenDigits()).toBe(first.digits(asked));
    await button(shop.page, live.fresh).first().click();
    const fresh = await codeText(shop, "openid4vp://?client_id=");
    expect(fresh).not.toBe(code);
    await first.answer(asked).catch(() => undefined);
    await heading(shop.page, live.title.waiting).waitFor();
  });

  it("asks as this address, by value, and takes the encrypted answer", async () => {
    await freshWallet();
    await shop.page.goto("/verifier/");
    await shop.page.getByRole("button", { name: new RegExp(`^${verifier.who.title}`) }).click();
    await shop.page.getByRole("radio", { name: new RegExp(`^${verifier.who.identities.address.name}`) }).check();
    await button(shop.page, verifier.who.done).click();
    const code = await askOnline(shop, "name-residency");
    expect(code).toContain("client_id=redirect_uri:");
    const asked = await wallet.open(code);
    expect(asked.response_mode).toBe("direct_post.jwt");
    await wallet.answer(asked);
    const seen = await verdict(shop);
    expect(seen.kind).toBe("ok");
    expect(seen.claims.map(([, value]) => value)).toContain(all.person.claims.family_name);
  });
});

describe("a question of one's own", () => {
  it("asks what the form says, with an agreement, and shows both", async () => {
    await freshWallet();
    const counter = await all.device(desk);
    const { page } = counter;
    await page.goto("/verifier/");
    await page.getByRole("radio", { name: new RegExp(`^${verifier.ask.own.name}`) }).check();
    await button(page, verifier.ask.goOwn).click();
    await page.getByLabel(verifier.own.purpose).fill("Rent you a bicycle");
    await page.getByLabel("Family name", { exact: true }).check();
    await page.getByText(verifier.own.more, { exact: true }).click();
    await page.getByLabel(verifier.own.agreement).check();
    await page.getByLabel(verifier.own.agreementTitle, { exact: true }).fill("Rules of the road");
    await page.getByLabel(verifier.own.agreementText, { exact: true }).fill("I bring the bicycle back.");
    await button(page, verifier.ask.go).click();
    const asked = await wallet.open(await codeText(counter, "openid4vp://?client_id=decentralized_identifier"));
    expect(asked.transaction_data).toHaveLength(1);
    await wallet.answer(asked);
    const seen = await verdict(counter);
    expect(seen.kind).toBe("ok");
    expect(seen.claims.map(([, value]) => value)).toEqual([all.person.claims.family_name]);
    expect(seen.text).toContain("I bring the bicycle back.");
    await counter.context.close();
  });

  it("says in plain words what is wrong with a query", async () => {
    const { page } = shop;
    await page.goto("/verifier/");
    await page.getByRole("radio", { name: new RegExp(`^${verifier.ask.own.name}`) }).check();
    await button(page, verifier.ask.goOwn).click();
    await page.getByLabel(verifier.own.purpose).fill("Try");
    await button(page, verifier.own.toExpert).click();
    for (const [query, words] of [
      ["{", verifier.own.wrong.json],
      ['{"credentials":[{"id":"a"}]}', verifier.own.wrong.query],
      ['{"credentials":[{"id":"a","format":"mso_mdoc","meta":{"doctype_value":"x"}}]}', verifier.own.wrong.format],
    ] as const) {
      await page.getByLabel(verifier.own.query).fill(query);
      await button(page, verifier.ask.go).click();
      await page.locator(".error-summary").getByText(words).waitFor();
    }
  });
});

describe("a wallet on the same device", () => {
  it("leads back to the tab that asked, whose address forgets the code", async () => {
    await freshWallet();
    const { page, context } = await all.device(desk);
    await show({ page } as Device, "over18");
    await button(page, verifier.question.here).click();
    const link = await page.getByRole("link", { name: live.hereOther }).getAttribute("href");
    const reply = await wallet.answer(await wallet.open(link!));
    expect(reply.redirect_uri).toMatch(/\/verifier\/#response_code=[\w-]{22}$/);
    expect(await page.locator(".verdict").count()).toBe(0); // not without its code
    const back = await context.newPage();
    await back.goto(reply.redirect_uri!);
    await heading(back, verifier.arrived.handedTitle).waitFor();
    expect(back.url()).toBe(`${all.site.origin}/verifier/`);
    expect((await verdict({ page } as Device)).kind).toBe("ok");
    await context.close();
  });

  it("counts for nothing in another browser, and with another code", async () => {
    await freshWallet();
    const { page, context, problems } = await all.device(desk);
    await show({ page } as Device, "over18");
    await button(page, verifier.question.here).click();
    const link = await page.getByRole("link", { name: live.hereOther }).getAttribute("href");
    const reply = await wallet.answer(await wallet.open(link!));
    await shop.page.goto("about:blank");
    await shop.page.goto(reply.redirect_uri!);
    await heading(shop.page, verifier.arrived.lostTitle).waitFor();
    const back = await context.newPage();
    await back.goto("/verifier/#response_code=AAAAAAAAAAAAAAAAAAAAAA");
    await heading(back, verifier.arrived.lostTitle).waitFor();
    expect(await page.locator(".verdict").count()).toBe(0);
    // The relay's no to a wrong code is what the browser reports.
    expect(problems.splice(0)).toEqual([expect.stringContaining("403")]);
    await context.close();
  });
});

describe("the browser's own wallet", () => {
  it("is asked where the browser has one, and its answer judged", async () => {
    await freshWallet();
    const { page, context } = await all.device(desk);
    await page.exposeFunction("answerAsWallet", async (protocol: string, data: string): Promise<string> => {
      const asked = { ...(protocol.endsWith("unsigned") ? JSON.parse(data) : decode((JSON.parse(data) as { request: string }).request)) } as Asked;
      const origin = { ...asked, client_id: `origin:${all.site.origin}` };
      return JSON.stringify({ response: await wallet.sealed(asked, await wallet.presentation(origin)) });
    });
    await page.addInitScript(() => {
      const given = globalThis as unknown as { DigitalCredential: unknown; answerAsWallet(protocol: string, data: string): Promise<string> };
      given.DigitalCredential = class {};
      navigator.credentials.get = (async ({ digital }: { digital: { requests: { protocol: string; data: unknown }[] } }) => {
        const [request] = digital.requests;
        return { protocol: request!.protocol, data: JSON.parse(await given.answerAsWallet(request!.protocol, JSON.stringify(request!.data))) };
      }) as unknown as typeof navigator.credentials.get;
    });
    await show({ page } as Device, "over18");
    await button(page, live.browser).click();
    expect((await verdict({ page } as Device)).kind).toBe("ok");
    await context.close();
  });

  it("is not mentioned where the browser has none", async () => {
    const { page, context } = await all.device(desk);
    await page.addInitScript(() => Reflect.deleteProperty(globalThis, "DigitalCredential"));
    await askOnline({ page } as Device, "over18");
    await button(page, live.withoutNetwork).waitFor();
    expect(await button(page, live.browser).count()).toBe(0);
    await context.close();
  });
});

describe("a citizen's phone and a shop's, both ours", () => {
  let citizen: Device;
  const { present } = enWallet;

  beforeAll(async () => {
    shop = await all.device(phone); // one that never chose who it is
    citizen = await all.device(phone);
    await createWallet(citizen);
    await receiveCard(citizen, await makeOffer(all.site, all.person.id));
  });

  it("is VALID with the digits that the shop says", async () => {
    const code = await askOnline(shop, "name-residency");
    await openQuestion(citizen, shop, code);
    await button(citizen.page, present.show).click();
    await heading(citizen.page, present.sentTitle).waitFor();
    const seen = await verdict(shop);
    expect(seen).toMatchObject({ word: "VALID", kind: "ok" });
    expect(seen.claims.map(([, value]) => value)).toContain(all.person.claims.family_name);
    expect(await leftBehind(shop)).not.toContain(all.person.claims.family_name);
  });

  it("shows nothing for digits that are wrong, and the shop goes on", async () => {
    const code = await askOnline(shop, "over18");
    await readQuestion(citizen, code);
    await button(citizen.page, present.ask).click();
    const right = await seenDigits();
    await citizen.page.getByLabel(present.codeLabel).fill(right === "47" ? "48" : "47");
    await button(citizen.page, present.codeGo).click();
    await citizen.page.getByText(/not the digits/).first().waitFor();
    expect(await shop.page.locator(".verdict").count()).toBe(0);
    await button(shop.page, live.fresh).click();
    await heading(shop.page, live.title.waiting).waitFor();
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
    const [there] = await Promise.all([citizen.context.waitForEvent("page"), asking.getByRole("link", { name: live.hereOurs }).click()]);
    await unlock({ page: there } as Device);
    await button(there, present.ask).click();
    await button(there, present.show).click();
    expect((await verdict({ page: asking } as Device)).kind).toBe("ok");
    await heading(there, verifier.arrived.handedTitle).waitFor();
    expect(there.url()).toBe(`${all.site.origin}/verifier/`);
  });
});

describe("without the relay", () => {
  it("asks by codes, says why, and comes back", async () => {
    const { page, context } = await all.device(phone);
    await context.route("**/relay/**", (route) => route.fulfill({ status: 200, contentType: "text/html", body: "<html>Sign in</html>" }));
    await show({ page } as Device, "over18");
    await page.getByText(verifier.question.codes.unreachable.what).waitFor({ timeout: 15_000 });
    expect(await codeText({ page } as Device, "openid4vp://?client_id=redirect_uri")).toContain("response_mode=fragment");
    await context.unroute("**/relay/**");
    await button(page, verifier.question.overRelay).click();
    await codeText({ page } as Device, "openid4vp://?client_id=decentralized_identifier");
    await context.close();
  });

  it("asks by codes when it is told to", async () => {
    expect(await askFor(shop, "over18")).toContain("response_mode=fragment");
  });
});

function decode(object: string): Asked {
  return JSON.parse(Buffer.from(object.split(".")[1]!, "base64url").toString()) as Asked;
}
