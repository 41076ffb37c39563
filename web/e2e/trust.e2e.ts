// Who is believed: live and test, and certificates that a person imports.

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { camera } from "../screen/text/en.camera";
import { verifier } from "../screen/text/en.verifier";
import type { Device } from "./browser";
import { answerQuestion, askFor, button, createWallet, heading, makeOffer, paste, readOnly, receiveCard, verdict } from "./people";
import { world } from "./world";

const all = world();
let checker: Device;

beforeAll(async () => {
  checker = await all.device();
});

async function settings(): Promise<void> {
  await checker.page.goto("/verifier/");
  await button(checker.page, verifier.ask.settings).click();
  await heading(checker.page, verifier.trust.title).waitFor();
}

async function setMode(name: string): Promise<void> {
  await settings();
  await checker.page.getByRole("radio", { name: new RegExp(`^${name}`) }).check();
}

describe("live mode", () => {
  it("cannot tell what a practice issuer's card is worth", async () => {
    const holder = await all.device();
    await createWallet(holder);
    await receiveCard(holder, await makeOffer(all.site, all.person.id));
    await setMode(verifier.trust.live);
    const question = await askFor(checker, "over18");
    expect(await checker.page.locator(".banner-test").count()).toBe(0);
    await paste(checker, await answerQuestion(holder, question));
    expect(await verdict(checker)).toMatchObject({ word: "CANNOT TELL", kind: "issuer_test_only" });
  });

  it("keeps its mode after a reload, and test mode keeps its banner", async () => {
    await setMode(verifier.trust.test);
    await checker.page.reload();
    await checker.page.locator(".banner-test").waitFor();
    await setMode(verifier.trust.live);
    await checker.page.reload();
    await button(checker.page, verifier.ask.go).waitFor();
    expect(await checker.page.locator(".banner-test").count()).toBe(0);
  });
});

/** European health certificates as the states published them for tests; read in place, never copied. */
const vectors = join(process.env["DOMICILE_VECTORS"] ?? resolve(import.meta.dirname, "../../../shared/vectors"), "dgc");

interface Case {
  name: string;
  text: string;
  certificate: string;
  picture: Buffer | undefined;
}

/** The first few cases that hold a text, a certificate and a picture. */
function cases(): Case[] {
  if (!existsSync(vectors)) return [];
  const files = readdirSync(vectors, { recursive: true, encoding: "utf8" }).filter((file) => /2DCode\/raw\/1\.json$/.test(file));
  return files.map(readCase).filter((one): one is Case => one !== undefined).slice(0, 3);
}

function readCase(file: string): Case | undefined {
  const data = JSON.parse(readFileSync(join(vectors, file), "utf8")) as Record<string, unknown>;
  const context = data["TESTCTX"] as { CERTIFICATE?: string; VALIDATIONCLOCK?: string } | undefined;
  const expected = data["EXPECTEDRESULTS"] as Record<string, boolean> | undefined;
  const text = data["PREFIX"];
  if (typeof text !== "string" || !context?.CERTIFICATE || !expected?.["EXPECTEDVERIFY"]) return undefined;
  const lines = context.CERTIFICATE.match(/.{1,64}/g)!.join("\n");
  const picture = typeof data["2DCODE"] === "string" ? Buffer.from(data["2DCODE"], "base64") : undefined;
  return { name: file, text, certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`, picture };
}

const found = cases();

describe.skipIf(found.length === 0)(`health certificates that states issued (${found.length} of DOMICILE_VECTORS)`, () => {
  it.each(found)("$name is read, and believed only with its certificate", async ({ text, certificate, picture }) => {
    await readOnly(checker);
    await paste(checker, text);
    expect(await verdict(checker)).toMatchObject({ word: "CANNOT TELL", kind: "issuer_unknown" });
    await settings();
    await checker.page.getByLabel(verifier.trust.importLabel).setInputFiles({ name: "state.pem", mimeType: "application/x-pem-file", buffer: Buffer.from(certificate) });
    await checker.page.getByText(verifier.trust.imported("state.pem")).waitFor();
    await readOnly(checker);
    if (picture) {
      await checker.page.getByText(camera.otherWays).click();
      await checker.page.getByLabel(camera.pictureLabel).setInputFiles({ name: "code.png", mimeType: "image/png", buffer: picture });
    } else await paste(checker, text);
    const seen = await verdict(checker);
    // The signature is believed now; most of these have expired since.
    expect(["ok", "expired", "chain_expired", "issuer_unknown"]).toContain(seen.kind);
    await settings();
    await button(checker.page, verifier.trust.removeName("state.pem")).click();
    await checker.page.getByText(verifier.trust.removed("state.pem")).waitFor();
  });
});

describe("a health certificate made for this test", () => {
  it("is VALID by picture with its certificate imported, and says that its holder is not proven", async () => {
    const made = JSON.parse(execFileSync("go", ["run", "./wasm/bench"], { cwd: resolve(import.meta.dirname, "../.."), encoding: "utf8" })) as {
      credential: string;
      certificate: string;
    };
    await settings();
    await checker.page.getByLabel(verifier.trust.importLabel).setInputFiles({ name: "office.pem", mimeType: "application/x-pem-file", buffer: Buffer.from(made.certificate) });
    await checker.page.getByText(verifier.trust.imported("office.pem")).waitFor();
    await readOnly(checker);
    const picture = join(all.machine.folder, "paper.png");
    execFileSync(resolve(import.meta.dirname, "../../bin/domicile"), ["qr", "encode", made.credential, "--out", picture]);
    await checker.page.getByText(camera.otherWays).click();
    await checker.page.getByLabel(camera.pictureLabel).setInputFiles(picture);
    const seen = await verdict(checker);
    expect(seen).toMatchObject({ word: "VALID", kind: "ok" });
    expect(seen.text).toContain(verifier.verdict.bearer);
  });
});

describe("a file that names no issuer", () => {
  it.each([
    ["an empty file", ""],
    ["a text", "hello"],
    ["a private key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"],
  ])("is refused: %s", async (_name, content) => {
    await settings();
    const before = await checker.page.locator(".trust-source").count();
    await checker.page.getByLabel(verifier.trust.importLabel).setInputFiles({ name: "x.pem", mimeType: "text/plain", buffer: Buffer.from(content) });
    await checker.page.getByText(verifier.trust.importFailed("x.pem")).waitFor();
    expect(await checker.page.locator(".trust-source").count()).toBe(before);
  });
});
