// How to allow the camera, said for the browser in hand. Only the choice of a
// sentence depends on what the browser calls itself, never a capability.

export type Browser = "ios" | "firefox" | "safari" | "chromium";

export function browserOf(agent: string): Browser {
  if (/iPhone|iPad|iPod/.test(agent)) return "ios";
  if (/Firefox\//.test(agent)) return "firefox";
  if (/Chrom(e|ium)\//.test(agent)) return "chromium";
  return /Safari\//.test(agent) ? "safari" : "chromium";
}
