// The verifier's page when its engine breaks or its frame is odd.

import { beforeAll, describe, expect, it } from "vitest";
import { verifier } from "../screen/text/en.verifier";
import type { Device } from "./browser";
import { askFor, paste, readOnly, verdict } from "./people";
import { world } from "./world";

const all = world();
let checker: Device;

beforeAll(async () => {
  checker = await all.device();
});

async function inWorker(act: () => void): Promise<void> {
  const worker = checker.page.workers().find((one) => one.url().includes("/assets/worker-"))!;
  await worker.evaluate(act);
}

describe("a broken engine", () => {
  it("is replaced by a fresh one, with a new question, and says so", async () => {
    const before = await askFor(checker, "over18");
    await inWorker(() => {
      setTimeout(() => {
        throw new RangeError("Maximum call stack size exceeded");
      });
    });
    await checker.page.getByText(verifier.trouble.restarted).waitFor();
    await checker.page.waitForFunction((old) => (document.querySelector("domicile-code") as unknown as { text: string } | null)?.text !== old, before);
    await paste(checker, "eyJhbGciOiJub25lIn0.e30.~");
    expect((await verdict(checker)).word).not.toBe("VALID");
  });

  it("that throws from a call gives that call a sentence, and the next one works", async () => {
    await readOnly(checker);
    await inWorker(() => {
      const world = globalThis as unknown as { domicile: { call: () => Promise<never> } };
      world.domicile.call = () => Promise.reject(new RangeError("Maximum call stack size exceeded"));
    });
    await paste(checker, "HC1:6BF");
    await checker.page.getByRole("alert").first().waitFor();
    await paste(checker, "eyJhbGciOiJub25lIn0.e30.~");
    expect((await verdict(checker)).word).not.toBe("VALID");
  });
});

describe("what is no credential", () => {
  it.each([
    ["a link", "https://example.org/card", verifier.scan.link],
    ["an offer", "openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fexample.org%2Foffer", verifier.scan.offer],
  ])("gets its reason: %s", async (_name, text, words) => {
    await readOnly(checker);
    await paste(checker, text);
    await checker.page.getByText(words).waitFor();
    expect(checker.foreign).toEqual([]);
  });

  it("gets its reason: a picture without a code", async () => {
    await readOnly(checker);
    await checker.page.getByText("No camera?").click();
    const picture = await checker.page.screenshot({ clip: { x: 0, y: 0, width: 40, height: 40 } });
    await checker.page.locator("#camera-picture").setInputFiles({ name: "x.png", mimeType: "image/png", buffer: picture });
    await checker.page.getByText("No code was found").waitFor();
  });

  it("gets its reason: a file that is no picture", async () => {
    await readOnly(checker);
    await checker.page.getByText("No camera?").click();
    await checker.page.locator("#camera-picture").setInputFiles({ name: "x.png", mimeType: "image/png", buffer: Buffer.from("<svg onload=alert(1)>") });
    await checker.page.getByText("no PNG, JPEG or WebP").waitFor();
  });
});
