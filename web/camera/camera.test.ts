import { Blob as NodeBlob } from "node:buffer";
import { afterEach, describe, expect, it } from "vitest";
import { browserOf } from "./advice";
import { maxPicture, pictureRefusal } from "./picture";
import { troubleOf } from "./stream";
import { listenToScanner } from "./wedge";

// jsdom's Blob cannot be read.
const Blob = NodeBlob as unknown as typeof globalThis.Blob;
const bytes = (...values: number[]) => new Blob([new Uint8Array(values)]);

describe("pictureRefusal", () => {
  it.each([
    ["PNG", bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0)],
    ["JPEG", bytes(0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0)],
    ["WebP", bytes(0x52, 0x49, 0x46, 0x46, 1, 2, 3, 4, 0x57, 0x45, 0x42, 0x50)],
  ])("takes %s", async (_name, blob) => expect(await pictureRefusal(blob)).toBeUndefined());

  it.each([
    ["an SVG, which may hold script", new Blob(["<svg xmlns='http://www.w3.org/2000/svg'/>"])],
    ["a GIF", new Blob(["GIF89a"])],
    ["a WAV that begins like WebP", bytes(0x52, 0x49, 0x46, 0x46, 1, 2, 3, 4, 0x57, 0x41, 0x56, 0x45)],
    ["an empty file", new Blob([])],
  ])("refuses %s", async (_name, blob) => expect(await pictureRefusal(blob)).toBe("picture_type"));

  it("refuses more than 10 MiB before looking inside", async () =>
    expect(await pictureRefusal(new Blob([new Uint8Array(maxPicture + 1)]))).toBe("picture_too_large"));
});

describe("troubleOf", () => {
  it.each([
    ["NotAllowedError", "denied"],
    ["NotFoundError", "missing"],
    ["OverconstrainedError", "missing"],
    ["NotReadableError", "busy"],
    ["SecurityError", "insecure"],
  ])("sorts %s as %s", (name, trouble) => expect(troubleOf(Object.assign(new Error("x"), { name }))).toBe(trouble));
});

describe("browserOf", () => {
  it.each([
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 CriOS/130 Safari/604.1", "ios"],
    ["Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0", "firefox"],
    ["Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15", "safari"],
    ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36", "chromium"],
  ])("knows %s", (agent, browser) => expect(browserOf(agent)).toBe(browser));
});

describe("listenToScanner", () => {
  let stop = () => {};
  afterEach(() => stop());

  function type(text: string, gap: number, target: EventTarget = document.body): void {
    let at = 1000;
    for (const key of [...text, "Enter"]) {
      const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
      Object.defineProperty(event, "timeStamp", { value: (at += gap) });
      target.dispatchEvent(event);
    }
  }

  it("takes a burst that ends with Enter", () => {
    const found: string[] = [];
    stop = listenToScanner((text) => found.push(text));
    type("HC1:6BFOXN", 5);
    expect(found).toEqual(["HC1:6BFOXN"]);
  });

  it.each([
    ["what a person types", "HC1:6BFOXN", 120],
    ["a few keys", "abc", 5],
  ])("leaves %s alone", (_name, text, gap) => {
    const found: string[] = [];
    stop = listenToScanner((one) => found.push(one));
    type(text, gap);
    expect(found).toEqual([]);
  });

  it("leaves text fields alone", () => {
    const found: string[] = [];
    stop = listenToScanner((text) => found.push(text));
    const field = document.body.appendChild(document.createElement("textarea"));
    type("HC1:6BFOXN", 5, field);
    field.remove();
    expect(found).toEqual([]);
  });
});
