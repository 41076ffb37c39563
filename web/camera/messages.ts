// What crosses between the page and the decoding worker.

export type ToDecoder =
  | { type: "frame"; id: number; frame: ImageBitmap }
  | { type: "picture"; id: number; picture: Blob };

/** Texts is every code found, in no order; unreadable means that the bytes are no picture. */
export type FromDecoder = { id: number; texts: string[]; unreadable?: true };
