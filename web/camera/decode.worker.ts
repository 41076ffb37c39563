/// <reference lib="webworker" />
// Decoding off the page's thread: the browser's own detector where it reads QR
// codes, else zxing-wasm with the WASM of the very same package version, served
// from this site (the package would ask a third party's network by itself).

import { prepareZXingModule, readBarcodes, type ReaderOptions } from "zxing-wasm/reader";
import readerURL from "zxing-wasm/reader/zxing_reader.wasm?url";
import type { FromDecoder, ToDecoder } from "./messages";

declare const self: DedicatedWorkerGlobalScope;

interface Detector {
  detect(source: ImageBitmap): Promise<{ rawValue: string }[]>;
}

interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

prepareZXingModule({
  overrides: { locateFile: (path: string, prefix: string) => (path.endsWith(".wasm") ? new URL(readerURL, self.location.href).href : prefix + path) },
});

/** A hand, a poster or another code may be in view beside the one that is meant. */
const reading: ReaderOptions = { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 4 };

const own: Promise<Detector | undefined> = ownDetector();

async function ownDetector(): Promise<Detector | undefined> {
  const Class = (self as unknown as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  try {
    if (!Class || !(await Class.getSupportedFormats()).includes("qr_code")) return undefined;
    return new Class({ formats: ["qr_code"] });
  } catch {
    return undefined;
  }
}

let canvas: OffscreenCanvas | undefined;

function pixels(bitmap: ImageBitmap, width: number, height: number): ImageData {
  canvas ??= new OffscreenCanvas(width, height);
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

async function byLibrary(bitmap: ImageBitmap, longest: number): Promise<string[]> {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const found = await readBarcodes(pixels(bitmap, width, height), reading);
  return found.filter((code) => code.isValid).map((code) => code.text);
}

async function frame(bitmap: ImageBitmap): Promise<string[]> {
  const detector = await own;
  if (!detector) return byLibrary(bitmap, 1920);
  try {
    return (await detector.detect(bitmap)).map((code) => code.rawValue);
  } catch {
    // Some platforms offer a detector whose service is not installed.
    return byLibrary(bitmap, 1920);
  }
}

/** A picture gets more effort than a frame, since no next one follows: a photograph of a dense code reads best neither at full size nor too small. */
async function picture(blob: Blob): Promise<string[]> {
  const bitmap = await createImageBitmap(blob);
  try {
    for (const longest of [2000, 1000, 4000]) {
      const texts = await byLibrary(bitmap, longest);
      if (texts.length > 0) return texts;
    }
    return [];
  } finally {
    bitmap.close();
  }
}

async function decode(message: ToDecoder): Promise<FromDecoder> {
  try {
    if (message.type === "picture") return { id: message.id, texts: await picture(message.picture) };
    const texts = await frame(message.frame);
    message.frame.close();
    return { id: message.id, texts };
  } catch {
    return { id: message.id, texts: [], unreadable: true };
  }
}

self.addEventListener("message", (event: MessageEvent<ToDecoder>) => {
  void decode(event.data).then((answer) => self.postMessage(answer));
});
