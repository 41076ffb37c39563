import type { QRCode } from "../engine/api.gen";

/** ISO/IEC 18004 asks for four light modules around a code. */
const quiet = 4;

/**
 * Draws a code black on white, quiet zone included, one canvas pixel block per
 * module. The canvas is large enough that the browser only ever scales it
 * down or by the device's own ratio, so that edges stay sharp.
 */
export function draw(canvas: HTMLCanvasElement, { size, modules }: QRCode): void {
  const side = size + 2 * quiet;
  const scale = Math.max(4, Math.ceil(1024 / side));
  if (canvas.width !== side * scale) canvas.width = canvas.height = side * scale;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#000";
  for (let at = 0; at < size * size; at++) {
    if (modules[at] !== 1) continue;
    pen.fillRect((quiet + (at % size)) * scale, (quiet + Math.floor(at / size)) * scale, scale, scale);
  }
}
