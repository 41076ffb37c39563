// Which files are taken as pictures.

/** Larger pictures are refused before they are decoded. */
export const maxPicture = 10 << 20;

export type PictureRefusal = "picture_too_large" | "picture_type";

/** pictureRefusal looks at the first bytes, since a file's name and type are only what somebody says it is. */
export async function pictureRefusal(file: Blob): Promise<PictureRefusal | undefined> {
  if (file.size > maxPicture) return "picture_too_large";
  const head = new Uint8Array(await file.slice(0, 12).arrayBuffer());
  return isPNG(head) || isJPEG(head) || isWebP(head) ? undefined : "picture_type";
}

function starts(bytes: Uint8Array, at: number, ...wanted: number[]): boolean {
  return wanted.every((byte, i) => bytes[at + i] === byte);
}

const isPNG = (b: Uint8Array) => starts(b, 0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const isJPEG = (b: Uint8Array) => starts(b, 0, 0xff, 0xd8, 0xff);
const isWebP = (b: Uint8Array) => starts(b, 0, 0x52, 0x49, 0x46, 0x46) && starts(b, 8, 0x57, 0x45, 0x42, 0x50);
