// Films for the fake camera, written frame by frame as YUV4MPEG2: no tool is
// needed, and what is filmed is what the screen showed.

import { closeSync, openSync, renameSync, writeSync } from "node:fs";
import type { Locator } from "playwright-core";

/** Every film is a square of this many pixels. */
const side = 720;
/** Frames each code stays, at ten frames a second. */
const hold = 3;

function writeVideo(path: string, pictures: Uint8Array[]): void {
  // Beside the file and then over it, so that no reader meets half a film.
  const part = `${path}.part`;
  const file = openSync(part, "w");
  const grey = new Uint8Array((side * side) / 2).fill(128);
  writeSync(file, `YUV4MPEG2 W${side} H${side} F10:1 Ip A1:1 C420mpeg2\n`);
  for (const picture of pictures) {
    for (let i = 0; i < hold; i++) {
      writeSync(file, "FRAME\n");
      writeSync(file, picture);
      writeSync(file, grey);
    }
  }
  closeSync(file);
  renameSync(part, path);
}

/** blankVideo shows an empty desk. */
export function blankVideo(path: string): void {
  writeVideo(path, [new Uint8Array(side * side).fill(180)]);
}

/**
 * filmCodes looks at a <domicile-code> as long as it takes to see each of its
 * frames, and writes them as a film.
 */
export async function filmCodes(code: Locator, path: string): Promise<number> {
  const pictures = await code.evaluate(look, side);
  writeVideo(path, pictures.map((picture) => Buffer.from(picture, "base64")));
  return pictures.length;
}

/** Runs in the page: the brightness of each different picture the canvas shows, as base64. */
async function look(element: Element, side: number): Promise<string[]> {
  const wanted = (element as unknown as { codes: unknown[] }).codes.length;
  const canvas = element.querySelector("canvas")!;
  const desk = document.createElement("canvas");
  desk.width = desk.height = side;
  const pen = desk.getContext("2d", { willReadFrequently: true })!;
  const seen = new Set<string>();
  const until = performance.now() + 60_000;
  while (seen.size < wanted && performance.now() < until) {
    pen.fillStyle = "#b4b4b4";
    pen.fillRect(0, 0, side, side);
    // A hand does not hold a phone straight.
    pen.setTransform(0.92, 0.02, -0.02, 0.92, side * 0.05, side * 0.03);
    pen.drawImage(canvas, 0, 0, side, side);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    const { data } = pen.getImageData(0, 0, side, side);
    let bytes = "";
    for (let at = 0; at < data.length; at += 4) bytes += String.fromCharCode(data[at]!);
    seen.add(btoa(bytes));
    await new Promise((done) => setTimeout(done, 40));
  }
  return [...seen];
}

/** pictureOf is a still of a code as a PNG, as somebody would save or send it. */
export async function pictureOf(code: Locator): Promise<Buffer> {
  return code.locator(".code-face").screenshot();
}
