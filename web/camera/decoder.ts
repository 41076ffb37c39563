// The page's side of decoding.

import readerURL from "zxing-wasm/reader/zxing_reader.wasm?url";
import { scriptURL } from "../engine/trusted";
import workerURL from "./decode.worker.ts?worker&url";
import type { FromDecoder, ToDecoder } from "./messages";

/** The decoder's WASM, for pages that want it kept for offline use. */
export const decoderProgram: string = readerURL;

const patience = 15_000;

/** Decoder turns frames and pictures into texts. A decoder that hangs or dies is replaced, and that frame counts as empty. */
export class Decoder {
  private worker: Worker | undefined;
  private next = 1;
  private readonly waiting = new Map<number, (answer: FromDecoder) => void>();

  frame(frame: ImageBitmap): Promise<FromDecoder> {
    return this.ask((id) => ({ type: "frame", id, frame }), [frame]);
  }

  picture(picture: Blob): Promise<FromDecoder> {
    return this.ask((id) => ({ type: "picture", id, picture }), []);
  }

  end(): void {
    this.worker?.terminate();
    this.worker = undefined;
    for (const [id, answer] of this.waiting) answer({ id, texts: [] });
    this.waiting.clear();
  }

  private ask(message: (id: number) => ToDecoder, transfer: Transferable[]): Promise<FromDecoder> {
    const id = this.next++;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.end(), patience);
      this.waiting.set(id, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      this.spawn().postMessage(message(id), transfer);
    });
  }

  private spawn(): Worker {
    if (this.worker) return this.worker;
    const worker = new Worker(scriptURL(workerURL), { type: "module", name: "domicile-decoder" });
    worker.addEventListener("message", (event: MessageEvent<FromDecoder>) => {
      this.waiting.get(event.data.id)?.(event.data);
      this.waiting.delete(event.data.id);
    });
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.end();
    });
    return (this.worker = worker);
  }
}
